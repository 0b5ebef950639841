"""Our pytest plugin: provides the fixtures of checks and collects their results."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest

from grader.assessment.checks.outcomes import (
    HANDMADE,
    CheckFailed,
    NotJudged,
    NotRun,
    fix_first,
    title,
)
from grader.assessment.mistakes.registry import Aspect
from grader.report import CheckOutcome, CheckResult
from grader.submission import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

    from grader.assessment.evidence import Evidence, SavedModel, Scored
    from grader.datasets.layout import DataSet
    from grader.problem import Problem
    from grader.submission import Submission
    from grader.training.function_call import Alone
    from grader.training.run import Training

NOTHING_TRAINED = "fit trained nothing, and no saved model has learnt anything"


class CheckPlugin:
    """Pass evidence to checks and store a CheckResult of each; `faults` are errors of the kit."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self.results: list[CheckResult] = []
        self.faults: list[str] = []
        self.interrupted = False

    @pytest.fixture(scope="session")
    def submission(self) -> Submission:
        """The learner's file."""
        return self._evidence.submission

    @pytest.fixture(scope="session")
    def problem(self) -> Problem:
        """The problem, as its folder defines it."""
        return self._evidence.problem

    @pytest.fixture(scope="session")
    def values(self) -> Mapping[str, float | str]:
        """The table [values] of problem.toml."""
        return self._evidence.problem.values

    @pytest.fixture(scope="session")
    def thresholds(self) -> Mapping[str, float]:
        """The required accuracies on this kind of data."""
        return self._evidence.thresholds

    @pytest.fixture(scope="session")
    def training(self) -> Training:
        """The training, as far as it got."""
        return self._evidence.training_if_any or _missing(self._evidence, "training")

    @pytest.fixture(scope="session")
    def training_if_any(self, request: pytest.FixtureRequest) -> Training | None:
        """The training, or None if a model was submitted without one."""
        if self._evidence.submission.kind is Kind.MODEL:
            return None
        found: Training = request.getfixturevalue("training")
        return found

    @pytest.fixture(scope="session")
    def saved_model(self) -> SavedModel:
        """The saved model and its predictions."""
        return self._evidence.model or _missing(self._evidence, "model")

    @pytest.fixture(scope="session")
    def held_out(self, saved_model: SavedModel) -> Scored:
        """The saved model's predictions for the held-out images."""
        return saved_model.sets["held-out"]

    @pytest.fixture(scope="session")
    def validation(self, saved_model: SavedModel) -> Scored:
        """The saved model's predictions for the validation images, made by the grader."""
        return saved_model.sets["validation"]

    @pytest.fixture(scope="session")
    def workspace(self, training: Training) -> Path:
        """The working folder of the submission, after its sandbox ended."""
        return training.work

    @pytest.fixture(scope="session")
    def dataset(self) -> DataSet:
        """The data set, as it was before the training."""
        return self._evidence.dataset

    @pytest.fixture(scope="session")
    def alone(self) -> Alone:
        """Calls single functions of the submission in their own sandbox."""
        return self._evidence.alone or _missing(self._evidence, "box")

    @pytest.fixture
    def observe(self, request: pytest.FixtureRequest) -> Callable[[str], None]:
        """Function that stores a measured value, which the report shows also for a passed check.

        A custom pipeline is judged by the model that it trained: if nothing was trained, the
        check is not run.
        """

        def keep(seen: str) -> None:
            if seen == HANDMADE and not self._evidence.was_trained:
                raise NotRun(NOTHING_TRAINED)
            request.node.user_properties.append(("seen", seen))

        return keep

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Report checks without points in problem.toml, and points without a check."""
        points = self._evidence.problem.points
        names = [item.name for item in items]
        for name in sorted({*names} ^ {*points}):
            where = "checks" if name in points else "problem.toml's points"
            self.faults.append(f"{self._evidence.problem.id}: '{name}' is not in the {where}")

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Run a check that `needs` another only if that one passed; `after`: if it did not fail.

        A check that needs one that was not judged is not judged either.
        """
        for marker in (*item.iter_markers("needs"), *item.iter_markers("after")):
            for other in (result for result in self.results if result.name in marker.args):
                if other.outcome is CheckOutcome.FAILED:
                    raise fix_first(other.name, other.title)
                if other.outcome is CheckOutcome.NOT_JUDGED and marker.name == "needs":
                    raise NotJudged
                if other.outcome is CheckOutcome.NOT_RUN and marker.name == "needs":
                    raise NotRun(other.reason, other.because)

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Remember a real Ctrl-C; pytest ends a failed collection in the same way."""
        self.interrupted = not isinstance(excinfo.value, pytest.Session.Interrupted)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Convert the outcome of a check into a CheckResult."""
        report = yield
        error = call.excinfo.value if call.excinfo is not None else None
        if call.when == "call" or (call.when == "setup" and error is not None):
            self.results.append(self._result(item, error))
        return report

    def _result(self, item: pytest.Item, error: BaseException | None) -> CheckResult:
        points = int(self._evidence.problem.points.get(item.name, 0))
        shown = title(item.name, getattr(getattr(item, "obj", None), "__doc__", None))
        seen = "; ".join(str(value) for key, value in item.user_properties if key == "seen")
        if error is None:
            return CheckResult(item.name, shown, CheckOutcome.PASSED, points, actual=seen)
        if isinstance(error, CheckFailed):
            return CheckResult(
                item.name,
                shown,
                CheckOutcome.FAILED,
                points,
                expected=error.expected,
                actual=error.actual,
                fix=error.fix,
                mistake=self._cause(item),
            )
        reason, outcome = str(error), CheckOutcome.NOT_RUN
        because = error.because if isinstance(error, NotRun) else ""
        if isinstance(error, NotJudged):
            outcome = CheckOutcome.NOT_JUDGED
        elif not isinstance(error, NotRun):
            self.faults.append(f"{item.name}: {type(error).__name__}: {error}")
            reason = "the kit itself failed here"
        return CheckResult(item.name, shown, outcome, points, reason=reason, because=because)

    def _cause(self, item: pytest.Item) -> str:
        """Return the id of the mistake that explains why a check failed."""
        aspects = (aspect for mark in item.iter_markers("about") for aspect in mark.args)
        found = (self._evidence.causes.get(Aspect(aspect).value) for aspect in aspects)
        return next(filter(None, found), "")


def _missing(evidence: Evidence, what: str) -> NoReturn:
    if what != "model" and evidence.submission.kind is Kind.MODEL:
        raise NotJudged
    raise NotRun(evidence.missing.get(what, f"there is no {what}"))
