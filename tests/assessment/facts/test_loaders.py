"""Problem3 where training and validation share a folder, by records as trainings leave them."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import variants
from grader.assessment.checks.outcomes import CheckFailed, NotRun
from grader.catalog import BUILT_IN
from grader.problem_format import Validation
from grader.sandbox.plan import Ending, Outcome
from grader.solutions import Kind
from grader.submission import Submission
from grader.training.record import Epoch, Feed, Loader, TrainingRecord
from grader.training.run import Training
from grader.validation.cases import find_cases
from problems.problem3 import checks
from tests.assessment.checks.fits import fit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.problem import Problem

FOLDER, OTHER = "data/horse-or-human", "data/validation-horse-or-human"
STANDARD = BUILT_IN.load("problem3")
EVERY = [STANDARD.varied(n) for n in range(variants.count(STANDARD.axes))]
SHARED = [one for one in EVERY if one.require(Validation).share]
IN_02 = next(one for one in SHARED if one.require(Validation).share == 0.2)
CUT = "pictures.take(205), pictures.skip(205)"
CHECKS = {
    "training": "check_training_folder",
    "validation": "check_validation_folder",
    "plain": "check_validation_is_not_augmented",
    "disjoint": "check_training_never_saw_validation",
}


def listed(folder: str) -> list[str]:
    counts = {"horses": 500, "humans": 527} if folder == FOLDER else {"horses": 128, "humans": 128}
    return [f"{name}/{name}-{n:03}.png" for name, count in counts.items() for n in range(count)]


def flow(part: str = "", share: float = 0.2, augmentation: tuple[str, ...] = ()) -> Loader:
    """As flow_from_directory counts: the first files of each class are for validation."""
    names = []
    for _, group in itertools.groupby(listed(FOLDER), key=lambda name: name.partition("/")[0]):
        files = list(group)
        kept = int(share * len(files))
        names += {"": files, "training": files[kept:], "validation": files[:kept]}[part]
    made = loader("flow_from_directory", FOLDER, part, names)
    return replace(made, augmentation=augmentation)


def dataset(
    part: str = "", share: float = 0.2, seed: int | None = 7, folder: str = FOLDER, word: str = ""
) -> Loader:
    """As image_dataset_from_directory counts: the last ones of a shuffled list."""
    names = listed(folder)
    if seed is not None:
        random.Random(seed).shuffle(names)
    left = len(names) - int(share * len(names))
    names = {"": names, "training": names[:left], "validation": names[left:]}[part]
    return loader("image_dataset_from_directory", folder, word or part, names)


def loader(kind: str, folder: str, subset: str, names: list[str]) -> Loader:
    return Loader(
        id=0,
        kind=kind,
        line=20,
        directory=f"/box/inside/{folder}",
        classes={"horses": 0, "humans": 1},
        count=len(names),
        size=(150, 150),
        class_mode="binary",
        subset=subset,
        rescale=None,
        augmentation=(),
        batch=16,
        files=tuple(f"/box/inside/{folder}/{name}" for name in names),
    )


def both_at_once() -> list[Loader]:
    return [dataset("training", word="both"), dataset("validation", word="both")]


def copied(training: int, validation: int) -> list[Loader]:
    """Loaders of folders that the file has made and filled itself."""
    names = listed(FOLDER)
    random.Random(1).shuffle(names)
    parts = names[:training], names[-validation:]
    return [
        loader("image_dataset_from_directory", f"mine/{role}", "", list(part))
        for role, part in zip(("training", "validation"), parts, strict=True)
    ]


@dataclass(frozen=True)
class File:
    """What a submission did: its loaders, what it fed to fit of them or of its own, its text."""

    loaders: Sequence[Loader]
    training: Feed | Sequence[int] = (1,)
    validation: Feed | Sequence[int] | None = (2,)
    text: str = ""
    fits: bool = True
    logs: tuple[str, ...] = ("loss", "val_loss")
    variant: Problem = IN_02
    shared: float | None = None
    recut: bool = False

    def record(self) -> TrainingRecord:
        loaders = tuple(replace(one, id=number) for number, one in enumerate(self.loaders, 1))
        if not self.fits:
            return TrainingRecord(loaders=loaders, finished=True)
        epochs = (Epoch(0, dict.fromkeys(self.logs, 0.5), 1.0),)
        divides = self.validation is None and "val_loss" in self.logs
        share = self.variant.require(Validation).share
        fit = replace(
            fit_of(),
            training=self.feed(self.training),
            validation=None if self.validation is None else self.feed(self.validation),
            epochs=epochs,
            kept_back=share if divides else None,
            shared=self.shared,
            recut=self.recut,
        )
        return TrainingRecord(loaders=loaders, fits=(fit,), finished=True)

    def feed(self, of: Feed | Sequence[int]) -> Feed:
        if isinstance(of, Feed):
            return of
        flows = self.loaders[of[0] - 1].kind == "flow_from_directory"
        return Feed("DirectoryIterator" if flows else "dataset", loaders=tuple(of))

    def outcomes(self) -> dict[str, str]:
        """What each check says: passed, or failed or not run and why."""
        outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
        here = Path("/nowhere")
        training = Training(self.record(), outcome, here, "/box/inside", here, "/tmp")
        submission = Submission(Path("a.py"), b"", self.text)
        given = {"training": training, "submission": submission, "observe": lambda _: None}
        given["problem"] = self.variant
        return {name: _ask(getattr(checks, check), given) for name, check in CHECKS.items()}


def _ask(check: object, given: dict[str, object]) -> str:
    code = check.__code__  # type: ignore[attr-defined]
    names = code.co_varnames[: code.co_argcount]
    try:
        check(**{name: given[name] for name in names})  # type: ignore[operator]
    except CheckFailed as error:
        return f"failed: {error}"
    except NotRun as error:
        return f"not run: {error}"
    return "passed"


def arrays(count: int | None) -> Feed:
    return Feed("array", count=count)


def cut(batches: int, size: int = 32) -> Feed:
    return Feed("dataset", loaders=(1,), batch=size, batches=batches)


RIGHT = {
    "generators": File([flow("training"), flow("validation")]),
    "data sets of one seed": File([dataset("training"), dataset("validation")]),
    "validation made first": File(
        [dataset("validation"), dataset("training")], training=(2,), validation=(1,)
    ),
    "both at once": File(both_at_once()),
    "both at once, in a loop of one's own": File(both_at_once(), fits=False),
    "a loop of one's own": File([dataset("training"), dataset("validation")], fits=False),
    "generators that a function of one's own goes through": File(
        [flow("training"), flow("validation")],
        training=Feed("generator"),
        validation=Feed("generator"),
    ),
    "take and skip": File([dataset()], validation=(1,), text=CUT),
    "take and skip of two sets": File([dataset(), dataset()], text=CUT),
    "take and skip, in a loop of one's own": File([dataset()], fits=False, text=CUT),
    "arrays, cut and rounded up": File([], training=arrays(821), validation=arrays(206)),
    "arrays, which fit divides": File([], training=arrays(1027), validation=None),
    "take and skip, by whole batches": File(
        [dataset()], training=cut(26), validation=cut(7), text=CUT
    ),
    "take and skip, with varied copies": File(
        [dataset()], training=cut(52), validation=cut(7), text=CUT
    ),
    "arrays with varied copies of some": File(
        [flow("training"), flow("validation")], training=arrays(1500), validation=arrays(205)
    ),
    "large batches, cut": File([dataset()], training=cut(7, 128), validation=cut(2, 128), text=CUT),
    "arrays emptied out of two loaders by whole batches": File(
        [dataset("training"), dataset("validation")],
        training=arrays(816),
        validation=arrays(192),
    ),
    "tensors of unknown number": File([], training=arrays(None), validation=arrays(None)),
    "a loader, and arrays to validate on": File([dataset("training")], validation=arrays(205)),
    "folders of one's own, rounded otherwise": File(copied(821, 206)),
    "a look at the other folder": File(
        [dataset(folder=OTHER), dataset("training"), dataset("validation")],
        training=(2,),
        validation=(3,),
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_division_passes_however_it_was_made(name: str) -> None:
    assert set(RIGHT[name].outcomes().values()) == {"passed"}


MISSES_ITS_PART = ("failed", "failed", "passed", "not run")
WRONG = {
    "no subset": (
        File([flow(), flow()]),
        MISSES_ITS_PART,
        "give the loader a validation_split and subset='training'",
    ),
    "no subset, and a look at a batch": (
        File([dataset(), dataset()], text="training.take(1)"),
        MISSES_ITS_PART,
        "found 1,027 images of 2 classes",
    ),
    "one set for both": (
        File([dataset()], validation=(1,)),
        MISSES_ITS_PART,
        "found 1,027 images",
    ),
    "no subset, in a loop of one's own": (
        File([dataset()], fits=False),
        MISSES_ITS_PART,
        "found 1,027 images",
    ),
    "parts swapped": (
        File([flow("validation"), flow("training")]),
        ("failed", "failed", "passed", "passed"),
        "it takes the other part: write subset='validation'",
    ),
    "both at once, swapped": (
        File(both_at_once(), training=(2,), validation=(1,)),
        ("failed", "failed", "passed", "passed"),
        "subset='both' returns the training part first",
    ),
    "another share": (
        File([flow("training", 0.1), flow("validation", 0.1)]),
        ("failed", "failed", "passed", "passed"),
        "the required one leaves 205 for validation",
    ),
    "the training part for both": (
        File([dataset("training"), dataset("training")]),
        ("passed", "failed", "passed", "not run"),
        "it takes the other part: write subset='validation'",
    ),
    "two seeds": (
        File([dataset("training", seed=7), dataset("validation", seed=8)]),
        ("passed", "passed", "passed", "failed"),
        "the same seed if they shuffle",
    ),
    "a list that is not shuffled": (
        File([dataset("training", seed=None), dataset("validation", seed=None)]),
        ("passed", "failed", "passed", "passed"),
        "humans only",
    ),
    "validation on the folder that is not for it": (
        File([dataset("training"), dataset(folder=OTHER)]),
        ("passed", "failed", "passed", "passed"),
        "do not use that folder, the kit measures your model on it",
    ),
    "the standard problem's folders": (
        File([dataset(), dataset(folder=OTHER)]),
        ("failed", "failed", "passed", "passed"),
        "found 1,027 images",
    ),
    "training on the folder that is not for it": (
        File([dataset("training"), dataset("validation"), dataset(folder=OTHER)], training=(1, 3)),
        ("passed", "passed", "passed", "failed"),
        "brings 256 validation images into fit",
    ),
    "take and skip, and the folder that is not for it": (
        File([dataset(), dataset(folder=OTHER)], training=(1, 2), validation=(1,), text=CUT),
        ("passed", "passed", "passed", "failed"),
        "brings 256 validation images into fit",
    ),
    "training on both parts": (
        File([dataset("validation"), dataset("training")], training=(1, 2), validation=(1,)),
        ("passed", "passed", "passed", "failed"),
        "brings 205 validation images into fit",
    ),
    "augmented validation": (
        File(
            [
                flow("training", augmentation=("zoom_range",)),
                flow("validation", augmentation=("zoom_range",)),
            ]
        ),
        ("passed", "passed", "failed", "passed"),
        "ImageDataGenerator(rescale=1/255, validation_split=0.2) for validation",
    ),
    "no validation": (
        File([flow("training"), flow("validation")], validation=None, logs=("loss",)),
        ("passed", "failed", "passed", "passed"),
        "create a second loader with subset='validation' and pass it",
    ),
    "no validation, nor a loader for it": (
        File([flow("training")], validation=None, logs=("loss",)),
        ("passed", "failed", "not run", "passed"),
        "got no validation_data",
    ),
    "one batch of arrays to validate on": (
        File([flow("training"), flow("validation")], validation=arrays(16)),
        ("passed", "failed", "passed", "passed"),
        "fit got 16",
    ),
    "arrays of one class to validate on": (
        File([], training=arrays(822), validation=Feed("array", count=205, classes=1)),
        ("passed", "failed", "passed", "passed"),
        "the labels in fit belong to 1",
    ),
    "all images as arrays, and some of them to validate on": (
        File([flow()], training=arrays(1027), validation=arrays(205), shared=1.0),
        ("failed", "passed", "passed", "failed"),
        "fit got 1,027",
    ),
    "arrays that are varied to validate on": (
        File(
            [],
            training=arrays(822),
            validation=Feed("NumpyArrayIterator", count=205, varies=True),
        ),
        ("passed", "passed", "failed", "passed"),
        "two passes over the same images differ",
    ),
    "a set that is shuffled anew in each epoch, then cut": (
        File([dataset()], validation=(1,), text=CUT, recut=True),
        ("passed", "passed", "passed", "failed"),
        "images move between the parts",
    ),
    "the whole set, and a part of it to validate on": (
        File([dataset()], training=cut(33), validation=cut(7), text=CUT),
        ("failed", "passed", "passed", "passed"),
        "fit got 33 batches of 32",
    ),
    "ten images of one large batch": (
        File([flow("training"), replace(flow("validation"), batch=205)], validation=arrays(10)),
        ("passed", "failed", "passed", "passed"),
        "fit got 10",
    ),
    "five batches taken to validate on": (
        File([dataset()], training=cut(28), validation=cut(2), text=CUT),
        ("passed", "failed", "passed", "passed"),
        "fit got 2 batches of 32",
    ),
    "arrays, too few of them": (
        File([], training=arrays(800), validation=arrays(205)),
        ("failed", "passed", "passed", "passed"),
        "use 0.2 of the images of data/horse-or-human for validation",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_division_is_named(name: str) -> None:
    file, wanted, says = WRONG[name]
    found = file.outcomes()
    assert tuple(text.partition(":")[0] for text in found.values()) == wanted
    assert says in " ".join(found.values())


@pytest.mark.parametrize("one", SHARED, ids=lambda one: one.label)
def test_both_kinds_of_loader_meet_what_a_variant_says(one: Problem) -> None:
    asked = one.require(Validation)
    share = asked.share or 0.0
    for make in (flow, dataset):
        parts = [make("training", share), make("validation", share)]
        assert [part.count for part in parts] == [
            asked.training_images,
            asked.validation_images,
        ]
        assert set(File(parts, variant=one).outcomes().values()) == {"passed"}


def test_the_standard_problem_has_a_folder_for_each() -> None:
    right = File([dataset(), dataset(folder=OTHER)], variant=STANDARD)
    assert set(right.outcomes().values()) == {"passed"}
    divided = replace(right, loaders=[dataset("training"), dataset("validation")]).outcomes()
    assert "remove validation_split and subset" in divided["training"]
    assert f"point it to {OTHER}" in divided["validation"]


def test_what_is_joined_to_the_training_folder_is_judged_apart_from_it() -> None:
    joined = File(
        [dataset(folder=OTHER), dataset()], training=(1, 2), validation=(1,), variant=STANDARD
    )
    found = joined.outcomes()
    assert "brings 256 validation images into fit" in found.pop("disjoint")
    assert set(found.values()) == {"passed"}


@pytest.mark.parametrize("one", SHARED, ids=lambda one: one.label)
def test_right_solutions_leave_the_other_folder_alone(one: Problem, tmp_path: Path) -> None:
    right = [c for c in find_cases(one, tmp_path) if c.kind in {Kind.REFERENCE, Kind.ALTERNATIVE}]
    texts = {case.name: case.path.read_text(encoding="utf-8") for case in right}
    assert len(texts) > 9
    assert [name for name, text in texts.items() if OTHER in text] == []
    share = str(one.require(Validation).share)
    assert [name for name, text in texts.items() if share not in text] == []
