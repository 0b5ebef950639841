"""Horse or human: what is asked of a submission to problem3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.folders import (
    HANDMADE,
    FolderTask,
    find_loader,
    fit_of,
    require_counts,
    require_plain_validation,
    require_total,
)
from grader.checks.outcomes import fail
from grader.checks.words import (
    require_accuracy,
    require_convolutions,
    require_one_sigmoid,
    require_picture_shape,
    require_scaled_pixels,
    require_size,
    stopped_before_fit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.evidence import MarkedModel, Scored
    from grader.problem import Number, Problem
    from grader.training.run import Training

    Observe = Callable[[str], None]


def _training_task(numbers: Mapping[str, Number]) -> FolderTask:
    counts = {
        "horses": int(numbers["training_horses"]),
        "humans": int(numbers["training_humans"]),
    }
    return FolderTask("training", "data/horse-or-human", counts)


def _validation_task(numbers: Mapping[str, Number]) -> FolderTask:
    counts = {
        "horses": int(numbers["validation_horses"]),
        "humans": int(numbers["validation_humans"]),
    }
    return FolderTask("validation", "data/validation-horse-or-human", counts)


def check_training_folder(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The training loader reads all training pictures in two classes."""
    fit, task = fit_of(training), _training_task(numbers)
    feed = fit.training if fit else None
    loader = find_loader(training, feed, task)
    if loader is None:
        if feed is None and fit is not None:
            stopped_before_fit(training)
        observe(require_total(feed, task))
    else:
        observe(require_counts(training, loader, task, _validation_task(numbers)))


def check_validation_folder(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The validation loader reads all validation pictures in two classes."""
    fit, task = fit_of(training), _validation_task(numbers)
    feed = fit.validation if fit else None
    if fit is not None and feed is None:
        fail(
            expected="validation pictures given to fit",
            seen=f"fit at line {fit.line} got no validation_data",
            advice=f"load {task.folder} and pass it: model.fit(..., validation_data=...)",
        )
    loader = find_loader(training, feed, task)
    if loader is None:
        observe(require_total(feed, task))
    else:
        observe(require_counts(training, loader, task, _training_task(numbers)))


def check_pixels_are_scaled(training: Training, saved_model: MarkedModel, observe: Observe) -> None:
    """Pixels are scaled before they reach the model."""
    observe(require_scaled_pixels(training, saved_model))


def check_validation_is_not_augmented(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """Validation pictures are shown as they are."""
    observe(require_plain_validation(training, _validation_task(numbers)))


def check_training_never_saw_validation(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """No validation picture is used for training."""
    record, task = training.record, _training_task(numbers)
    used = {number for fit in record.fits if fit.training for number in fit.training.loaders}
    loaders = [loader for loader in record.loaders if loader.id in used]
    if not record.fits:
        found = find_loader(training, None, task)
        loaders = [found] if found else []
    if not loaders:
        observe(HANDMADE)
        return
    folder = _validation_task(numbers).folder + "/"
    for loader in loaders:
        shown = sorted(training.shown(file) for file in loader.files)
        both = [file for file in shown if file.startswith(folder)]
        if both:
            fail(
                expected="training on pictures of the training folder only",
                seen=f"the loader at line {loader.line} brings {len(both):,} validation "
                f"pictures into fit, such as {both[0]}",
                advice=f"train on {task.folder} alone; validation pictures only measure",
            )
    observe(f"0 of {sum(len(loader.files) for loader in loaders):,}")


def check_input_shape(
    saved_model: MarkedModel, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The model takes colour pictures of the size asked for."""
    observe(require_picture_shape(saved_model, int(numbers["picture_size"])))


def check_convolutions(saved_model: MarkedModel, observe: Observe) -> None:
    """The model looks at the pictures through convolutions."""
    observe(require_convolutions(saved_model, 1))


def check_output_is_one_sigmoid(
    saved_model: MarkedModel, held_out: Scored, observe: Observe
) -> None:
    """One output from 0 to 1."""
    observe(require_one_sigmoid(saved_model, held_out))


def check_model_size(saved_model: MarkedModel, problem: Problem, observe: Observe) -> None:
    """The saved file is of reasonable size."""
    observe(require_size(saved_model, problem))


def check_validation_accuracy(
    validation: Scored, thresholds: Mapping[str, float], observe: Observe
) -> None:
    """Accuracy on the validation pictures, measured from the saved file."""
    observe(
        require_accuracy(
            validation,
            thresholds["validation_accuracy"],
            "validation pictures",
            "if training accuracy is much higher, the model overfits: augment the training "
            "pictures, add Dropout, or make the model smaller",
        )
    )


def check_held_out_accuracy(
    held_out: Scored, thresholds: Mapping[str, float], observe: Observe
) -> None:
    """Accuracy on pictures that the model has never seen."""
    observe(
        require_accuracy(
            held_out,
            thresholds["held_out_accuracy"],
            "held-out pictures",
            "three or four Conv2D + MaxPooling2D pairs before Flatten see what a single "
            "Dense layer cannot",
        )
    )
