"""Checks of problem 2: cats and dogs, split by the submission's own code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.api import (
    PARTS,
    Aspect,
    FolderTask,
    Images,
    Names,
    NotRun,
    Split,
    fail,
    find_loader,
    fit_of,
    fix_first,
    is_all_or_nothing,
    refuse_empty,
    refuse_shared,
    require_accuracy,
    require_batch,
    require_convolutions,
    require_counts,
    require_folders,
    require_function,
    require_image_shape,
    require_images,
    require_kept_back,
    require_one_scale,
    require_one_sigmoid,
    require_parts,
    require_plain_validation,
    require_random,
    require_scaled_pixels,
    require_shuffled,
    require_size,
    require_some,
    require_total,
    require_untouched,
    require_whole,
    split_folders,
    split_trials,
    title,
    weak_model_advice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.assessment.checks.api import (
        Alone,
        Contents,
        DataSet,
        FoundSplit,
        Observe,
        Problem,
        SavedModel,
        Scored,
        Submission,
        Training,
        Trials,
    )

SOURCES = {"cats": "Cat", "dogs": "Dog"}


@pytest.fixture(scope="session")
def source(dataset: DataSet) -> dict[str, Contents]:
    """The source folders before the training: class -> file -> hash."""
    top = dataset.visible / "PetImages"
    return {name: split_folders.contents(top / folder) for name, folder in SOURCES.items()}


@pytest.fixture(scope="session")
def names(problem: Problem) -> Names:
    """The required folder names of the split."""
    asked = problem.require(Split)
    return Names(asked.folder, asked.folders)


@pytest.fixture(scope="session")
def found_split(training: Training, names: Names) -> FoundSplit | None:
    """The split that the submission made, wherever it made it."""
    return split_folders.find((training.work, training.tmp), tuple(SOURCES), names)


@pytest.fixture(scope="session")
def split(found_split: FoundSplit | None) -> FoundSplit:
    """The split; raises NotRun if there is none."""
    if found_split is None:
        raise NotRun("there is no split")
    return found_split


@pytest.fixture(scope="session")
def trials(alone: Alone) -> Trials:
    """The results of split_data on generated folders."""
    return split_trials.run(alone)


def check_split_folders(
    training: Training, found_split: FoundSplit | None, names: Names, observe: Observe
) -> None:
    """The folders of the split exist."""
    observe(require_folders(training, found_split, names))


def _first() -> NotRun:
    """Point to the check to fix first if a split_data that copies nothing leaves no files."""
    name = check_split_data_alone.__name__
    return fix_first(name, title(name, check_split_data_alone.__doc__))


@pytest.mark.about(Aspect.SPLIT_FILES)
def check_split_holds_pictures_only(
    training: Training,
    split: FoundSplit,
    source: dict[str, Contents],
    trials: Trials,
    observe: Observe,
) -> None:
    """Only images are copied, unchanged, and no empty files."""
    refuse_empty(training, split, trials, _first())
    require_images(split, source)
    observe(f"{sum(len(files) for _, _, files in split.folders()):,} images")


@pytest.mark.about(Aspect.SPLIT_PARTS)
@pytest.mark.after("check_split_holds_pictures_only")
def check_split_is_whole(
    training: Training,
    split: FoundSplit,
    source: dict[str, Contents],
    trials: Trials,
    observe: Observe,
) -> None:
    """Training and testing share no image and together contain the complete source."""
    refuse_empty(training, split, trials, _first())
    for name, folder in SOURCES.items():
        require_whole(split, name, folder, source)
    observe("every image once")


@pytest.mark.about(Aspect.SPLIT_PARTS)
@pytest.mark.after("check_split_holds_pictures_only", "check_split_is_whole")
def check_split_counts(
    training: Training,
    split: FoundSplit,
    trials: Trials,
    problem: Problem,
    observe: Observe,
) -> None:
    """Each folder holds the number of images that the split size requires."""
    refuse_empty(training, split, trials, _first())
    wanted = problem.require(Split).each
    seen = ", ".join(
        f"{len(files):,} in {split.place(part, name)}" for part, name, files in split.folders()
    )
    if any(len(files) != wanted[part] for part, _, files in split.folders()):
        first, second = (f"{wanted[part]:,}" for part in PARTS)
        fail(
            expected=f"{first} images per class in {split.names.parts['training']} and "
            f"{second} in {split.names.parts['testing']}",
            actual=seen,
            fix="skip empty files first, then count the rest, and cut at int(count * SPLIT_SIZE)",
        )
    observe(seen)


@pytest.mark.about(Aspect.SPLIT_SOURCE)
def check_source_is_untouched(
    training: Training, source: dict[str, Contents], observe: Observe
) -> None:
    """The source folders are unchanged."""
    for name, folder in SOURCES.items():
        place = training.work / "data" / "PetImages" / folder
        require_untouched(folder, source[name], split_folders.contents(place))
    if not any(split_folders.has_images(top) for top in (training.work, training.tmp)):
        raise NotRun("no image was copied")
    observe("unchanged")


@pytest.mark.about(Aspect.SHUFFLING)
@pytest.mark.after("check_split_counts", "check_split_is_whole", "check_source_is_untouched")
def check_split_is_random(
    training: Training,
    source: dict[str, Contents],
    found_split: FoundSplit | None,
    trials: Trials,
    observe: Observe,
) -> None:
    """The images are split at random."""
    if found_split is not None:
        for name, folder in SOURCES.items():
            place = training.work / "data" / "PetImages" / folder
            require_shuffled(found_split, name, place, source[name])
    if not trials.answers.found:
        raise NotRun("there is no split_data to call")
    if is_all_or_nothing(trials):
        raise _first()
    observe(require_random(trials))


@pytest.mark.about(Aspect.SPLIT_FILES, Aspect.SPLIT_PARTS)
@pytest.mark.after("check_split_holds_pictures_only", "check_split_is_whole", "check_split_counts")
def check_split_data_alone(trials: Trials, observe: Observe) -> None:
    """split_data alone splits other folders at other sizes."""
    require_function(trials)
    require_parts(trials.plain, trials.answers.ended)
    observe(f"{len(trials.plain)} other folders")


@pytest.mark.after("check_split_holds_pictures_only", "check_split_is_whole", "check_split_counts")
@pytest.mark.needs("check_split_data_alone")
def check_split_data_at_its_edges(trials: Trials, observe: Observe) -> None:
    """split_data handles edge cases: no image, one image, split sizes 0 and 1."""
    require_parts(trials.edges, trials.answers.ended)
    observe(f"{len(trials.edges)} other folders")


def _task(training: Training, split: FoundSplit | None, names: Names, part: str) -> FolderTask:
    """Return what a loader must read: the part of the split on disk."""
    if split is None:
        return FolderTask(part, f"{names.top}/{names.parts[part]}", dict.fromkeys(SOURCES, 0))
    counts = {
        name: sum(file.lower().endswith(split_folders.IMAGE) for file in files)
        for name, files in split.files[part].items()
    }
    return FolderTask(part, training.inside(split.root / names.parts[part]), counts)


def check_training_loader(
    training: Training, split: FoundSplit, problem: Problem, observe: Observe
) -> None:
    """The training loader reads the training folder, in batches of the required size."""
    require_some(split)
    fit, task = fit_of(training), _task(training, split, split.names, "training")
    loader = find_loader(training, fit.training if fit else None, task)
    if loader is None:
        observe(require_total(fit.training if fit else None, task))
        return
    found = require_counts(training, loader, task, _task(training, split, split.names, "testing"))
    require_batch(fit.training if fit else None, loader, int(problem.values["batch_size"]))
    observe(found)


def check_testing_loader(
    training: Training,
    submission: Submission,
    split: FoundSplit,
    problem: Problem,
    observe: Observe,
) -> None:
    """The validation loader reads the testing folder, in batches of the required size."""
    fit, task = fit_of(training), _task(training, split, split.names, "testing")
    if fit is not None and fit.validation is None:
        fail(
            expected=f"the images of {split.names.parts['testing']} passed to fit",
            actual=f"fit at line {fit.line} got no validation_data",
            fix=f"load {task.folder} and pass it: model.fit(..., validation_data=...)",
        )
    require_some(split)
    loader = find_loader(training, fit.validation if fit else None, task)
    if loader is None:
        if not split.overlaps:
            refuse_shared(training)
        observe(require_total(fit.validation if fit else None, task))
        return
    found = require_counts(training, loader, task, _task(training, split, split.names, "training"))
    require_batch(fit.validation if fit else None, loader, int(problem.values["batch_size"]))
    if not split.overlaps:  # Otherwise the split is wrong, not the loader.
        require_kept_back(training, loader, split.names.parts["testing"], submission.text)
        refuse_shared(training)
    observe(found)


@pytest.mark.about(Aspect.INPUT_SCALE)
def check_pixels_are_scaled(
    training_if_any: Training | None, saved_model: SavedModel, observe: Observe
) -> None:
    """Pixels are scaled before they reach the model."""
    require_one_scale(training_if_any, saved_model)
    observe(require_scaled_pixels(training_if_any, saved_model))


def check_testing_is_not_augmented(
    training: Training, found_split: FoundSplit | None, names: Names, observe: Observe
) -> None:
    """The testing images are not augmented."""
    task = _task(training, found_split, names, "testing")
    observe(require_plain_validation(training, task))


def check_input_shape(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The model takes colour images of the required size."""
    observe(require_image_shape(saved_model, problem.require(Images).size))


def check_convolutions(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The model has at least three convolutions."""
    observe(require_convolutions(saved_model, int(problem.values["convolutions"])))


@pytest.mark.about(Aspect.OUTPUT)
def check_output_is_one_sigmoid(
    saved_model: SavedModel, held_out: Scored, observe: Observe
) -> None:
    """One output from 0 to 1."""
    observe(require_one_sigmoid(saved_model, held_out))


def check_model_size(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The saved file is not too large."""
    observe(require_size(saved_model, problem))


@pytest.mark.about(Aspect.ACCURACY)
def check_held_out_accuracy(
    training_if_any: Training | None,
    held_out: Scored,
    thresholds: Mapping[str, float],
    problem: Problem,
    observe: Observe,
) -> None:
    """Accuracy on held-out images."""
    images = len(SOURCES) * problem.require(Split).training_each
    observe(
        require_accuracy(
            held_out,
            thresholds["held_out_accuracy"],
            "held-out images",
            weak_model_advice(
                training_if_any,
                thresholds["held_out_accuracy"],
                "mirror and shift the training images, and add Dropout: "
                f"{images:,} images are not many",
            ),
        )
    )
