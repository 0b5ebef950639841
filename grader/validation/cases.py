"""The submissions that a problem brings along, and what each of them is wanted to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from grader.problem import Problem

KEY = re.compile(r"^#\s*(fails|not run|says)\s*:\s*(.*?)\s*$")


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
    though they need no other check, `says` the phrases that the report must hold.
    """

    about: str = ""
    fails: tuple[str, ...] = ()
    not_run: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One submission with what is wanted of it; `malformed` says what is amiss with its head."""

    problem: str
    kind: Kind
    path: Path
    head: Head = Head()
    malformed: str = ""

    @property
    def name(self) -> str:
        """Such as problem1/reference or problem1/wrong/NAME."""
        own = f"/{self.path.stem}" if self.kind in {Kind.WRONG, Kind.UNUSUAL} else ""
        return f"{self.problem}/{self.kind.value}{own}"


def find_cases(problem: Problem) -> tuple[Case, ...]:
    """All submissions of a problem that are there: stub, reference, wrong ones, unusual ones."""
    ours = [(Kind.STUB, problem.folder / "stub.py"), (Kind.REFERENCE, problem.reference)]
    found = [Case(problem.id, kind, path) for kind, path in ours if path.is_file()]
    for kind in (Kind.WRONG, Kind.UNUSUAL):
        folder = problem.reference.parent / kind.value
        cases = (Case(problem.id, kind, path) for path in sorted(folder.glob("*.py")))
        found += [_read(case, problem.points) for case in cases]
    return tuple(found)


def read_head(text: str, kind: Kind, checks: Collection[str]) -> Head:
    """What the comment lines before the code say; raises MalformedHead.

    `checks` are the names of the problem's checks.
    """
    lines = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            break
        lines.append(line)
    said = [line for line in lines if line.strip("# ")]
    values: dict[str, list[str]] = {"fails": [], "not run": [], "says": []}
    for found in filter(None, map(KEY.match, said)):
        values[found[1]].append(found[2])
    if not said or KEY.match(said[0]):
        raise MalformedHead("its first line must be a comment that says what it is about")
    fails, not_run = (_names(values[key], checks) for key in ("fails", "not run"))
    says = tuple(values["says"])
    if kind is not Kind.WRONG and (fails or not_run or says):
        raise MalformedHead("a solution that must pass names no checks and no phrases")
    if kind is Kind.WRONG and not fails:
        raise MalformedHead("a line '# fails: check_…' must name the check that it fails")
    if kind is Kind.WRONG and not all([says, *says]):
        raise MalformedHead("a line '# says: …' must hold a phrase of the report")
    if set(fails) & set(not_run):
        raise MalformedHead("a check cannot fail and be not run")
    return Head(said[0].strip("# "), fails, not_run, says)


def _names(lines: list[str], checks: Collection[str]) -> tuple[str, ...]:
    names = tuple(name.strip() for line in lines for name in line.split(","))
    for name in names:
        if name not in checks:
            raise MalformedHead(f"the problem has no check called '{name}'")
    return names


def _read(case: Case, checks: Collection[str]) -> Case:
    try:
        head = read_head(case.path.read_text(encoding="utf-8"), case.kind, checks)
    except (MalformedHead, OSError, UnicodeDecodeError) as error:
        return Case(case.problem, case.kind, case.path, malformed=str(error))
    return Case(case.problem, case.kind, case.path, head)
