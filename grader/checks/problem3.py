"""Horse or human: what is asked of a submission to problem3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.checks.folders import FolderTask, find_loader, require_counts
from grader.checks.outcomes import NotRun, fail
from grader.checks.words import (
    main_fit,
    require_accuracy,
    require_scaled_pixels,
    require_size,
    stopped_before_fit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.checks.evidence import MarkedModel, Scored
    from grader.problem import Number, Problem
    from grader.training.record import Feed, Fit
    from grader.training.run import Training

    Observe = Callable[[str], None]

HANDMADE = "a pipeline of your own, judged by what the model learnt from it"


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


def _fit(training: Training) -> Fit | None:
    return main_fit(training) if training.record.fits else None


def _require_total(feed: Feed | None, task: FolderTask, observe: Observe) -> None:
    """Judge pictures that no loader of Keras brought: their number, where it is known."""
    if feed is not None and feed.count is not None and feed.count != task.total:
        fail(
            expected=task.words,
            seen=f"fit was given {feed.count:,}",
            advice=f"load all pictures of {task.folder}",
        )
    observe(HANDMADE)


def check_training_folder(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The training loader reads all training pictures in two classes."""
    fit, task = _fit(training), _training_task(numbers)
    feed = fit.training if fit else None
    loader = find_loader(training, feed, task)
    if loader is None:
        if feed is None and fit is not None:
            stopped_before_fit(training)
        _require_total(feed, task, observe)
    else:
        observe(require_counts(training, loader, task, _validation_task(numbers)))


def check_validation_folder(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """The validation loader reads all validation pictures in two classes."""
    fit, task = _fit(training), _validation_task(numbers)
    feed = fit.validation if fit else None
    if fit is not None and feed is None:
        fail(
            expected="validation pictures given to fit",
            seen=f"fit at line {fit.line} got no validation_data",
            advice=f"load {task.folder} and pass it: model.fit(..., validation_data=...)",
        )
    loader = find_loader(training, feed, task)
    if loader is None:
        _require_total(feed, task, observe)
    else:
        observe(require_counts(training, loader, task, _training_task(numbers)))


def check_pixels_are_scaled(training: Training, saved_model: MarkedModel, observe: Observe) -> None:
    """Pixels are scaled before they reach the model."""
    observe(require_scaled_pixels(training, saved_model))


def check_validation_is_not_augmented(
    training: Training, numbers: Mapping[str, Number], observe: Observe
) -> None:
    """Validation pictures are shown as they are."""
    fit = _fit(training)
    loader = find_loader(training, fit.validation if fit else None, _validation_task(numbers))
    if loader is None:
        if fit is not None and fit.validation is None:
            raise NotRun("fit got no validation pictures")
        observe(HANDMADE)
        return
    varies = fit is not None and fit.validation is not None and fit.validation.varies
    if loader.augmentation or varies:
        fail(
            expected="validation pictures that are only rescaled",
            seen=f"the validation loader at line {loader.line} changes them: "
            + (", ".join(loader.augmentation) or "two looks at the same pictures differ"),
            advice="make a second ImageDataGenerator(rescale=1/255) for validation",
        )
    observe("no augmentation")


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
    shape, size = saved_model.input_shape, int(numbers["picture_size"])
    if tuple(shape[1:]) != (size, size, 3):
        fail(
            expected=f"input shape (None, {size}, {size}, 3)",
            seen=str(shape),
            advice=f"begin with tf.keras.Input(shape=({size}, {size}, 3)) and load pictures "
            f"with target_size=({size}, {size})",
        )
    observe(str(shape))


def check_output_is_one_sigmoid(
    saved_model: MarkedModel, held_out: Scored, observe: Observe
) -> None:
    """One output from 0 to 1."""
    answers, activation = held_out.predictions, saved_model.facts.output_activation
    advice = "end with layers.Dense(1, activation='sigmoid') and loss='binary_crossentropy'"
    if answers.shape[1] != 1:
        fail(expected="one output", seen=f"{answers.shape[1]} outputs", advice=advice)
    if activation == "softmax":
        fail(
            expected="one output from 0 to 1",
            seen="softmax over a single unit, which is 1 for every picture",
            advice=advice,
        )
    if activation == "linear" or not ((answers >= 0) & (answers <= 1)).all():
        fail(
            expected="one output from 0 to 1, by a sigmoid",
            seen=f"activation {activation or 'unknown'}, "
            f"outputs from {answers.min():.3g} to {answers.max():.3g}",
            advice=advice,
        )
    observe("one output from 0 to 1")


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
