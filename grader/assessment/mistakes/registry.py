"""The registry of mistakes: each is registered once, with what it explains."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from grader.report import Mistake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.assessment.evidence import Evidence

    Look = Callable[[Evidence], Iterable["Found"]]


class Aspect(str, Enum):
    """What a check requires something of, and what a mistake may be the cause of."""

    INPUT_SCALE = "input scale"
    VALIDATION_DATA = "validation data"
    CALLBACK = "callback"
    STOPPING = "stopping"
    CHECKPOINT = "checkpoint"
    OUTPUT = "output"
    SPLIT_FILES = "split files"
    SPLIT_PARTS = "split parts"
    SPLIT_SOURCE = "split source"
    SHUFFLING = "shuffling"
    ACCURACY = "accuracy"


@dataclass(frozen=True)
class Found:
    """One place of a mistake: the line of the program that ran, or 0, and the three messages."""

    line: int
    expected: str
    actual: str
    fix: str


@dataclass(frozen=True)
class Rule:
    """A registered mistake. A failed check about one of `explains` has it as its cause."""

    id: str
    look: Look
    explains: frozenset[Aspect]

    def __call__(self, evidence: Evidence) -> Iterator[Mistake]:
        """Yield the mistake at each place of the submission where it was made."""
        for found in self.look(evidence):
            yield as_mistake(self.id, evidence, found)


def mistake(*explains: Aspect) -> Callable[[Look], Rule]:
    """Register a function that looks for one mistake; its name is the mistake's id.

    The function yields what it is sure of, and nothing else: a wrong explanation is worse than
    none. It must not find anything in a right submission, however unusual it is.
    """

    def register(look: Look) -> Rule:
        return Rule(getattr(look, "__name__", ""), look, frozenset(explains))

    return register


def as_mistake(id_: str, evidence: Evidence, found: Found) -> Mistake:
    """Return a mistake with its place in the learner's own file."""
    at = evidence.submission.at(found.line)
    name, code = evidence.submission.path.name, evidence.code(found.line)
    return Mistake(id_, name, at.inner, code, found.expected, found.actual, found.fix, at.cell)


def causes_of(mistakes: Sequence[Mistake], rules: Iterable[Rule]) -> Mapping[str, str]:
    """Return the id of the first mistake that explains each aspect."""
    explains = {rule.id: rule.explains for rule in rules}
    found: dict[str, str] = {}
    for one in mistakes:
        for aspect in explains.get(one.id, ()):
            found.setdefault(aspect.value, one.id)
    return found
