"""One run: its report is kept only under the hash of the code that it came from."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from msgspec import structs

from grader.solutions import Kind
from grader.validation import run_cache
from grader.validation.cases import Case
from grader.validation.fingerprint import Basis
from grader.validation.processes import Finished, execute
from grader.validation.run_summary import summary_text
from grader.validation.runs import Plan, Run, judge
from grader.validation.schedule import passed, reached
from tests.validation.examples import PROBLEM, report

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.problem import Problem
    from grader.validation.processes import Children
    from grader.validation.run_cache import Slot
    from grader.validation.runs import Ending


@dataclass
class OneCommand:
    """Stands for Children: a command that passes, while its author does something."""

    meanwhile: Callable[[], Any]

    def run(self, command: list[str], seconds: float) -> Finished:
        del command, seconds
        self.meanwhile()
        return Finished(0, json.dumps(report(verdict="passed")), "", 40.0)


@pytest.fixture
def made(tmp_path: Path) -> Problem:
    (tmp_path / "problem9").mkdir()
    for name in ("problem9/statement.md", "solution.py"):
        (tmp_path / name).write_text("as it was\n", encoding="utf-8")
    return structs.replace(PROBLEM, folder=tmp_path / "problem9")


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(Case("problem9", Kind.REFERENCE, tmp_path / "solution.py"), 1)


@pytest.fixture
def basis(made: Problem) -> Basis:
    return Basis(made, None, "basic", 2)


@pytest.fixture
def place(tmp_path: Path, run: Run, basis: Basis) -> Slot:
    return run_cache.slot(tmp_path / "kept", "sample", run, basis.fingerprints([run])[run])


def ended(
    run: Run, basis: Basis, place: Slot, meanwhile: Callable[[], Any] = lambda: None
) -> Ending:
    plan = Plan(basis.problem, "sample", (run.case,), (run,), ())
    return execute(run, plan, cast("Children", OneCommand(meanwhile)), place, basis)


def test_a_run_is_kept(run: Run, basis: Basis, place: Slot) -> None:
    ending = ended(run, basis, place)
    assert judge(run, ending).errors == ()
    assert run_cache.load(place) == replace(ending, cached=True)


@pytest.mark.parametrize("name", ["problem9/statement.md", "solution.py"])
@pytest.mark.parametrize("how", ["edited", "removed", "edited before it began, and taken back"])
def test_a_run_whose_code_changed_is_not_kept_and_says_nothing_of_the_problem(
    run: Run, basis: Basis, place: Slot, tmp_path: Path, name: str, how: str
) -> None:
    file = tmp_path / name
    meanwhile: Callable[[], Any] = lambda: file.write_text("edited\n", encoding="utf-8")  # noqa: E731
    if how == "removed":
        meanwhile = file.unlink
    elif how != "edited":
        meanwhile()
        meanwhile = lambda: file.write_text("as it was\n", encoding="utf-8")  # noqa: E731
    outcome = judge(run, ended(run, basis, place, meanwhile))
    assert run_cache.load(place) is None
    assert outcome.ending.summary is not None
    assert summary_text(outcome.ending.summary) == "changed while it ran"
    assert outcome.errors == ("changed while it ran: not cached; the same command runs it again",)
    assert reached([outcome], "held_out_accuracy") == []
    assert passed([outcome]) == 0
