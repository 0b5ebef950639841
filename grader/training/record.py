"""What a submission's training did, as told from guest its box: data to be judged, not believed.

All figures are the submission's own: a mark never rests on them where the grader can measure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.sandbox.protocol import training_metric

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Feed:
    """What was given to fit: `low` and `high` bound the pixels of a sample of it.

    `loaders` are all whose pictures flow in; `varies` tells that two looks at the same pictures
    differed, or that a function mapped over a tf.data set draws random numbers; `opaque` that such
    functions could not be looked into. `labels` is the shape of one label, `classes` how many
    different ones there are, `batch` the number of pictures in a batch and `batches` that of
    batches, each None where unknown.
    """

    kind: str
    loaders: tuple[int, ...] = ()
    count: int | None = None
    shape: tuple[int, ...] = ()
    low: float | None = None
    high: float | None = None
    varies: bool = False
    opaque: bool = False
    labels: tuple[int, ...] | None = None
    batch: int | None = None
    batches: int | None = None
    classes: int | None = None


@dataclass(frozen=True)
class Loader:
    """A loader of pictures in folders; `directory` and `files` are paths inside the box.

    `batch` is None where it gives single pictures.
    """

    id: int
    kind: str
    line: int
    directory: str
    classes: Mapping[str, int]
    count: int
    size: tuple[int, ...]
    class_mode: str
    subset: str
    rescale: float | None
    augmentation: tuple[str, ...]
    batch: int | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallbackUsed:
    """A callback as it was passed to fit; `own` means defined by the submission.

    `number` is the same for the same object, 0 where unknown; `is_rising` tells whether Keras
    takes more of its figure for better, None where it has none or fit did not end.
    """

    name: str
    own: bool
    is_class: bool
    is_callback: bool
    settings: Mapping[str, object] = field(default_factory=dict)
    number: int = 0
    is_rising: bool | None = None


@dataclass(frozen=True)
class Trial:
    """One direct call of a callback with made-up logs: `value` is the training accuracy given."""

    value: float
    stopped: bool
    error: str | None


@dataclass(frozen=True)
class Probe:
    """How a callback of the submission's own answered direct calls."""

    callback: str
    metric: str
    tried: tuple[Trial, ...]


@dataclass(frozen=True)
class Stopper:
    """Who set `stop_training`: the callback's class, and the line of the submission or 0."""

    callback: str
    line: int


@dataclass(frozen=True)
class Epoch:
    """One epoch's logs, how long it took in seconds, and a hash of each array of weights after it.

    `weights` is empty where the problem does not ask for hashes; `not_numbers` are logs that were
    nan or infinite.
    """

    number: int
    logs: Mapping[str, float]
    seconds: float
    weights: tuple[str, ...] = ()
    not_numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """One call of fit; `regularizers` counts layers that have one.

    `model_number` is the model's own, 0 where unknown; `compiled` the line of its compile.
    `units` and `activation` are of its last layer, None and empty where only running it could
    tell; `rescaling` holds the factors of its Rescaling layers. `shared` is the share of its
    validation pictures that are among those that it is trained on, None where not known.
    `kept_back` is fit's own validation_split, None where it has none, and `kept_classes` how many
    classes there are in what it keeps back. `recut` tells that what is trained and validated on is
    cut out of one tf.data set that is shuffled anew for each epoch, so that pictures change sides.
    `steps` is fit's own steps_per_epoch, None where it has none.
    """

    number: int
    line: int
    model: str
    layers: tuple[str, ...]
    epochs_asked: int
    initial_epoch: int
    optimizer: str
    learning_rate: float | None
    loss: str
    metrics: tuple[str, ...]
    callbacks: tuple[CallbackUsed, ...]
    training: Feed | None
    validation: Feed | None
    epochs: tuple[Epoch, ...] = ()
    finished: bool = False
    stopper: Stopper | None = None
    regularizers: int = 0
    probes: tuple[Probe, ...] = ()
    model_number: int = 0
    compiled: int = 0
    units: int | None = None
    activation: str = ""
    rescaling: tuple[float, ...] = ()
    from_logits: bool = False
    shared: float | None = None
    weight_decay: float | None = None
    kept_back: float | None = None
    kept_classes: int | None = None
    recut: bool = False
    steps: int | None = None

    @property
    def accuracy_name(self) -> str | None:
        """The key of training accuracy in the logs, whatever the submission calls it."""
        logs = self.epochs[-1].logs if self.epochs else {}
        return training_metric(logs)

    def history(self, name: str) -> tuple[float, ...]:
        """The values of one key of the logs, an epoch each."""
        return tuple(epoch.logs[name] for epoch in self.epochs if name in epoch.logs)


@dataclass(frozen=True)
class FileUse:
    """A model's save, save_weights or load_weights: its path, and the fit that trained it.

    `model` is the model's number, 0 where unknown; `fits` counts the fits before, of any model;
    `trained` tells that layers of it were trained by one of them.
    """

    what: str
    path: str
    fit: int
    line: int
    model: int = 0
    fits: int = 0
    trained: bool = True


@dataclass(frozen=True)
class Asked:
    """An address that was asked for; `refused` says in a word why it is not served, or is empty.

    `file` is the known file that it names, empty where it is none.
    """

    address: str
    file: str
    refused: str


@dataclass(frozen=True)
class Frame:
    """A place in a traceback; `own` places are in the learner's file."""

    file: str
    line: int
    function: str
    own: bool


@dataclass(frozen=True)
class Raised:
    """The error that ended a submission."""

    type: str
    bases: tuple[str, ...]
    message: str
    frames: tuple[Frame, ...]
    errno: int | None = None

    @property
    def own_frame(self) -> Frame | None:
        """The innermost place in the learner's own file."""
        return next((frame for frame in reversed(self.frames) if frame.own), None)


@dataclass(frozen=True)
class TrainingRecord:
    """All that was told; `finished` is False where the program ended without saying so.

    `passed_over` are errors of a notebook's cells that did not end it.
    """

    python: str = ""
    keras: str = ""
    fits: tuple[Fit, ...] = ()
    loaders: tuple[Loader, ...] = ()
    files: tuple[FileUse, ...] = ()
    raised: Raised | None = None
    passed_over: tuple[Raised, ...] = ()
    exited: str | None = None
    finished: bool = False
    asked: tuple[Asked, ...] = ()

    @property
    def saves(self) -> tuple[FileUse, ...]:
        """Every save of a whole model, in order; a checkpoint's too."""
        return tuple(use for use in self.files if use.what == "save")

    def main_fit(self, file: str) -> Fit | None:
        """Return the fit that trained the model saved as `file`, else the last one."""
        saved = [use.fit for use in self.saves if use.path.endswith(file)]
        chosen = [fit for fit in self.fits if saved and fit.number == saved[-1]]
        return next(reversed(chosen or list(self.fits)), None)

    def loader(self, number: int | None) -> Loader | None:
        """The loader of this number."""
        return next((loader for loader in self.loaders if loader.id == number), None)
