"""A problem's texts with its numbers filled in, and solutions that follow a variant."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jinja2 import Environment

    from grader.toml_file import Number


class BadTemplate(Exception):
    """A text asks for a number that its problem does not have, or is no template at all."""


def fill(text: str, values: Mapping[str, Number | str]) -> str:
    """Put numbers and words where a text names them in double braces; raises BadTemplate.

    `{{ stop_at|fixed(2) }}` is 0.90, `{{ pictures|grouped }}` 1,350.
    """
    return _filler(text)(values)


def _filler(text: str) -> Callable[[Mapping[str, Number | str]], str]:
    """What fills this text in, made ready once; raises BadTemplate, now or when it is called."""
    if "{{" not in text and "{%" not in text:
        return lambda _: text
    from jinja2 import TemplateError  # noqa: PLC0415  (0.05 s that most commands need not pay)

    try:
        template = _templates().from_string(text)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise BadTemplate(f"line {line}: {error}" if line else str(error)) from error

    def filled(values: Mapping[str, Number | str]) -> str:
        try:
            return template.render(values)
        except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
            raise BadTemplate(str(error)) from error

    return filled


def _templates() -> Environment:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    # The texts are for a terminal and for Python files: nothing of them is HTML.
    made = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    made.filters["fixed"] = lambda value, places: f"{value:.{places}f}"
    made.filters["grouped"] = lambda value: f"{int(value):,}"
    return made


def follow(text: str, rules: Sequence[tuple[str, str]], values: Mapping[str, Number | str]) -> str:
    """Rewrite the text of a standard solution for a variant, each place once; raises BadTemplate.

    A rule is a pattern and what stands in its place, a template such as "{{ stop_at - 0.01 }}", in
    which `it` is the text that the pattern found. Where two rules fit a place, the first counts.
    """
    if not rules:
        return text
    try:
        parts = [f"(?P<r{number}>{pattern})" for number, (pattern, _) in enumerate(rules)]
        every = re.compile("|".join(parts))
    except re.error as error:
        raise BadTemplate(f"a rewriting rule: {error}") from error

    fillers = [_filler(template) for _, template in rules]

    def new(match: re.Match[str]) -> str:
        return fillers[int((match.lastgroup or "r0")[1:])]({**values, "it": match[0]})

    return every.sub(new, text)
