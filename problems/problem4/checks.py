"""Checks of problem 4: rock, paper, scissors with a checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.api import (
    AUGMENTATIONS,
    CONVOLUTIONS,
    HANDMADE,
    Aspect,
    Checkpoint,
    FolderTask,
    Images,
    NotJudged,
    NotRun,
    Outputs,
    Validation,
    checkpoint_files,
    fail,
    find_loader,
    fit_of,
    found_none,
    is_cut_by_hand,
    main_fit,
    refuse_order,
    refuse_recut,
    refuse_shared,
    require_accuracy,
    require_best_weights,
    require_checkpoint,
    require_cut,
    require_every_class,
    require_image_shape,
    require_kept_back,
    require_one_scale,
    require_own_share,
    require_part,
    require_probabilities,
    require_scaled_pixels,
    require_size,
    require_total,
    shared_images,
    splits_its_arrays,
    trained_by,
    weak_model_advice,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.assessment.checks.api import (
        DataSet,
        Loader,
        Observe,
        Problem,
        SavedModel,
        Scored,
        Submission,
        Training,
    )

CLASSES = ("paper", "rock", "scissors")
FOLDER = "data/rps"
# Layers that leave an image unchanged, or change it in the same way each time.
STEADY = frozenset(
    {"AutoContrast", "CenterCrop", "ContrastLimitedAdaptiveHistogramEqualization"}
    | {"Equalization", "MaxNumBoundingBoxes"}
)
VARYING = AUGMENTATIONS - STEADY
GUARDS = (
    *("Dropout", "SpatialDropout1D", "SpatialDropout2D", "AlphaDropout", "GaussianDropout"),
    *("GaussianNoise", "BatchNormalization", "GlobalAveragePooling2D", "GlobalMaxPooling2D"),
)


def _task(problem: Problem, role: str) -> FolderTask:
    asked = problem.require(Validation)
    each = asked.images[role] // len(CLASSES)
    return FolderTask(role, FOLDER, dict.fromkeys(CLASSES, each), asked.share or 0.0)


def _loader(training: Training, problem: Problem, role: str) -> Loader | None:
    fit = fit_of(training)
    feed = None if fit is None else fit.training if role == "training" else fit.validation
    return find_loader(training, feed, _task(problem, role))


def _require_images(training: Training, submission: Submission, problem: Problem, role: str) -> str:
    """Describe what the loader of a part found; fail if it is not what is required."""
    fit, task, loader = fit_of(training), _task(problem, role), _loader(training, problem, role)
    feed = (fit.training if role == "training" else fit.validation) if fit else None
    if loader is None:
        return require_total(feed, task)
    if is_cut_by_hand(loader, task, submission.text):
        return require_cut(feed, task)
    seen = require_part(training, loader, task)
    require_every_class(training, loader, task)
    return seen


def check_training_part(
    training: Training, submission: Submission, problem: Problem, observe: Observe
) -> None:
    """The training loader reads its part of the images, in three classes."""
    fit = fit_of(training)
    if fit is None or not splits_its_arrays(fit):
        observe(_require_images(training, submission, problem, "training"))
        return
    counts = [_task(problem, role).counts for role in ("training", "validation")]
    whole = FolderTask(
        "training", FOLDER, {name: sum(each[name] for each in counts) for name in CLASSES}
    )
    share = problem.require(Validation).share or 0.0
    observe(require_own_share(training, fit, share, whole))


@pytest.mark.about(Aspect.VALIDATION_DATA)
def check_validation_part(
    training: Training, submission: Submission, problem: Problem, observe: Observe
) -> None:
    """The validation loader reads its part of the images."""
    fit = fit_of(training)
    if fit is not None and splits_its_arrays(fit):
        observe(HANDMADE)
        return
    if fit is not None and fit.validation is None:
        fail(
            expected="a part of the images passed to fit as validation data",
            actual=f"fit at line {fit.line} got no validation_data",
            fix="create a second loader with subset='validation' and pass it: "
            "model.fit(..., validation_data=...)",
        )
    observe(_require_images(training, submission, problem, "validation"))


@pytest.mark.about(Aspect.VALIDATION_DATA)
@pytest.mark.after("check_training_part", "check_validation_part")
def check_parts_are_disjoint(
    training: Training, submission: Submission, problem: Problem, observe: Observe
) -> None:
    """No image is in both parts."""
    first, second = (_loader(training, problem, role) for role in ("training", "validation"))
    refuse_shared(training)
    if first is None or second is None or first is second:
        refuse_recut(training)
        observe(HANDMADE)
        return
    for loader in (first, second):
        if not loader.count:
            raise NotRun(found_none(loader))
    shared = shared_images(training, first, second)
    if shared:
        fail(
            expected="no image in both parts",
            actual=f"{len(shared):,} are in both, such as {shared[0]}",
            fix="give both loaders the same validation_split, and the same seed if they "
            "shuffle, one with subset='training', the other with subset='validation'",
        )
    require_kept_back(training, second, "validation", submission.text)
    observe("none in both")


def _is_varying(layer: str) -> bool:
    """Return whether a layer augments images; a custom one may be called RandomNoise."""
    return layer in VARYING or layer.startswith("Random")


def check_training_is_augmented(
    training_if_any: Training | None,
    saved_model: SavedModel,
    problem: Problem,
    observe: Observe,
) -> None:
    """The training images are augmented."""
    if training_if_any is None:
        observe(_shown_by(saved_model, _is_varying))
        return
    fit, loader = fit_of(training_if_any), _loader(training_if_any, problem, "training")
    if loader is not None and not loader.count:
        raise NotRun(found_none(loader))
    layers = {*saved_model.facts.layers, *(fit.layers if fit else ())}
    varying = sorted(name for name in layers if _is_varying(name))
    if loader is not None and loader.augmentation:
        observe(", ".join(loader.augmentation))
    elif varying or (fit and fit.training and fit.training.varies):
        observe(", ".join(varying) or "changed at random")
    elif loader is None or (fit and fit.training and fit.training.opaque):
        observe(HANDMADE)
    else:
        fail(
            expected="training images that are augmented at random",
            actual=f"the training loader at line {loader.line} only rescales them",
            fix="write ImageDataGenerator(rescale=1/255, horizontal_flip=True, rotation_range=20, "
            "width_shift_range=0.1, ...), or layers such as layers.RandomFlip() in the model",
        )


def _shown_by(model: SavedModel, wanted: Callable[[str], bool]) -> str:
    """Return the wanted layers of a model that was submitted alone; NotJudged without one."""
    found = sorted({name for name in model.facts.layers if wanted(name)})
    if not found:
        raise NotJudged
    return ", ".join(found)


def check_guard_against_overfitting(
    training_if_any: Training | None, saved_model: SavedModel, observe: Observe
) -> None:
    """The model uses Dropout or another guard against overfitting."""
    if training_if_any is None:
        observe(_shown_by(saved_model, GUARDS.__contains__))
        return
    fit = main_fit(training_if_any)
    found = [name for name in GUARDS if name in {*saved_model.facts.layers, *fit.layers}]
    found += ["regularizer"] if fit.regularizers else []
    stops = any("restore_best_weights" in c.settings for c in fit.callbacks)
    found += ["EarlyStopping"] if stops else []
    found += ["weight decay"] if fit.weight_decay else []
    if not found:
        fail(
            expected="a guard against overfitting",
            actual=f"{len(saved_model.facts.layers)} layers without dropout or regularization",
            fix="put layers.Dropout(0.5) before the last Dense layer",
        )
    observe(", ".join(found))


@pytest.mark.about(Aspect.INPUT_SCALE)
def check_pixels_are_scaled(
    training_if_any: Training | None, saved_model: SavedModel, observe: Observe
) -> None:
    """Pixels are scaled before they reach the model."""
    require_one_scale(training_if_any, saved_model)
    observe(require_scaled_pixels(training_if_any, saved_model))


@pytest.fixture(scope="session")
def monitor(problem: Problem) -> str | None:
    """The validation metric that the checkpoint must monitor; None if any is accepted."""
    return problem.require(Checkpoint).monitor


@pytest.mark.about(Aspect.CHECKPOINT)
def check_checkpoint(training: Training, monitor: str | None, observe: Observe) -> None:
    """A checkpoint saves only the best epoch by a validation metric."""
    item = require_checkpoint(main_fit(training), monitor)
    observe(f"{item.name} on {item.settings['monitor']}")


@pytest.mark.needs("check_checkpoint")
def check_checkpoint_file(training: Training, monitor: str | None, observe: Observe) -> None:
    """The file of the checkpoint exists."""
    fit = main_fit(training)
    item = require_checkpoint(fit, monitor)
    found = checkpoint_files(training, item)
    if not found and not fit.epochs:
        raise NotRun("fit stopped before the end of its first epoch")
    if not found:
        fail(
            expected=f"the file {training.shown(str(item.settings.get('filepath', '')))}",
            actual="no file of this name",
            fix="do not move or delete the checkpoint file, also not after you load its weights",
        )
    observe(", ".join(path.name for path in found[:3]))


@pytest.mark.about(Aspect.CHECKPOINT)
@pytest.mark.needs("check_checkpoint")
def check_best_weights(
    training: Training, saved_model: SavedModel, monitor: str | None, observe: Observe
) -> None:
    """The saved model holds the weights of the best epoch, not of the last one."""
    if not saved_model.facts.parameters:
        raise NotRun("the saved model has no weights")
    fit = trained_by(training, main_fit(training))
    observe(require_best_weights(training, fit, require_checkpoint(fit, monitor), monitor))


def check_input_shape(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The model takes colour images of the required size."""
    observe(require_image_shape(saved_model, problem.require(Images).size))


@pytest.mark.about(Aspect.OUTPUT)
def check_output_probabilities(held_out: Scored, observe: Observe) -> None:
    """Three outputs that sum to one."""
    observe(require_probabilities(held_out, len(CLASSES), "three"))


def check_model_size(saved_model: SavedModel, problem: Problem, observe: Observe) -> None:
    """The saved file is not too large."""
    observe(require_size(saved_model, problem))


@pytest.mark.about(Aspect.ACCURACY)
def check_held_out_accuracy(
    training_if_any: Training | None,
    saved_model: SavedModel,
    held_out: Scored,
    dataset: DataSet,
    problem: Problem,
    thresholds: Mapping[str, float],
    observe: Observe,
) -> None:
    """Accuracy on held-out images."""
    threshold = thresholds["held_out_accuracy"]
    if held_out.accuracy < threshold:
        names, labels = dataset.held_out_labels()
        refuse_order(
            problem.require(Outputs).classes,
            training_if_any.record.loaders if training_if_any else (),
            held_out,
            [names[label] for label in labels],
            threshold,
        )
    vary = "augment the training images more: the held-out images show other hands"
    if CONVOLUTIONS.isdisjoint(saved_model.facts.layers):
        # More epochs do not help a model without convolutions.
        advice = f"{vary}, and use Conv2D + MaxPooling2D pairs before Flatten"
    else:
        small = f"{vary}, and keep the network small"
        advice = weak_model_advice(training_if_any, threshold, small)
    observe(require_accuracy(held_out, threshold, "held-out images", advice))
