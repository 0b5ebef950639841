"""Horse or human: what is asked of a submission to problem3."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks import weak_model
from grader.assessment.checks.outcomes import HANDMADE, CheckFailed, NotRun, fail, fix_first, title
from grader.assessment.checks.requirements import (
    CONVOLUTIONS,
    require_accuracy,
    require_convolutions,
    require_image_shape,
    require_one_scale,
    require_one_sigmoid,
    require_scaled_pixels,
    require_size,
    stopped_before_fit,
)
from grader.assessment.facts.array_split import require_own_share, splits_its_arrays
from grader.assessment.facts.loaders import (
    FolderTask,
    find_loader,
    fit_of,
    found_none,
    require_counts,
    require_every_class,
    require_part,
    require_plain_validation,
    require_total,
)
from grader.assessment.facts.overlap import shared_images
from grader.assessment.facts.validation_split import (
    is_cut_by_hand,
    refuse_recut,
    refuse_shared,
    require_cut,
)
from grader.assessment.mistakes.registry import Aspect

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.assessment.evidence import SavedModel, Scored
    from grader.problem import Problem
    from grader.submission import Submission
    from grader.toml_file import Number
    from grader.training.record import Loader
    from grader.training.run import Training

    Observe = Callable[[str], None]


FOLDER, VALIDATION = "data/horse-or-human", "data/validation-horse-or-human"
CLASSES = ("horses", "humans")
FEW_PAIRS = 3


def _task(numbers: Mapping[str, Number], role: str) -> FolderTask:
    """What is asked of one loader: a folder of its own, or in variants a part of one."""
    share = float(numbers["validation_share"])
    if not share:
        counts = {name: int(numbers[f"{role}_{name}"]) for name in CLASSES}
        return FolderTask(role, FOLDER if role == "training" else VALIDATION, counts)
    whole = {name: int(numbers[f"training_{name}"]) for name in CLASSES}
    kept = {name: int(share * count) for name, count in whole.items()}
    left = {name: whole[name] - kept[name] for name in CLASSES}
    return FolderTask(role, FOLDER, left if role == "training" else kept, share)


def _other(role: str) -> str:
    return "validation" if role == "training" else "training"


def _require_images(
    training: Training, submission: Submission, numbers: Mapping[str, Number], role: str
) -> str:
    """What one role's loader found, in words; fails where that is not what is asked."""
    fit, task = fit_of(training), _task(numbers, role)
    feed = (fit.training if role == "training" else fit.validation) if fit else None
    if fit is not None and task.share and splits_its_arrays(fit):
        whole = {name: int(numbers[f"training_{name}"]) for name in CLASSES}
        folder = FolderTask("training", FOLDER, whole)
        return require_own_share(training, fit, task.share, folder)
    loader = find_loader(training, feed, task)
    if loader is None:
        if feed is None and fit is not None:
            stopped_before_fit(training)
        return require_total(feed, task)
    if not task.share:
        return require_counts(training, loader, task, _task(numbers, _other(role)))
    if _is_below(training.shown(loader.directory), VALIDATION):
        fail(
            expected=f"{task.total:,} {role} pictures of {FOLDER}",
            actual=f"the loader at line {loader.line} reads {VALIDATION}",
            fix=f"leave that folder alone, the kit measures your model on it: point the {role} "
            f"loader at {FOLDER}, with validation_split={task.share:g} and subset='{role}'",
        )
    if is_cut_by_hand(loader, task, submission.text):
        return require_cut(feed, task)
    seen = require_part(training, loader, task)
    require_every_class(training, loader, task)
    return seen


def _is_below(path: str, folder: str) -> bool:
    return f"{path}/".startswith(f"{folder}/")


def check_training_folder(
    training: Training, submission: Submission, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The training loader reads all training pictures in two classes."""
    observe(_require_images(training, submission, numbers, "training"))


def check_validation_folder(
    training: Training, submission: Submission, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The validation loader reads all validation pictures in two classes."""
    fit, task = fit_of(training), _task(numbers, "validation")
    given = fit is None or fit.validation is not None
    if fit is not None and not given and not (task.share and splits_its_arrays(fit)):
        fail(
            expected="validation pictures given to fit",
            actual=f"fit at line {fit.line} got no validation_data",
            fix="make a second loader with subset='validation' and pass it: "
            "model.fit(..., validation_data=...)"
            if task.share
            else f"load {task.folder} and pass it: model.fit(..., validation_data=...)",
        )
    observe(_require_images(training, submission, numbers, "validation"))


@pytest.mark.about(Aspect.INPUT_SCALE)
def check_pixels_are_scaled(
    training_if_any: Training | None, saved_model: SavedModel, observe: Observe
) -> None:
    """Pixels are scaled before they reach the model."""
    require_one_scale(training_if_any, saved_model)
    observe(require_scaled_pixels(training_if_any, saved_model))


def check_validation_is_not_augmented(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """Validation pictures are shown as they are."""
    task = _task(numbers, "validation")
    if task.share and splits_its_arrays(fit_of(training)):
        observe(HANDMADE)
    else:
        observe(require_plain_validation(training, task))


@pytest.mark.about(Aspect.VALIDATION_DATA)
def check_training_never_saw_validation(
    training: Training, submission: Submission, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """No validation picture is used for training."""
    record, task = training.record, _task(numbers, "training")
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
                expected="training on pictures of the training folder only",
                actual=f"the loader at line {loader.line} brings {len(both):,} validation "
                f"pictures into fit, such as {both[0]}",
                fix=f"train on {task.folder} alone; validation pictures only measure",
            )
    if task.share:
        observe(_require_disjoint(training, submission, numbers, loaders))
    else:
        observe(f"0 of {sum(len(loader.files) for loader in loaders):,}")


def _require_disjoint(
    training: Training,
    submission: Submission,
    numbers: Mapping[str, Number],
    loaders: Sequence[Loader],
) -> str:
    """How many pictures of the validation part these loaders bring into fit; fails if any."""
    fit, task = fit_of(training), _task(numbers, "validation")
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
                _require_images(training, submission, numbers, role)
            except CheckFailed as error:
                name = asked.__name__
                raise fix_first(name, title(name, asked.__doc__)) from error
        fail(
            expected="training on pictures of the training part only",
            actual=f"the loader at line {loader.line} brings {len(both):,} validation pictures "
            f"into fit, such as {both[0]}",
            fix="train on the training part alone, and give both loaders the same "
            "validation_split, and the same seed where they shuffle; "
            "validation pictures only measure",
        )
    return f"0 of {sum(len(loader.files) for loader in loaders):,}"


def check_input_shape(
    saved_model: SavedModel, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The model takes colour pictures of the size asked for."""
    observe(require_image_shape(saved_model, int(numbers["picture_size"])))


def check_convolutions(saved_model: SavedModel, observe: Observe) -> None:
    """The model looks at the pictures through convolutions."""
    observe(require_convolutions(saved_model, 1))


@pytest.mark.about(Aspect.OUTPUT)
def check_output_is_one_sigmoid(
    saved_model: SavedModel, held_out: Scored, observe: Observe
) -> None:
    """One output from 0 to 1."""
    observe(require_one_sigmoid(saved_model, held_out))


def check_model_size(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The saved file is of reasonable size."""
    observe(require_size(saved_model, problem))


@pytest.mark.about(Aspect.ACCURACY)
def check_validation_accuracy(
    validation: Scored,
    thresholds: Mapping[str, float],
    numbers: Mapping[str, Number],
    observe: Observe,
) -> None:
    """Accuracy on the validation pictures, measured from the saved file."""
    observe(
        require_accuracy(
            validation,
            thresholds["validation_accuracy"],
            f"pictures of {VALIDATION}" if numbers["validation_share"] else "validation pictures",
            "if training accuracy is much higher, the model overfits: augment the training "
            "pictures, add Dropout, or make the model smaller",
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
    """Accuracy on pictures that the model has never seen."""
    threshold = thresholds["held_out_accuracy"]
    pairs = "use three or four Conv2D + MaxPooling2D pairs before Flatten"
    vary = "vary the training images more (light, contrast, mirror, shift), and add Dropout"
    count = sum(name in CONVOLUTIONS for name in saved_model.facts.layers)
    advice = pairs  # Without any convolution, more epochs do not help.
    if count:
        otherwise = vary if count >= FEW_PAIRS else pairs
        advice = weak_model.advice(training_if_any, threshold, otherwise)
    observe(require_accuracy(held_out, threshold, "held-out pictures", advice))
