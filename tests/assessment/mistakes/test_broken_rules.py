"""A rule that breaks is told, and takes nothing with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.mistakes import errors, training
from grader.assessment.mistakes.registry import Found, mistake
from grader.training.record import Raised
from tests.assessment.mistakes.cases import Case

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from grader.assessment.evidence import Evidence


@mistake()
def breaks(_evidence: Evidence) -> Iterator[Found]:
    yield Found(1, expected="", actual="", fix=str({}["nothing"]))  # type: ignore[index]


def test_one_that_looks_for_silent_mistakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "RULES", (breaks,))
    (finding,) = training.find(Case("x = 1\n").evidence)
    assert "the rule itself failed: KeyError('nothing')" in finding.actual


def test_one_that_looks_at_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks_too(_evidence: Evidence, _raised: Raised) -> str:
        raise AttributeError("frames")

    monkeypatch.setattr(errors, "RULES", (breaks_too,))
    raised = Raised("ValueError", ("ValueError",), "no", ())
    name, words = errors.name_error(Case("x = 1\n").evidence, raised)
    assert name == "breaks_too"
    assert "failed: AttributeError('frames')" in words
