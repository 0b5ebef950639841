"""What the guest observes of a training: typed parts of the training record.

The guest sends an event as one line of JSON: its name, and its fields by their names. The host
reads the line back into the same type; it believes no value (see grader/sandbox/events.py).
Standard library only, Python 3.8 or later.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (the host evaluates the annotations)
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .conventions import training_metric

MOST = 2000  # items of a list or mapping
LONGEST = 4000  # characters of a text
LARGEST = 2**53  # of whole numbers: a float holds no larger ones exactly


def bounds(
    default: Any = (),  # noqa: ANN401
    most: int = MOST,
    longest: int = LONGEST,
    *,
    zero_is_none: bool = False,
) -> Any:  # noqa: ANN401
    """Declare a field; the host cuts lists and mappings at `most`, texts at `longest`.

    With `zero_is_none` the host reads 0 and "" as None.
    """
    limits = {"most": most, "longest": longest, "zero_is_none": zero_is_none}
    if default == {}:
        return field(default_factory=dict, metadata=limits)
    return field(default=default, metadata=limits)


@dataclass(frozen=True)
class Event:
    """What the guest reports in one line; `event` is its name in the JSON."""

    event: ClassVar[str] = ""


@dataclass(frozen=True)
class Feed:
    """Data passed to fit; `low` and `high` bound the pixels of a sample of it.

    `loaders` are the numbers of all loaders whose images flow in. `varies`: two looks at the same
    images differed, or a function mapped over a tf.data set draws random numbers. `opaque`: such
    functions could not be inspected. `labels` is the shape of one label, `classes` the number of
    different labels, `batch` the number of images in a batch, `batches` the number of batches.
    """

    kind: str = bounds("", longest=100)
    loaders: tuple[int, ...] = bounds(most=50)
    count: int | None = None
    shape: tuple[int, ...] = bounds(most=8)
    low: float | None = None
    high: float | None = None
    varies: bool = False
    opaque: bool = False
    labels: tuple[int, ...] | None = bounds(None, most=8)
    batch: int | None = bounds(None, zero_is_none=True)
    batches: int | None = bounds(None, zero_is_none=True)
    classes: int | None = bounds(None, zero_is_none=True)


@dataclass(frozen=True)
class Loader(Event):
    """A loader of images in folders; `directory` and `files` are paths inside the sandbox.

    `batch` is None where it gives single images. `files` arrive by LoaderFiles events.
    """

    event: ClassVar[str] = "loader"
    id: int = 0
    kind: str = bounds("")
    line: int = 0
    directory: str = bounds("")
    classes: Mapping[str, int] = bounds({})
    count: int = 0
    size: tuple[int, ...] = bounds(most=8)
    class_mode: str = bounds("")
    subset: str = bounds("")
    rescale: float | None = None
    augmentation: tuple[str, ...] = bounds()
    batch: int | None = bounds(None, zero_is_none=True)
    files: tuple[str, ...] = bounds(most=0)


@dataclass(frozen=True)
class CallbackUsed:
    """A callback passed to fit; `own` means defined by the submission.

    `number` is the same for the same object, 0 if unknown. `is_rising` tells whether Keras prefers
    larger values of what it monitors; None if it monitors nothing or fit did not finish.
    """

    name: str = bounds("", longest=200)
    own: bool = False
    is_class: bool = False
    is_callback: bool = False
    settings: Mapping[str, str | int | float | bool] = bounds({}, most=40)
    number: int = 0
    is_rising: bool | None = None


@dataclass(frozen=True)
class Trial:
    """One direct call of a callback with made-up logs that hold `value` as training accuracy."""

    value: float = 0.0
    stopped: bool = False
    error: str | None = bounds(None, zero_is_none=True)


@dataclass(frozen=True)
class Probe:
    """How a callback of the submission answered direct calls."""

    callback: str = bounds("", longest=200)
    metric: str = bounds("", longest=200)
    tried: tuple[Trial, ...] = bounds(most=20)


@dataclass(frozen=True)
class Stopper:
    """Who set `stop_training`: the callback's class, and the line of the submission or 0."""

    callback: str = bounds("", longest=200)
    line: int = 0


@dataclass(frozen=True)
class Epoch:
    """Logs of one epoch, its seconds, and a hash of each array of weights after it.

    `weights` is empty where the problem asks for no hashes. `not_numbers` are the keys of logs
    that were NaN or infinite.
    """

    number: int = 0
    logs: Mapping[str, float] = bounds({}, most=200)
    seconds: float = 0.0
    weights: tuple[str, ...] = bounds()
    not_numbers: tuple[str, ...] = bounds(most=200)


@dataclass(frozen=True)
class Fit(Event):
    """One call of fit; `regularizers` counts layers that have one.

    `model_number` is the number of the model, 0 if unknown; `compiled` the line of its compile.
    `units` and `activation` describe its last layer, None and empty if only running it could tell;
    `rescaling` holds the factors of its Rescaling layers. `shared` is the share of the validation
    images that are training images too, None if unknown. `kept_back` is the argument
    validation_split, and `kept_classes` the number of classes in what it keeps back. `recut`:
    training and validation data are cut out of one tf.data set that is shuffled for each epoch, so
    that images change sides. `steps` is the argument steps_per_epoch.

    `epochs`, `finished`, `stopper` and `probes` arrive by later events.
    """

    event: ClassVar[str] = "fit_begin"
    number: int = 0
    line: int = 0
    model: str = bounds("", longest=200)
    layers: tuple[str, ...] = bounds()
    epochs_asked: int = 1
    initial_epoch: int = 0
    optimizer: str = bounds("", longest=200)
    learning_rate: float | None = None
    loss: str = bounds("", longest=200)
    metrics: tuple[str, ...] = bounds(most=20)
    callbacks: tuple[CallbackUsed, ...] = bounds(most=200)
    training: Feed | None = None
    validation: Feed | None = None
    epochs: tuple[Epoch, ...] = bounds(most=0)
    finished: bool = False
    stopper: Stopper | None = None
    regularizers: int = 0
    probes: tuple[Probe, ...] = bounds(most=0)
    model_number: int = 0
    compiled: int = 0
    units: int | None = bounds(None, zero_is_none=True)
    activation: str = bounds("", longest=200)
    rescaling: tuple[float, ...] = bounds(most=20)
    from_logits: bool = False
    shared: float | None = None
    weight_decay: float | None = None
    kept_back: float | None = bounds(None, zero_is_none=True)
    kept_classes: int | None = bounds(None, zero_is_none=True)
    recut: bool = False
    steps: int | None = bounds(None, zero_is_none=True)

    @property
    def accuracy_name(self) -> str | None:
        """The key of training accuracy in the logs, whatever name the submission gave it."""
        return training_metric(self.epochs[-1].logs if self.epochs else ())

    def history(self, name: str) -> tuple[float, ...]:
        """Return the values of one key of the logs, one for each epoch."""
        return tuple(epoch.logs[name] for epoch in self.epochs if name in epoch.logs)


@dataclass(frozen=True)
class FileUse(Event):
    """A model's save, save_weights or load_weights: its path, and the fit that trained the model.

    `model` is the number of the model, 0 if unknown; `fits` counts the fits before, of any model;
    `trained`: one of them trained layers of it.
    """

    event: ClassVar[str] = "file"
    what: str = bounds("", longest=20)
    path: str = bounds("")
    fit: int = 0
    line: int = 0
    model: int = 0
    fits: int = 0
    trained: bool = True


@dataclass(frozen=True)
class Asked(Event):
    """An address that was asked for; `refused` is the reason in a word, empty if it was served.

    `file` is the known file that it names, or empty.
    """

    event: ClassVar[str] = "served"
    address: str = bounds("", longest=300)
    file: str = bounds("", longest=100)
    refused: str = bounds("", longest=20)


@dataclass(frozen=True)
class Frame:
    """One level of a traceback; `own` means that it is in the submitted file."""

    file: str = bounds("", longest=400)
    line: int = 0
    function: str = bounds("", longest=200)
    own: bool = False


@dataclass(frozen=True)
class Raised(Event):
    """The error that ended a submission; `bases` are the names of its class and base classes."""

    event: ClassVar[str] = "raised"
    type: str = bounds("", longest=200)
    bases: tuple[str, ...] = bounds(most=50)
    message: str = bounds("")
    frames: tuple[Frame, ...] = bounds(most=200)
    errno: int | None = bounds(None, zero_is_none=True)

    @property
    def own_frame(self) -> Frame | None:
        """The innermost place in the submitted file."""
        return next((frame for frame in reversed(self.frames) if frame.own), None)
