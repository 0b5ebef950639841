"""A problem: its validated problem.toml, its texts, and its variants."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003  (msgspec reads the annotations at run time)
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from grader import templates, variants
from grader.errors import UsageError
from grader.problem_format import DATA_KINDS, FEATURES, RENAMED, ProblemFile
from grader.typed_toml import Table, convert, parse, require_current

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T", bound=Table)
FILE = "problem.toml"
MODEL_FILE = "mymodel.h5"  # what a submission saves and the exam takes
CONSTANTS = "the table 'constants', which names what a variant sets in solutions"
VARYING = (*FEATURES, "thresholds", "tiers")


class Problem(ProblemFile, frozen=True, kw_only=True):
    """One task: what its problem.toml says, and the folder of its files.

    `variant` is 0 for the standard problem, and `standard` is the problem that this is a variant
    of, None for the standard itself.
    """

    folder: Path
    variant: int = 0
    standard: Problem | None = None

    @property
    def label(self) -> str:
        """The id, with the number of a variant that is not the standard: problem1~3."""
        return variants.label(self.id, self.variant)

    @property
    def dataset(self) -> str:
        """The name of the data set."""
        return self.data.set

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
        """The hints, from a nudge to nearly the answer; lines of `---` divide hints.md."""
        text = self._text("hints.md")
        return tuple(part.strip("\n").rstrip() for part in text.split("\n---\n") if part.strip())

    @property
    def solutions(self) -> Path:
        """The folder of its solutions: DIR/solutions/ID for DIR/problems/ID."""
        return self.folder.parent.parent / "solutions" / self.id

    @property
    def reference(self) -> Path:
        """The problem's own correct submission, for the standard problem."""
        return self.solutions / "solution.py"

    @property
    def checks(self) -> Path:
        """The file of the problem's checks."""
        return self.folder / "checks.py"

    def require(self, table: type[T]) -> T:
        """Return a table that the checks need; raises UsageError where problem.toml has none."""
        name = table.__name__.lower()
        found: T | None = getattr(self, name)
        if found is None:
            raise UsageError(f"{self.folder / FILE}: [{name}] is missing, and checks.py needs it")
        return found

    @property
    def which(self) -> str:
        """The words that name it on a command line."""
        return f"{self.id} --variant {self.variant}" if self.variant else self.id

    def varied(self, variant: int) -> Problem:
        """Return a variant of this standard problem; raises UsageError where there is none."""
        there = variants.count(self.axes)
        if not 0 <= variant < there:
            which = f"variants 0 to {there - 1}" if there > 1 else "no variants"
            raise UsageError(f"{self.id} has {which}, and no variant {variant}")
        if not variant:
            return self
        document = _document(self)
        for change in variants.changes(self.axes, variant):
            document = variants.merged(document, change)
        made = _made(document, self.folder)
        return msgspec.structs.replace(made, variant=variant, standard=self)

    @property
    def names(self) -> Mapping[str, object]:
        """What its texts may name: the tables that it has, and `which` for a command line."""
        tables = {name: getattr(self, name) for name in FEATURES}
        return {**{k: v for k, v in tables.items() if v is not None}, "which": self.which}

    def _text(self, name: str) -> str:
        path = self.folder / name
        try:
            return templates.fill(read_text(path), self.names)
        except templates.BadTemplate as error:
            of = f", variant {self.variant}" if self.variant else ""
            raise UsageError(f"{path}{of}: {error}") from error


def read_text(path: Path) -> str:
    """Return the text of an author's file; raises UsageError where it is not UTF-8, or OSError."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8") from error


def read(path: Path) -> Problem:
    """Read a problem.toml; raises UsageError that names the file and the key."""
    document = parse(path)
    require_current(document, RENAMED, str(path))
    for name in document.get("variants", {}):
        require_current(document, {f"variants.{name}.rewrite": CONSTANTS}, str(path))
    problem = _made(document, path.parent)
    if problem.id != path.parent.name:
        raise UsageError(
            f"{path}: key 'id' must be the folder's name, '{path.parent.name}', not '{problem.id}'"
        )
    for where, change in _changes(problem):
        _require_change(problem, change, f"{path}: {where}")
    return problem


def _made(document: Mapping[str, Any], folder: Path) -> Problem:
    """Return the problem of a document, all of whose keys are validated."""
    file = convert(document, ProblemFile, str(folder / FILE))
    values = {name: getattr(file, name) for name in ProblemFile.__struct_fields__}
    return Problem(**values, folder=folder)


def _document(problem: Problem) -> dict[str, Any]:
    """Return the tables of a problem as its file would hold them."""
    names = {field.name: field.encode_name for field in msgspec.structs.fields(ProblemFile)}
    return {key: msgspec.to_builtins(getattr(problem, name)) for name, key in names.items()}


def _changes(problem: Problem) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield where each option of the variants is, and what it changes."""
    for name, axis in problem.axes.items():
        for number, change in enumerate(axis.options):
            yield f"variants.{name}.options[{number}]", change


def _require_change(problem: Problem, change: Mapping[str, Any], where: str) -> None:
    """Raise UsageError where a change is malformed, or of what the problem does not have."""
    require_current(change, RENAMED, where)
    if not {*change} <= {*VARYING}:
        other = min({*change} - {*VARYING})
        raise UsageError(f"{where}: key '{other}' cannot vary; known: {', '.join(VARYING)}")
    changed = convert(variants.merged(_document(problem), change), ProblemFile, where)
    known = [("values", {*changed.values}, {*problem.values})]
    for kind in DATA_KINDS:
        ours, theirs = ({*one.thresholds[kind]} for one in (changed, problem))
        known.append((f"thresholds.{kind}", ours, theirs))
    for name, mine, standard in known:
        if unknown := mine - standard:
            key = f"{name}.{min(unknown)}"
            raise UsageError(f"{where}: key '{key}' is not in the table [{name}] of the problem")
