"""The solutions of a problem: its reference, and the wrong and alternative ones, for each variant.

`solutions/<id>/solution.py` is the reference. `wrong.toml` holds edits of it, one mistake each;
`wrong/` and `alternative/` hold whole programs. A variant sets the module constants that
problem.toml lists in `[constants]`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

from msgspec import Meta, structs

from grader import edits, templates
from grader.errors import UsageError
from grader.problem import read_text
from grader.problem_format import Text  # noqa: TC001  (msgspec reads the annotations at run time)
from grader.typed_toml import Table, convert, parse
from grader.variants import choices

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from grader.edits import Literal
    from grader.problem import Problem

EDITS = "wrong.toml"
KEYS = ("fails", "not run", "says", "not in", "only in")
KEY = re.compile(rf"^#\s*({'|'.join(KEYS)})\s*:\s*(.*?)\s*$")


Texts = Annotated[tuple[str, ...], Meta(description="a list of texts")]


class Kind(str, Enum):
    """What a solution is for."""

    STUB = "stub"
    REFERENCE = "reference"
    WRONG = "wrong"
    ALTERNATIVE = "alternative"


class Malformed(Exception):
    """A solution does not apply to its problem, or does not say what it must."""


class Expected(Table, frozen=True):
    """What a solution must do, as wrong.toml or the first lines of its file say.

    `fails` are the checks that it must fail, `not_run` those that its mistake leaves out though
    they need no other check, `says` the phrases that its report must contain. It does not exist in
    variants that change an axis of `not_in`; with `only_in`, only in those that change all of them.
    """

    about: str = ""
    fails: Texts = ()
    not_run: Texts = ()
    says: Texts = ()
    not_in: Texts = ()
    only_in: Texts = ()


class Edit(Expected, frozen=True, kw_only=True):
    """A table of wrong.toml: what the solution must do, and the hunks that make it."""

    about: Text
    edits: Annotated[tuple[str, ...], Meta(min_length=1, description="a list of hunks")]


NOTHING = Expected()


@dataclass(frozen=True)
class Solution:
    """A solution's text for one variant; `malformed` says why there is none.

    `path` is its own file, None where the text is an edit of the reference.
    """

    kind: Kind
    name: str
    text: str = ""
    expected: Expected = NOTHING
    path: Path | None = None
    malformed: str = ""


def reference(problem: Problem) -> str:
    """Return the text of the reference for this variant; raises UsageError or OSError."""
    for words in drifted(problem) if problem.standard is not None else ():
        raise UsageError(f"{problem.folder / 'problem.toml'}: [constants]: {words}")
    return _with_constants(problem, problem.reference)


def drifted(problem: Problem) -> Iterator[str]:
    """Yield what the constants of the reference and `[constants]` do not agree on."""
    there = _constants_of(problem.reference)
    standard = problem.standard or problem
    for name in problem.constants:
        value = _evaluate(standard, name)
        if name not in there:
            yield f"{name} is not a constant of {problem.reference.name}"
        elif there[name] != value:
            yield f"{name} is {there[name]!r} in {problem.reference.name}, and {value!r} here"


def wrong(problem: Problem, name: str) -> Solution:
    """Return a wrong solution of this variant; raises UsageError where there is none."""
    named = {one.name: one for one in solutions(problem) if one.kind is Kind.WRONG}
    if name not in named:
        there = ", ".join(named) or "none"
        raise UsageError(f"{problem.which} has no wrong solution '{name}' (choose {there})")
    if named[name].malformed:
        raise UsageError(f"{problem.label}/wrong/{name}: {named[name].malformed}")
    return named[name]


def solutions(problem: Problem) -> tuple[Solution, ...]:
    """Return the wrong, then the alternative solutions of this variant, sorted by name.

    Raises UsageError where wrong.toml or `[constants]` is malformed, OSError as reading does.
    """
    folder = problem.solutions
    of_wrong = {one.name: one for one in _edited(problem, folder / EDITS)}
    for one in _whole(problem, folder, Kind.WRONG):
        if one.name in of_wrong:
            one = replace(one, malformed=f"{EDITS} has a solution of this name too")  # noqa: PLW2901
        of_wrong[one.name] = one
    every = [of_wrong[name] for name in sorted(of_wrong)]
    every += _whole(problem, folder, Kind.ALTERNATIVE)
    return tuple(one for one in every if _exists(problem, one.expected))


def file(one: Solution, problem: Problem, folder: Path) -> Path:
    """Return the file of a solution.

    What has no file of its own, an edit of the reference or a solution of a variant, is written
    below `folder`. Raises OSError.
    """
    if one.path is not None and not problem.variant:
        return one.path
    path = folder / problem.label / one.kind.value / f"{one.name}.py"
    if not one.malformed:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A run may be reading it: it is not written again unless it changed.
        if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != one.text:
            path.write_text(one.text, encoding="utf-8")
    return path


def _edited(problem: Problem, path: Path) -> Iterator[Solution]:
    """Yield the wrong solutions that are edits of the reference."""
    if path.is_file():
        tables, text = parse(path), reference(problem)
        for name, table in tables.items():
            yield _solution(Kind.WRONG, name, partial(_edit, problem, {name: table}, text))


def _edit(problem: Problem, table: Mapping[str, Any], text: str) -> tuple[Expected, str]:
    (edit,) = convert(table, dict[str, Edit], EDITS).values()
    said = {field: getattr(edit, field) for field in Expected.__struct_fields__}
    expected = _checked(problem, Kind.WRONG, Expected(**said))
    if not _exists(problem, expected):
        return expected, ""
    return expected, edits.apply(text, [templates.fill(hunk, problem.names) for hunk in edit.edits])


def _whole(problem: Problem, folder: Path, kind: Kind) -> Iterator[Solution]:
    """Yield the solutions that are whole programs."""
    for path in sorted((folder / kind.value).glob("*.py")):
        one = _solution(kind, path.stem, partial(_read, problem, kind, path))
        yield replace(one, path=path)


def _read(problem: Problem, kind: Kind, path: Path) -> tuple[Expected, str]:
    expected = _checked(problem, kind, read_head(read_text(path)))
    return expected, _with_constants(problem, path)


def _solution(kind: Kind, name: str, read: Callable[[], tuple[Expected, str]]) -> Solution:
    try:
        expected, text = read()
    except (Malformed, edits.BadEdit, templates.BadTemplate, OSError, UsageError) as error:
        return Solution(kind, name, malformed=str(error))
    return Solution(kind, name, text, expected)


def _with_constants(problem: Problem, path: Path) -> str:
    """Return a program with the constants that this variant sets."""
    text, values = read_text(path), {}
    if problem.standard is not None:
        for name in problem.constants:
            value = _evaluate(problem, name)
            if value != _evaluate(problem.standard, name):
                values[name] = value
    try:
        return edits.assign(text, values) if values else text
    except SyntaxError as error:
        raise UsageError(f"{path} is not Python: {error}") from error


def _constants_of(path: Path) -> dict[str, Literal]:
    try:
        return edits.constants(read_text(path))
    except SyntaxError as error:
        raise UsageError(f"{path} is not Python: {error}") from error


def _evaluate(problem: Problem, name: str) -> Literal:
    """Return the value that a problem gives to a constant of its solutions."""
    try:
        value: Literal = templates.evaluate(problem.constants[name], problem.names)
    except templates.BadTemplate as error:
        file = problem.folder / "problem.toml"
        raise UsageError(f"{file}: key 'constants.{name}': {error}") from error
    return value


def _exists(problem: Problem, expected: Expected) -> bool:
    """Whether a solution is there in this variant."""
    options = choices(problem.axes, problem.variant)
    changed = {axis for axis, option in options.items() if option}
    return changed.isdisjoint(expected.not_in) and changed >= {*expected.only_in}


def read_head(text: str) -> Expected:
    """Return what the comment lines before the code say; raises Malformed."""
    lines = itertools.takewhile(lambda line: line.startswith("#"), text.splitlines())
    said = [line for line in lines if line.strip("# ")]
    if not said or KEY.match(said[0]):
        raise Malformed("its first line must be a comment that says what it is about")
    values: dict[str, list[str]] = {key: [] for key in KEYS}
    for match in filter(None, map(KEY.match, said)):
        values[match[1]] += [match[2]] if match[1] == "says" else match[2].split(",")
    return Expected(
        said[0].strip("# "),
        **{key.replace(" ", "_"): tuple(map(str.strip, values[key])) for key in KEYS},
    )


def _checked(problem: Problem, kind: Kind, expected: Expected) -> Expected:
    """Return it with the problem's numbers filled in; raises Malformed where it is not valid."""
    named = ((expected.fails + expected.not_run, problem.points, "check"),)
    for names, known, what in (*named, (expected.not_in + expected.only_in, problem.axes, "axis")):
        for name in names:
            if name not in known:
                raise Malformed(f"the problem has no {what} '{name}'")
    if kind is not Kind.WRONG and (expected.fails or expected.not_run or expected.says):
        raise Malformed("a solution that must pass names no checks and no phrases")
    if kind is Kind.WRONG and not expected.fails:
        raise Malformed("fails must name a check that it fails")
    if kind is Kind.WRONG and not all([expected.says, *expected.says]):
        raise Malformed("says must hold a phrase of the report")
    if {*expected.fails} & {*expected.not_run}:
        raise Malformed("a check cannot be in both fails and not run")
    if {*expected.not_in} & {*expected.only_in}:
        raise Malformed("an axis cannot be in both not in and only in")
    says = tuple(templates.fill(phrase, problem.names) for phrase in expected.says)
    return structs.replace(expected, about=templates.fill(expected.about, problem.names), says=says)
