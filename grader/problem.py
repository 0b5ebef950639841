"""problems/ read into Problem records; a malformed problem.toml is named by file and key."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader import templates, variants
from grader.errors import UsageError
from grader.toml_file import Table, parse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.toml_file import Number
    from grader.variants import Axis

ROOT = Path(__file__).resolve().parent.parent
PROBLEMS = ROOT / "problems"
SOLUTIONS = ROOT / "solutions"
SKILLS = PROBLEMS / "skills.toml"
DATA_KINDS = ("sample", "real")
TIERS = 5
MODEL_FILE = "mymodel.h5"  # what a submission saves and the exam takes


@dataclass(frozen=True)
class Limits:
    """What a box may use up; sizes in megabytes (10**6 bytes).

    `seconds` of CPU time on each core; four times as much wall time.
    """

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
    accuracies from which a model is worth 1, 2, 3, 4 and 5; `numbers` and `words` are what
    statement, stub and checks agree on; `points[check]` is what a check is worth. `own_data` gives
    each training a copy of the data to do with as it likes; `hash_weights` keeps a hash of the
    weights after each epoch. `constants` are the module constants of its solutions, each with an
    expression over numbers and words that gives its value. `axes` tell how the problem varies,
    `variant` which of its variants this is: 0 is the standard problem. `standard` is the problem
    that this is a variant of, None for the standard itself.
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
    words: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    axes: tuple[Axis, ...] = ()
    variant: int = 0
    standard: Problem | None = None

    @property
    def label(self) -> str:
        """The id, with the number of the variant where it is not the standard one: problem1~3."""
        return variants.label(self.id, self.variant)

    @property
    def statement(self) -> str:
        """The task in words, Markdown."""
        return self._text("statement.md")

    @property
    def stub(self) -> str:
        """The file that a learner starts from."""
        return self._text("stub.py")

    @property
    def hints(self) -> tuple[str, ...]:
        """The hints, from a nudge to nearly the answer; `hints.md` divides them by `---` lines."""
        text = self._text("hints.md")
        return tuple(part.strip("\n").rstrip() for part in text.split("\n---\n") if part.strip())

    @property
    def reference(self) -> Path:
        """The file of the problem's own correct submission, written for the standard problem."""
        return SOLUTIONS / self.id / "solution.py"

    @property
    def checks(self) -> Path:
        """The file of the problem's checks."""
        return self.folder / "checks.py"

    @property
    def which(self) -> str:
        """What names it on a command line."""
        return f"{self.id} --variant {self.variant}" if self.variant else self.id

    @property
    def values(self) -> Mapping[str, Number | str]:
        """What its texts may name: numbers, words, and `which` for a command line."""
        return {**self.numbers, **self.words, "which": self.which}

    def _text(self, name: str) -> str:
        path = self.folder / name
        try:
            return templates.fill(read_text(path), self.values)
        except templates.BadTemplate as error:
            of = f", variant {self.variant}" if self.variant else ""
            raise UsageError(f"{path}{of}: {error}") from error


@dataclass(frozen=True)
class SkillGroup:
    """One group of the exam's skills; keys are such as "2.17"."""

    number: str
    title: str
    skills: Mapping[str, str]


def skill_groups(path: Path = SKILLS) -> tuple[SkillGroup, ...]:
    """The exam's skills in its five groups, as problems/skills.toml lists them."""
    groups = parse(path)["group"]
    return tuple(
        SkillGroup(number, values["title"], {k: v for k, v in values.items() if k != "title"})
        for number, values in groups.items()
    )


def read_text(path: Path) -> str:
    """The text of an author's file; raises UsageError where it is none, OSError as reading does."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8") from error


def problem_ids(folder: Path = PROBLEMS) -> tuple[str, ...]:
    """The ids of all problems, in the order that people count in (problem2 before problem10)."""
    names = [entry.name for entry in folder.iterdir() if (entry / "problem.toml").is_file()]
    return tuple(sorted(names, key=lambda name: (len(name), name)))


def load(problem_id: str, folder: Path = PROBLEMS, *, variant: int = 0) -> Problem:
    """Read one problem; raises UsageError where there is none or where its file is malformed."""
    known = problem_ids(folder)
    if problem_id not in known:
        raise UsageError(f"no problem is called '{problem_id}'; there are: {', '.join(known)}")
    return varied(read(folder / problem_id / "problem.toml"), variant)


def varied(problem: Problem, variant: int) -> Problem:
    """One variant of a standard problem; raises UsageError where it has no such variant."""
    there, standard = variants.count(problem.axes), problem
    if not 0 <= variant < there:
        which = f"variants 0 to {there - 1}" if there > 1 else "no variants"
        raise UsageError(f"{problem.id} has {which}, and no variant {variant}")
    for option in variants.chosen(problem.axes, variant):
        problem = replace(
            problem,
            numbers={**problem.numbers, **option.numbers},
            words={**problem.words, **option.words},
            thresholds={
                kind: {**problem.thresholds[kind], **option.thresholds.get(kind, {})}
                for kind in DATA_KINDS
            },
            tiers={**problem.tiers, **option.tiers},
        )
    return replace(problem, variant=variant, standard=standard) if variant else problem


def read(path: Path) -> Problem:
    """Read a problem.toml; raises UsageError that names the file, the key and what is allowed."""
    top = Table(path, "", parse(path))
    data, limits = top.table("data"), top.table("limits")
    thresholds, tiers = top.table("thresholds"), top.table("tiers")
    numbers, points = top.table("numbers"), top.table("points")
    training, words = top.table("training", optional=True), top.table("words", optional=True)
    constants = top.table("constants", optional=True)
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
            processes=limits.whole("processes", low=8),
            model_mb=limits.number("model_mb", low=0.1),
        ),
        thresholds={kind: thresholds.table(kind).numbers(low=0, high=1) for kind in DATA_KINDS},
        tiers={kind: tiers.rising(kind, TIERS) for kind in DATA_KINDS},
        numbers=numbers.numbers(),
        points={name: points.whole(name, low=1) for name in points.names()},
        folder=path.parent,
        own_data=training.flag("own_data"),
        hash_weights=training.flag("hash_weights"),
        words=words.all_texts(),
        constants=constants.all_texts(),
        axes=variants.read_axes(top.table("variants", optional=True), DATA_KINDS, TIERS),
    )
    inner = (data, limits, thresholds, tiers, numbers, points, training, words, constants)
    for table in (top, *inner):
        table.finish()
    _refuse_unknown_names(top, problem)
    if problem.id != path.parent.name:
        top.refuse("id", f"the folder's name, '{path.parent.name}'")
    return problem


def _refuse_unknown_names(top: Table, problem: Problem) -> None:
    """A variant changes what the problem has; another name is most likely a misspelt one."""
    known = {*problem.numbers, *problem.words}
    for axis in problem.axes:
        for option in axis.options:
            if not {*option.numbers, *option.words} <= known:
                top.refuse("variants", f"of names that [numbers] or [words] has: {axis.name}")
            for kind, values in option.thresholds.items():
                if not {*values} <= {*problem.thresholds[kind]}:
                    top.refuse("variants", f"of names that [thresholds.{kind}] has: {axis.name}")
