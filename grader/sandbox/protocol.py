"""All events that the guest sends to the host, and the tasks that it gets.

The host imports this module as `grader.sandbox.protocol`, the guest by a relative import as
`sandbox.protocol`. Standard library only, Python 3.8 or later.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (the host evaluates the annotations)
from dataclasses import dataclass
from typing import Any, ClassVar

from .observations import (
    Asked,
    Epoch,
    Event,
    FileUse,
    Fit,
    Loader,
    Probe,
    Raised,
    Stopper,
    bounds,
)


@dataclass(frozen=True)
class Started(Event):
    """The training program has started."""

    event: ClassVar[str] = "started"
    python: str = bounds("", longest=40)


@dataclass(frozen=True)
class KerasImported(Event):
    """The submission has imported Keras of this version."""

    event: ClassVar[str] = "keras"
    version: str = bounds("", longest=40)


@dataclass(frozen=True)
class LoaderFiles(Event):
    """Some of the files of a loader."""

    event: ClassVar[str] = "files"
    loader: int = 0
    names: tuple[str, ...] = bounds()


@dataclass(frozen=True)
class Step(Event):
    """How far the current epoch has got."""

    event: ClassVar[str] = "step"
    fit: int = 0
    epoch: int = 0
    step: int = 0
    steps: int = 0


@dataclass(frozen=True)
class EpochEnded(Event):
    """An epoch of a fit has ended."""

    event: ClassVar[str] = "epoch"
    fit: int = 0
    epoch: Epoch = Epoch()  # noqa: RUF009  (frozen)


@dataclass(frozen=True)
class FitEnded(Event):
    """A fit has finished; `rising` holds `is_rising` of each of its callbacks."""

    event: ClassVar[str] = "fit_end"
    fit: int = 0
    stopper: Stopper | None = None
    history: Mapping[str, tuple[float, ...]] = bounds({})
    rising: tuple[bool | None, ...] = bounds()


@dataclass(frozen=True)
class Probed(Event):
    """The callbacks of a fit have been called directly."""

    event: ClassVar[str] = "probe"
    fit: int = 0
    probes: tuple[Probe, ...] = bounds(most=20)


@dataclass(frozen=True)
class PassedOver(Event):
    """An error of a notebook cell that did not end the notebook."""

    event: ClassVar[str] = "passed_over"
    error: Raised = Raised()  # noqa: RUF009  (frozen)


@dataclass(frozen=True)
class Exited(Event):
    """The submission called sys.exit."""

    event: ClassVar[str] = "exited"
    code: str = bounds("", longest=200)


@dataclass(frozen=True)
class Finished(Event):
    """The submission ran to its end."""

    event: ClassVar[str] = "finished"


@dataclass(frozen=True)
class FunctionFound(Event):
    """Whether the file defines the function to call; `near` is a similar name, or empty."""

    event: ClassVar[str] = "function"
    found: bool = False
    near: str = bounds("", longest=100)


@dataclass(frozen=True)
class Called(Event):
    """A call has ended; `error` is empty if it returned, `line` is 0 if unknown."""

    event: ClassVar[str] = "called"
    call: int = 0
    error: str = bounds("", longest=400)
    line: int = 0


@dataclass(frozen=True)
class Ready(Event):
    """The predicting program has imported Keras."""

    event: ClassVar[str] = "ready"


@dataclass(frozen=True)
class Predicted(Event):
    """A PredictTask is done; the shapes are those of the model."""

    event: ClassVar[str] = "predicted"
    input_shape: tuple[int | None, ...] = bounds(most=8)
    output_shape: tuple[int | None, ...] = bounds(most=8)


@dataclass(frozen=True)
class NotPredicted(Event):
    """A PredictTask failed; `kind` is request, load, shape or predict."""

    event: ClassVar[str] = "not_predicted"
    kind: str = bounds("", longest=20)
    message: str = bounds("", longest=2000)


EVENTS: Mapping[str, type[Event]] = {
    kind.event: kind
    for kind in (
        *(Started, KerasImported, Loader, LoaderFiles, Fit, Step, EpochEnded, FitEnded, Probed),
        *(FileUse, Asked, Raised, PassedOver, Exited, Finished, FunctionFound, Called),
        *(Ready, Predicted, NotPredicted),
    )
}


@dataclass(frozen=True)
class TrainTask:
    """What the training program gets as its argument, as JSON.

    `limits` are the arguments of `apply` in guest/limits.py. `cells` are the first line of each
    notebook cell and whether it may fail. `probe` are accuracies to call callbacks with.
    """

    file: str
    seed: int
    limits: Mapping[str, Any]
    cells: tuple[tuple[int, bool], ...] = ()
    has_shell: bool = False
    probe: tuple[float, ...] = ()
    hash_weights: bool = False


@dataclass(frozen=True)
class Call:
    """A call to make: with which arguments, after which seed.

    A text that begins with `work/` is a folder of the sandbox, given with a trailing slash.
    `clears` are folders that are removed before a second call if the first raises FileExistsError.
    """

    arguments: tuple[str | float, ...]
    seed: int
    clears: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallTask:
    """What the program that calls one function reads from its file, as JSON."""

    file: str
    function: str
    limits: Mapping[str, Any]
    calls: tuple[Mapping[str, Any], ...]
    has_shell: bool = False


@dataclass(frozen=True)
class ExampleSet:
    """Images to predict: either files, or an array in a .npy file.

    Pixels are multiplied and added to by each of `scales` in turn.
    """

    name: str
    scales: tuple[tuple[float, float], ...]
    files: tuple[str, ...] = ()
    array: str = ""


@dataclass(frozen=True)
class PredictTask:
    """What the predicting program reads from its input, one line of JSON each.

    Predictions of a set at its K-th scale are written to OUT/NAME-K.npy as float32 of shape
    (images, outputs). `size` is the height and width of images for a model that takes any.
    """

    model: str
    out: str
    sets: tuple[Mapping[str, Any], ...]
    batch: int = 64
    size: tuple[int, int] | None = None
