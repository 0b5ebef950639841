"""What is judged of a model that was handed in alone, by problem; nothing is trained or asked."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.assessment.checks.engine import run_checks
from grader.assessment.evidence import Evidence, SavedModel, Scored
from grader.catalog import BUILT_IN
from grader.datasets.layout import DataSet
from grader.grading.verdict import judge_model
from grader.model_file.findings import ModelFacts
from grader.report import CheckOutcome, Verdict
from grader.submission import Kind, Submission

if TYPE_CHECKING:
    from pathlib import Path

    from grader.report import CheckResult

FACTS = ModelFacts(
    bytes=10**6,
    sha256="0",
    keras_version="3",
    class_name="Sequential",
    input_shape=None,
    output_shape=None,
    parameters=9,
    layers=("Conv2D", "Conv2D", "Conv2D", "Dense"),
    output_activation="softmax",
    has_rescaling=False,
    dtype=None,
)
OUTPUTS = {"problem1": 10, "problem2": 1, "problem3": 1, "problem4": 3}


def ask(folder: Path, problem_id: str, **changes: object) -> dict[str, CheckResult]:
    """The checks of a problem on a model that answers well, but for the changes of its facts."""
    problem = BUILT_IN.load(problem_id)
    side = problem.images.size if problem.images else 28
    shape = (None, side, side, 3) if problem.images else (None, side, side)
    outputs = OUTPUTS[problem_id]
    activation = "sigmoid" if outputs == 1 else "softmax"
    facts = replace(FACTS, output_activation=activation, **changes)  # type: ignore[arg-type]
    answers = np.full((128, outputs), 1 / outputs if outputs > 1 else 0.5, np.float32)
    sets = {name: Scored(name, answers, 0.999) for name in ("training", "validation", "held-out")}
    tried = {"0-1": 0.999, "0-255": 0.1, "-1-1": 0.3, "0-0.004": 0.1}
    model = SavedModel(facts, shape, "0-1", tried, sets, "mine.h5")
    evidence = Evidence(
        problem,
        DataSet(problem.dataset, "sample", folder),
        Submission(folder / "mine.h5", b"", "", Kind.MODEL),
        None,
        model,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Our own pytest's warnings are no errors of this one.
        checks = run_checks(evidence)
    return {check.name.removeprefix("check_"): check for check in checks}


def having(found: dict[str, CheckResult], outcome: CheckOutcome) -> set[str]:
    return {name for name, check in found.items() if check.outcome is outcome}


FORM = {"pixels_are_scaled", "input_shape", "model_size", "held_out_accuracy"}


@pytest.mark.parametrize(
    ("problem", "judged"),
    [
        ("problem1", FORM | {"final_training_accuracy", "output_probabilities"}),
        ("problem2", FORM | {"convolutions", "output_is_one_sigmoid"}),
        ("problem3", FORM | {"convolutions", "output_is_one_sigmoid", "validation_accuracy"}),
        ("problem4", FORM | {"output_probabilities"}),
    ],
)
def test_all_that_needs_the_model_alone_is_judged(
    tmp_path: Path, problem: str, judged: set[str]
) -> None:
    found = ask(tmp_path, problem)
    assert having(found, CheckOutcome.PASSED) == judged
    assert having(found, CheckOutcome.NOT_JUDGED) == {*found} - judged
    assert judge_model(tuple(found.values()), unsafe=False) is Verdict.PASSED


def test_layers_that_vary_images_or_guard_against_overfitting_are_seen(tmp_path: Path) -> None:
    found = ask(tmp_path, "problem4", layers=("RandomFlip", "Conv2D", "Dropout", "Dense"))
    assert found["training_is_augmented"].actual == "RandomFlip"
    assert found["guard_against_overfitting"].actual == "Dropout"


def test_a_failed_check_of_a_model_alone_fails_it_and_names_its_file(tmp_path: Path) -> None:
    found = ask(tmp_path, "problem3", bytes=10**9)
    assert having(found, CheckOutcome.FAILED) == {"model_size"}
    assert found["model_size"].actual.startswith("mine.h5 has 1000.0 MB")
    assert judge_model(tuple(found.values()), unsafe=False) is Verdict.FAILED


def test_an_unsafe_model_is_no_failed_one() -> None:
    assert judge_model((), unsafe=True) is Verdict.UNSAFE_MODEL
    assert judge_model((), unsafe=False) is Verdict.FAILED
