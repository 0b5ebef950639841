"""No check passes for a submission that did nothing of what the check asks."""

from __future__ import annotations

import json
import sys
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.assessment.checks.engine import run_checks
from grader.assessment.evidence import Evidence, SavedModel, Scored
from grader.catalog import BUILT_IN
from grader.datasets.layout import DataSet
from grader.problem_format import Images
from grader.report import CheckOutcome
from grader.sandbox import choice
from grader.sandbox.plan import Ending, Outcome
from grader.submission import Submission
from grader.training.function_call import Alone
from grader.training.record import Feed, Loader, TrainingRecord
from grader.training.run import Training
from tests.assessment.checks.fits import fit_of
from tests.submission.test_unjudged import FACTS, OUTPUTS

if TYPE_CHECKING:
    from grader.problem import Problem

PROBLEMS = ("problem1", "problem2", "problem3", "problem4")
FOLDERS = {
    "problem2": ("cats-v-dogs/training", "cats-v-dogs/testing"),
    "problem3": ("data/horse-or-human", "data/validation-horse-or-human"),
    "problem4": ("data/rps", "data/rps"),
}
TEXT = "def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):\n    pass\n"
# What a saved model that never trained may show: its form is asked for, and its form is right.
FORM = {
    "problem1": {"input_shape", "output_probabilities", "model_size"},
    "problem2": {"input_shape", "convolutions", "output_is_one_sigmoid", "model_size"},
    "problem3": {"input_shape", "convolutions", "output_is_one_sigmoid", "model_size"},
    "problem4": {"input_shape", "output_probabilities", "model_size"},
}
MADE = {"split_folders"}  # The empty folders are there, and no more is asked.


@dataclass(frozen=True)
class Case:
    """What a submission did, short of anything that counts."""

    words: str
    folders: bool = False
    loaders: bool = False
    fits: bool = False
    model: bool = False

    def right(self, problem: str) -> set[str]:
        """The checks that pass rightly."""
        found = MADE if self.folders and problem == "problem2" else set()
        return found | (FORM[problem] if self.model else set())


CASES = (
    Case("ran and did nothing"),
    Case("made empty folders", folders=True),
    Case("made loaders that found no image", folders=True, loaders=True),
    Case("called fit for no epoch", folders=True, loaders=True, fits=True),
    Case("called fit for no epoch on a pipeline of its own", fits=True),
    Case("saved a model that it never trained", folders=True, model=True),
    Case("saved a model after fit for no epoch", folders=True, loaders=True, fits=True, model=True),
)


@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.words.replace(" ", "_"))
def test_no_check_passes_where_nothing_was_done(tmp_path: Path, case: Case, problem: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Our own pytest's warnings are no errors of this one.
        checks = run_checks(evidence(tmp_path, case, BUILT_IN.load(problem)))
    passed = {check.name for check in checks if check.outcome is CheckOutcome.PASSED}
    assert passed == {f"check_{name}" for name in case.right(problem)}


def evidence(folder: Path, case: Case, problem: Problem) -> Evidence:
    names = {"problem2": ("PetImages/Cat", "PetImages/Dog")}.get(problem.id, ("any",))
    for place in (folder / "set" / "visible", folder / "work" / "data"):
        for name in names:
            (place / name).mkdir(parents=True)
            for number in range(20):
                (place / name / f"{number}.jpg").write_text(f"{name} {number}")
    for part in ("training", "testing") if case.folders else ():
        for animal in ("cats", "dogs"):
            (folder / "work" / "cats-v-dogs" / part / animal).mkdir(parents=True)
    held_out = folder / "set" / "held-out"
    held_out.mkdir()
    (held_out / "labels.json").write_text(
        json.dumps({"classes": ["paper", "rock", "scissors"], "labels": [0, 1, 2] * 64})
    )
    (folder / "tmp").mkdir()
    submission = Submission(folder / "mine.py", TEXT.encode(), TEXT)
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    training = Training(
        record(case, problem), outcome, folder / "work", "/box/work", folder / "tmp", "/tmp"
    )
    kind, _ = choice.choose("auto")
    return Evidence(
        problem,
        DataSet(problem.dataset, "sample", folder / "set"),
        submission,
        training,
        untrained(problem) if case.model else None,
        {"model": "no mymodel.h5 was saved"},
        Alone(submission, kind, folder / "alone", Path(sys.executable), ()),
    )


def record(case: Case, problem: Problem) -> TrainingRecord:
    places = FOLDERS.get(problem.id, ()) if case.loaders else ()
    loaders = tuple(
        loader(number, place, problem, part)
        for number, (place, part) in enumerate(
            zip(places, ("training", "validation"), strict=False), 1
        )
    )
    feeds = [Feed("DirectoryIterator", (one.id,), 0) for one in loaders] or [Feed("generator")] * 2
    fit = replace(
        fit_of(accuracies=(), told=(), loss=()),
        training=feeds[0],
        validation=feeds[1],
        finished=True,
    )
    return TrainingRecord(loaders=loaders, fits=(fit,) if case.fits else (), finished=True)


def loader(number: int, place: str, problem: Problem, part: str) -> Loader:
    side = problem.require(Images).size
    classes = {"problem2": ("cats", "dogs"), "problem3": ("horses", "humans")}
    return Loader(
        id=number,
        kind="flow_from_directory",
        line=20 + number,
        directory=f"/box/work/{place}",
        classes={
            name: index
            for index, name in enumerate(classes.get(problem.id, ("paper", "rock", "scissors")))
        },
        count=0,
        size=(side, side),
        class_mode="binary",
        subset=part if problem.id == "problem4" else "",
        rescale=1 / 255,
        augmentation=("horizontal_flip",) if part == "training" else (),
        batch=10,
    )


def untrained(problem: Problem) -> SavedModel:
    """A model of the right form that answers every image alike."""
    outputs = OUTPUTS[problem.id]
    activation = "sigmoid" if outputs == 1 else "softmax"
    chance = 1 / max(2, outputs)
    answers = np.full((192, outputs), chance, np.float32)
    sets = {name: Scored(name, answers, chance) for name in ("training", "validation", "held-out")}
    side = problem.images.size if problem.images else 28
    shape = (None, side, side, 3) if problem.images else (None, side, side)
    tried = {"0-1": chance, "0-255": chance, "-1-1": chance + 0.05, "0-0.004": chance}
    facts = replace(FACTS, output_activation=activation)
    return SavedModel(facts, shape, "-1-1", tried, sets)
