"""problems/ read into Problem records; a malformed problem.toml is named by file and key."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
PROBLEMS = ROOT / "problems"
SOLUTIONS = ROOT / "solutions"
SKILLS = PROBLEMS / "skills.toml"
DATA_KINDS = ("sample", "real")
TIERS = 5

Number = int | float


@dataclass(frozen=True)
class Limits:
    """What a box may use up. Seconds of wall time; sizes in megabytes (10**6 bytes)."""

    seconds: float
    memory_mb: float
    disk_mb: float
    output_mb: float
    processes: int
    model_mb: float


@dataclass(frozen=True)
class Problem:
    """One task as its folder describes it.

    `thresholds[kind][name]` is an accuracy from 0 to 1; `tiers[kind]` holds the held-out
    accuracies from which a model is worth 1, 2, 3, 4 and 5; `numbers` are what statement, stub
    and checks agree on; `points[check]` is what a check is worth. `own_data` gives each training
    a copy of the data to do with as it likes; `hash_weights` keeps a hash of the weights after
    each epoch.
    """

    id: str
    title: str
    category: str
    skills: tuple[str, ...]
    dataset: str
    limits: Limits
    thresholds: Mapping[str, Mapping[str, float]]
    tiers: Mapping[str, tuple[float, ...]]
    numbers: Mapping[str, Number]
    points: Mapping[str, int]
    folder: Path
    own_data: bool = False
    hash_weights: bool = False

    @property
    def statement(self) -> str:
        """The task in words, Markdown."""
        return (self.folder / "statement.md").read_text(encoding="utf-8")

    @property
    def stub(self) -> str:
        """The file that a learner starts from."""
        return (self.folder / "stub.py").read_text(encoding="utf-8")

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints, from a nudge to nearly the answer; `hints.md` divides them by `---` lines."""
        text = (self.folder / "hints.md").read_text(encoding="utf-8")
        return tuple(part.strip() for part in text.split("\n---\n") if part.strip())

    @property
    def reference(self) -> Path:
        """The problem's own correct submission."""
        return SOLUTIONS / self.id / "solution.py"


@dataclass(frozen=True)
class SkillGroup:
    """One group of the exam's skills; keys are such as "2.17"."""

    number: str
    title: str
    skills: Mapping[str, str]


def skill_groups(path: Path = SKILLS) -> tuple[SkillGroup, ...]:
    """The exam's skills in its five groups, as problems/skills.toml lists them."""
    groups = tomllib.loads(path.read_text(encoding="utf-8"))["group"]
    return tuple(
        SkillGroup(number, values["title"], {k: v for k, v in values.items() if k != "title"})
        for number, values in groups.items()
    )


def problem_ids(folder: Path = PROBLEMS) -> tuple[str, ...]:
    """The ids of all problems, in the order that people count in (problem2 before problem10)."""
    names = [entry.name for entry in folder.iterdir() if (entry / "problem.toml").is_file()]
    return tuple(sorted(names, key=lambda name: (len(name), name)))


def load(problem_id: str, folder: Path = PROBLEMS) -> Problem:
    """Read one problem; raises UsageError where there is none or where its file is malformed."""
    known = problem_ids(folder)
    if problem_id not in known:
        raise UsageError(f"no problem is called '{problem_id}'; there are: {', '.join(known)}")
    return read(folder / problem_id / "problem.toml")


def read(path: Path) -> Problem:
    """Read a problem.toml; raises UsageError that names the file, the key and what is allowed."""
    try:
        top = _Table(path, "", tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error
    data, limits = top.table("data"), top.table("limits")
    thresholds, tiers = top.table("thresholds"), top.table("tiers")
    numbers, points = top.table("numbers"), top.table("points")
    training = top.table("training", optional=True)
    problem = Problem(
        id=top.text("id"),
        title=top.text("title"),
        category=top.text("category"),
        skills=top.texts("skills"),
        dataset=data.text("set"),
        limits=Limits(
            seconds=limits.number("seconds", low=1),
            memory_mb=limits.number("memory_mb", low=256),
            disk_mb=limits.number("disk_mb", low=16),
            output_mb=limits.number("output_mb", low=1),
            processes=int(limits.number("processes", low=8)),
            model_mb=limits.number("model_mb", low=0.1),
        ),
        thresholds={kind: thresholds.table(kind).numbers(low=0, high=1) for kind in DATA_KINDS},
        tiers={kind: tiers.rising(kind, TIERS) for kind in DATA_KINDS},
        numbers=numbers.numbers(),
        points={name: int(value) for name, value in points.numbers(low=1).items()},
        folder=path.parent,
        own_data=training.flag("own_data"),
        hash_weights=training.flag("hash_weights"),
    )
    for table in (top, data, limits, thresholds, tiers, numbers, points, training):
        table.finish()
    if problem.id != path.parent.name:
        top.refuse("id", f"the folder's name, '{path.parent.name}'")
    return problem


class _Table:
    """A TOML table that knows its file, checks what it gives out and what nobody asked for."""

    def __init__(self, path: Path, name: str, values: dict[str, Any]) -> None:
        self._path, self._name, self._values = path, name, values
        self._asked: set[str] = set()

    def refuse(self, key: str, allowed: str) -> UsageError:
        """Raise the one error of this module."""
        full = f"{self._name}.{key}" if self._name else key
        seen = f"not {self._values[key]!r}" if key in self._values else "and it is missing"
        raise UsageError(f"{self._path}: key '{full}' must be {allowed}, {seen}")

    def _get(self, key: str) -> Any:  # noqa: ANN401  (whatever TOML holds)
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str) -> str:
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "a text that is not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(key, "a list of texts")
        return tuple(value)

    def number(self, key: str, *, low: float, high: float = float("inf")) -> Number:
        value = self._get(key)
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not plain or not low <= value <= high:
            span = f"from {low:g} to {high:g}" if high != float("inf") else f"of at least {low:g}"
            raise self.refuse(key, f"a number {span}")
        number: Number = value
        return number

    def numbers(self, low: float = float("-inf"), high: float = float("inf")) -> dict[str, Number]:
        return {key: self.number(key, low=low, high=high) for key in self._values}

    def rising(self, key: str, count: int) -> tuple[float, ...]:
        value = self._get(key)
        plain = isinstance(value, list) and all(
            isinstance(item, (int, float)) and not isinstance(item, bool) and 0 <= item <= 1
            for item in value
        )
        if not plain or len(value) != count or sorted(set(value)) != value:
            raise self.refuse(key, f"a list of {count} rising numbers from 0 to 1")
        return tuple(float(item) for item in value)

    def flag(self, key: str) -> bool:
        value = self._get(key)
        if value not in (None, True, False):
            raise self.refuse(key, "true or false")
        return value is True

    def table(self, key: str, *, optional: bool = False) -> _Table:
        value = self._get(key)
        if value is None and optional:
            value = {}
        if not isinstance(value, dict):
            raise self.refuse(key, "a table")
        return _Table(self._path, f"{self._name}.{key}" if self._name else key, value)

    def finish(self) -> None:
        """Refuse a key that nothing reads: it is most likely a misspelt one."""
        for key in self._values:
            if key not in self._asked:
                full = f"{self._name}.{key}" if self._name else key
                allowed = ", ".join(sorted(self._asked))
                raise UsageError(f"{self._path}: key '{full}' is not known here; known: {allowed}")
