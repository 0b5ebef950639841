"""The submissions that a problem brings along, and what each of them is wanted to do."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.problem import read_text
from grader.variants import choices, label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from grader.problem import Problem

KEY = re.compile(r"^#\s*(fails|not run|says|keeps|only)\s*:\s*(.*?)\s*$")


class Kind(str, Enum):
    """What a submission is there for."""

    STUB = "stub"
    REFERENCE = "reference"
    WRONG = "wrong"
    UNUSUAL = "unusual"


class MalformedHead(Exception):
    """The first lines of a wrong or unusual solution do not say what is needed."""


@dataclass(frozen=True)
class Head:
    """What the first lines of a solution say.

    `fails` are the checks that it must fail, `not_run` those that its mistake leaves unasked
    though they need no other check, `says` the phrases that the report must hold. `keeps` are
    the axes along which its mistake cannot follow a variant. `only` are the axes that it does not
    follow by mistake: it is wrong where they vary, and nowhere else.
    """

    about: str = ""
    fails: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One submission with what is wanted of it; `malformed` says what is amiss with its head."""

    problem: str
    kind: Kind
    path: Path
    head: Head = Head()
    malformed: str = ""
    variant: int = 0

    @property
    def label(self) -> str:
        """The problem and its variant, such as problem1~3."""
        return label(self.problem, self.variant)

    @property
    def name(self) -> str:
        """Such as problem1/reference or problem1~3/wrong/NAME."""
        own = f"/{self.path.stem}" if self.kind in {Kind.WRONG, Kind.UNUSUAL} else ""
        return f"{self.label}/{self.kind.value}{own}"


def find_cases(problem: Problem, rewritten: Path | None = None) -> tuple[Case, ...]:
    """All submissions of a problem that are there: stub, reference, wrong ones, unusual ones.

    Of a variant they are written below `rewritten`, as the variant wants them. Left out are those
    that keep to the standard of what the variant changes, and those that are wrong only where
    something varies that is the standard here. Raises OSError where that cannot be,
    and UsageError where one of the files that it rewrites is no text.
    """
    found = [
        Case(problem.id, kind, path, variant=problem.variant) for kind, path in _files(problem)
    ]
    if rewritten is not None:
        found = [_follow(case, problem, rewritten / problem.label) for case in found]
    read = [_read(case, problem) for case in found]
    changed = {axis for axis, option in choices(problem.axes, problem.variant).items() if option}
    return tuple(
        case for case in read if not changed & {*case.head.keeps} and changed >= {*case.head.only}
    )


def _files(problem: Problem) -> Iterator[tuple[Kind, Path]]:
    ours = {Kind.STUB: problem.folder / "stub.py", Kind.REFERENCE: problem.reference}
    yield from ((kind, path) for kind, path in ours.items() if path.is_file())
    for kind in (Kind.WRONG, Kind.UNUSUAL):
        folder = problem.reference.parent / kind.value
        yield from ((kind, path) for path in sorted(folder.glob("*.py")))


def _follow(case: Case, problem: Problem, folder: Path) -> Case:
    """Write a submission as its variant wants it, unless it is there already."""
    is_stub = case.kind is Kind.STUB
    if not (is_stub or problem.variant):
        return case
    text = problem.stub if is_stub else _followed(problem, read_text(case.path))
    path = folder / case.kind.value / case.path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8", errors="replace") != text:
        path.write_text(text, encoding="utf-8")
    return replace(case, path=path)


def _followed(problem: Problem, text: str) -> str:
    """A solution as a variant wants it, but for the axes that it does not follow by mistake."""
    named = ",".join(_values(_first_comments(text))["only"])
    ignored = {name.strip() for name in named.split(",")}
    axes = tuple(replace(a, rules=()) if a.name in ignored else a for a in problem.axes)
    return replace(problem, axes=axes).followed(text)


def read_head(text: str, kind: Kind, checks: Collection[str], axes: Collection[str] = ()) -> Head:
    """What the comment lines before the code say; raises MalformedHead.

    `checks` are the names of the problem's checks, `axes` those of its variants.
    """
    said = _first_comments(text)
    values = _values(said)
    if not said or KEY.match(said[0]):
        raise MalformedHead("its first line must be a comment that says what it is about")
    fails, not_run = (_names(values[key], checks, "check") for key in ("fails", "not run"))
    keeps, only = (_names(values[key], axes, "axis of variants") for key in ("keeps", "only"))
    says = tuple(values["says"])
    if kind is not Kind.WRONG and (fails or not_run or says):
        raise MalformedHead("a solution that must pass names no checks and no phrases")
    if kind is Kind.WRONG and not fails:
        raise MalformedHead("a line '# fails: check_…' must name the check that it fails")
    if kind is Kind.WRONG and not all([says, *says]):
        raise MalformedHead("a line '# says: …' must hold a phrase of the report")
    if set(fails) & set(not_run):
        raise MalformedHead("a check cannot fail and be not run")
    if set(keeps) & set(only):
        raise MalformedHead("a solution cannot be left out of an axis and be there only for it")
    return Head(said[0].strip("# "), fails, not_run, says, keeps, only)


def _first_comments(text: str) -> list[str]:
    """The comment lines before the code that hold more than signs."""
    lines = itertools.takewhile(
        lambda line: not line.strip() or line.startswith("#"), text.splitlines()
    )
    return [line for line in lines if line.strip("# ")]


def _values(said: list[str]) -> dict[str, list[str]]:
    """What stands behind each key of a head, a text a line."""
    values: dict[str, list[str]] = {
        key: [] for key in ("fails", "not run", "says", "keeps", "only")
    }
    for found in filter(None, map(KEY.match, said)):
        values[found[1]].append(found[2])
    return values


def _names(lines: list[str], known: Collection[str], what: str) -> tuple[str, ...]:
    names = tuple(name.strip() for line in lines for name in line.split(","))
    for name in names:
        if name not in known:
            raise MalformedHead(f"the problem has no {what} called '{name}'")
    return names


def _read(case: Case, problem: Problem) -> Case:
    """The case with what its head says; stub and reference have none."""
    if case.kind not in {Kind.WRONG, Kind.UNUSUAL}:
        return case
    axes = [axis.name for axis in problem.axes]
    try:
        text = read_text(case.path)
        return replace(case, head=read_head(text, case.kind, problem.points, axes))
    except (MalformedHead, OSError, UsageError) as error:
        return replace(case, malformed=str(error))
