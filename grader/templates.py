"""The templates of a problem's texts, and expressions over the tables of its problem.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment


class BadTemplate(Exception):
    """A text names a key that its problem does not have, or is not a valid template."""


def fill(text: str, values: Mapping[str, object]) -> str:
    """Fill in the keys that a text names in double braces; raises BadTemplate.

    `{{ stopping.accuracy|fixed(2) }}` is 0.90, `{{ split.training_each|grouped }}` is 1,350.
    """
    if "{{" not in text and "{%" not in text:
        return text
    from jinja2 import TemplateError  # noqa: PLC0415  (0.05 s that most commands need not pay)

    try:
        template = _templates().from_string(text)
    except TemplateError as error:
        line = getattr(error, "lineno", None)
        raise BadTemplate(f"line {line}: {error}" if line else str(error)) from error
    try:
        return template.render(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error


def _templates() -> Environment:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415

    # The texts are for a terminal and for Python files: nothing of them is HTML.
    made = Environment(undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False)  # noqa: S701
    made.filters["fixed"] = lambda value, places: f"{value:.{places}f}"
    made.filters["grouped"] = lambda value: f"{int(value):,}"
    return made


def evaluate(expression: str, values: Mapping[str, object]) -> Any:  # noqa: ANN401
    """Return the value of an expression such as `stopping.accuracy`; raises BadTemplate."""
    from jinja2 import TemplateError, Undefined  # noqa: PLC0415

    try:
        value = _templates().compile_expression(expression, undefined_to_none=False)(values)
    except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
        raise BadTemplate(str(error)) from error
    if isinstance(value, Undefined):
        raise BadTemplate(f"'{expression}' is undefined")
    return value
