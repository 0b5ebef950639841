"""Checks of problem 3: horse or human."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.api import (
    CONVOLUTIONS,
    HANDMADE,
    Aspect,
    CheckFailed,
    FolderTask,
    Images,
    NotRun,
    Validation,
    fail,
    find_loader,
    fit_of,
    fix_first,
    found_none,
    is_cut_by_hand,
    refuse_recut,
    refuse_shared,
    require_accuracy,
    require_convolutions,
    require_counts,
    require_cut,
    require_every_class,
    require_image_shape,
    require_one_scale,
    require_one_sigmoid,
    require_own_share,
    require_part,
    require_plain_validation,
    require_scaled_pixels,
    require_size,
    require_total,
    shared_images,
    splits_its_arrays,
    stopped_before_fit,
    title,
    weak_model_advice,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.assessment.checks.api import (
        Loader,
        Observe,
        Problem,
        SavedModel,
        Scored,
        Submission,
        Training,
    )

FOLDER, VALIDATION = "data/horse-or-human", "data/validation-horse-or-human"
COUNTS = {
    "training": {"horses": 500, "humans": 527},
    "validation": {"horses": 128, "humans": 128},
}
FEW_PAIRS = 3


def _task(problem: Problem, role: str) -> FolderTask:
    """Return what one loader must read: its own folder, or in variants a part of one."""
    share, whole = problem.require(Validation).share, COUNTS["training"]
    if share is None:
        return FolderTask(role, FOLDER if role == "training" else VALIDATION, COUNTS[role])
    kept = {name: int(share * count) for name, count in whole.items()}
    left = {name: count - kept[name] for name, count in whole.items()}
    return FolderTask(role, FOLDER, left if role == "training" else kept, share)


def _other(role: str) -> str:
    return "validation" if role == "training" else "training"


def _require_images(training: Training, submission: Submission, problem: Problem, role: str) -> str:
    """Describe what the loader of a role found; fail if it is not what is required."""
    fit, task = fit_of(training), _task(problem, role)
    feed = (fit.training if role == "training" else fit.validation) if fit else None
    if fit is not None and task.share and splits_its_arrays(fit):
        folder = FolderTask("training", FOLDER, COUNTS["training"])
        return require_own_share(training, fit, task.share, folder)
    loader = find_loader(training, feed, task)
    if loader is None:
        if feed is None and fit is not None:
            stopped_before_fit(training)
        return require_total(feed, task)
    if not task.share:
        return require_counts(training, loader, task, _task(problem, _other(role)))
    if _is_below(training.shown(loader.directory), VALIDATION):
        fail(
            expected=f"{task.total:,} {role} images of {FOLDER}",
            actual=f"the loader at line {loader.line} reads {VALIDATION}",
            fix=f"do not use that folder, the kit measures your model on it: point the {role} "
            f"loader to {FOLDER}, with validation_split={task.share:g} and subset='{role}'",
        )
    if is_cut_by_hand(loader, task, submission.text):
        return require_cut(feed, task)
    seen = require_part(training, loader, task)
    require_every_class(training, loader, task)
    return seen


def _is_below(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def check_training_folder(
    training: Training, submission: Submission, problem: Problem, observe: Observe
) -> None:
    """The training loader reads all training images in two classes."""
    observe(_require_images(training, submission, problem, "training"))


def check_validation_folder(
    training: Training, submission: Submission, problem: Problem, observe: Observe
) -> None:
    """The validation loader reads all validation images in two classes."""
    fit, task = fit_of(training), _task(problem, "validation")
    given = fit is None or fit.validation is not None
    if fit is not None and not given and not (task.share and splits_its_arrays(fit)):
        fail(
            expected="validation images passed to fit",
            actual=f"fit at line {fit.line} got no validation_data",
            fix="create a second loader with subset='validation' and pass it: "
            "model.fit(..., validation_data=...)"
            if task.share
            else f"load {task.folder} and pass it: model.fit(..., validation_data=...)",
        )
    observe(_require_images(training, submission, problem, "validation"))


@pytest.mark.about(Aspect.INPUT_SCALE)
def check_pixels_are_scaled(
    training_if_any: Training | None, saved_model: SavedModel, observe: Observe
) -> None:
    """Pixels are scaled before they reach the model."""
    require_one_scale(training_if_any, saved_model)
    observe(require_scaled_pixels(training_if_any, saved_model))


def check_validation_is_not_augmented(
    training: Training, problem: Problem, observe: Observe
) -> None:
    """The validation images are not augmented."""
    task = _task(problem, "validation")
    if task.share and splits_its_arrays(fit_of(training)):
        observe(HANDMADE)
    else:
        observe(require_plain_validation(training, task))


@pytest.mark.about(Aspect.VALIDATION_DATA)
def check_training_never_saw_validation(
    training: Training, submission: Submission, problem: Problem, observe: Observe
) -> None:
    """No validation image is used for training."""
    record, task = training.record, _task(problem, "training")
    used = {number for fit in record.fits if fit.training for number in fit.training.loaders}
    loaders = [loader for loader in record.loaders if loader.id in used]
    if not record.fits:
        found = find_loader(training, None, task)
        loaders = [found] if found else []
    if not loaders:
        refuse_shared(training)
        if task.share:
            refuse_recut(training)
        observe(HANDMADE)
        return
    if not any(loader.count for loader in loaders):
        raise NotRun(found_none(loaders[0]))
    for loader in loaders:
        shown = sorted(training.shown(file) for file in loader.files)
        both = [file for file in shown if file.startswith(f"{VALIDATION}/")]
        if both:
            fail(
                expected="training only on images of the training folder",
                actual=f"the loader at line {loader.line} brings {len(both):,} validation "
                f"images into fit, such as {both[0]}",
                fix=f"train only on {task.folder}; the validation images are for measuring",
            )
    if task.share:
        observe(_require_disjoint(training, submission, problem, loaders))
    else:
        observe(f"0 of {sum(len(loader.files) for loader in loaders):,}")


def _require_disjoint(
    training: Training,
    submission: Submission,
    problem: Problem,
    loaders: Sequence[Loader],
) -> str:
    """Describe how many images of the validation part these loaders read; fail if any."""
    fit, task = fit_of(training), _task(problem, "validation")
    kept = find_loader(training, fit.validation if fit else None, task)
    if kept is None or is_cut_by_hand(kept, task, submission.text):
        refuse_shared(training)
        refuse_recut(training)
        return HANDMADE
    for loader in loaders:
        both = shared_images(training, loader, kept)
        if not both or _is_below(training.shown(kept.directory), VALIDATION):
            continue  # Files of the other folder may have the same names.
        for role, asked in (
            ("training", check_training_folder),
            ("validation", check_validation_folder),
        ):
            try:
                _require_images(training, submission, problem, role)
            except CheckFailed as error:
                name = asked.__name__
                raise fix_first(name, title(name, asked.__doc__)) from error
        fail(
            expected="training only on images of the training part",
            actual=f"the loader at line {loader.line} brings {len(both):,} validation images "
            f"into fit, such as {both[0]}",
            fix="train only on the training part, and give both loaders the same "
            "validation_split, and the same seed if they shuffle; "
            "the validation images are for measuring",
        )
    return f"0 of {sum(len(loader.files) for loader in loaders):,}"


def check_input_shape(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The model takes colour images of the required size."""
    observe(require_image_shape(saved_model, problem.require(Images).size))


def check_convolutions(saved_model: SavedModel, observe: Observe) -> None:
    """The model has a convolution."""
    observe(require_convolutions(saved_model, 1))


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
def check_validation_accuracy(
    validation: Scored,
    thresholds: Mapping[str, float],
    problem: Problem,
    observe: Observe,
) -> None:
    """Accuracy on the validation images, measured from the saved file."""
    share = problem.require(Validation).share
    observe(
        require_accuracy(
            validation,
            thresholds["validation_accuracy"],
            f"images of {VALIDATION}" if share else "validation images",
            "if training accuracy is much higher, the model overfits: augment the training "
            "images, add Dropout, or make the model smaller",
        )
    )


@pytest.mark.about(Aspect.ACCURACY)
def check_held_out_accuracy(
    training_if_any: Training | None,
    saved_model: SavedModel,
    held_out: Scored,
    thresholds: Mapping[str, float],
    observe: Observe,
) -> None:
    """Accuracy on held-out images."""
    threshold = thresholds["held_out_accuracy"]
    pairs = "use three or four Conv2D + MaxPooling2D pairs before Flatten"
    vary = "augment the training images more (brightness, contrast, flip, shift), and add Dropout"
    count = sum(name in CONVOLUTIONS for name in saved_model.facts.layers)
    advice = pairs  # Without a convolution, more epochs do not help.
    if count:
        otherwise = vary if count >= FEW_PAIRS else pairs
        advice = weak_model_advice(training_if_any, threshold, otherwise)
    observe(require_accuracy(held_out, threshold, "held-out images", advice))
