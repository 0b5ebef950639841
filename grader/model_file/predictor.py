"""The predicting sandbox: started early, used once; its answer is read strictly."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import stat
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from grader.errors import GraderFault
from grader.sandbox.events import parse
from grader.sandbox.paths import inside_path, without_host_paths
from grader.sandbox.plan import Mount, SandboxKind, SandboxPlan
from grader.sandbox.protocol import ExampleSet, NotPredicted, Predicted, PredictTask, Ready
from grader.sandbox.running import RunningSandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Predictions = NDArray[np.float32] | NDArray[np.float64]
    from collections.abc import Iterable, Iterator

    from grader.datasets.image_sets import ImageSet
    from grader.model_file.findings import ModelFacts
    from grader.sandbox.plan import SandboxLimits

# The one header that numpy writes for such an array (format 1.0): nothing is evaluated.
_HEADER = re.compile(
    rb"\{'descr': '<f([48])', 'fortran_order': False, 'shape': \((\d{1,9}), (\d{1,9})\), \} *\n"
)
_MAGIC = b"\x93NUMPY\x01\x00"
_LONGEST_HEADER = 256
_MOST_BYTES = 64_000_000


class UnreadablePredictions(Exception):
    """What came out of the box is not the array that was asked for; the text says how."""


def read(path: Path, rows: int, max_columns: int = 10_000) -> Predictions:
    """Predictions of shape (rows, columns) from a .npy file; raises UnreadablePredictions.

    Taken are float32 and float64, little-endian, in C order, in a regular file of exactly the size
    that its header gives and at most 64 MB. NaN and infinity are kept.
    """
    import numpy as np  # noqa: PLC0415  (0.15 s)

    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise UnreadablePredictions(f"{path.name} cannot be opened: {error.strerror}") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise UnreadablePredictions(f"{path.name} is not a regular file")
    with os.fdopen(descriptor, "rb") as file:
        start = file.read(len(_MAGIC) + 2)
        length = int.from_bytes(start[-2:], "little")
        if start[:-2] != _MAGIC or length > _LONGEST_HEADER:
            raise UnreadablePredictions(f"{path.name} is not a .npy file of format 1.0")
        header = _HEADER.fullmatch(file.read(length))
        if header is None:
            raise UnreadablePredictions(f"{path.name} is not a table of floating-point numbers")
        number, found, columns = (int(part) for part in header.groups())
        if found != rows or not 1 <= columns <= max_columns:
            raise UnreadablePredictions(
                f"{path.name} has shape ({found}, {columns}), not ({rows}, 1 to {max_columns})"
            )
        size = rows * columns * number
        if size > _MOST_BYTES or status.st_size != len(start) + length + size:
            seen = f"{path.name} has {status.st_size} bytes"
            raise UnreadablePredictions(f"{seen}, not {size} of data")
        data = file.read(size)
    if len(data) != size:
        raise UnreadablePredictions(f"{path.name} changed while it was read")
    return np.frombuffer(data, f"<f{number}").reshape(rows, columns)


def accuracy(
    predictions: Predictions, labels: Sequence[int] | NDArray[np.integer], threshold: float = 0.5
) -> float:
    """The share of rows, 0 to 1, that name their label; ValueError where the lengths differ.

    One column says class 1 above `threshold` (0.5 for a sigmoid, 0.0 for logits) and class 0
    otherwise; of several columns the largest, the first of equals. A row with a NaN is wrong.
    """
    import numpy as np  # noqa: PLC0415

    wanted = np.asarray(labels)
    if predictions.ndim != 2 or wanted.shape != predictions.shape[:1] or not wanted.size:  # noqa: PLR2004
        raise ValueError(f"{predictions.shape} predictions for {wanted.shape} labels")
    if predictions.shape[1] == 1:
        named = (predictions[:, 0] > threshold).astype(wanted.dtype)
    else:
        named = predictions.argmax(axis=1)
    whole = ~np.isnan(predictions).any(axis=1)
    return float(np.mean((named == wanted) & whole))


# How pixels 0-255 become what a model may have been trained on: (multiply by, then add).
# The last one is what dividing twice by 255 makes of pixels.
SCALES = {
    "0-1": (1 / 255, 0.0),
    "0-255": (1.0, 0.0),
    "-1-1": (2 / 255, -1.0),
    "0-0.004": (1 / 255**2, 0.0),
}
MODEL = "mymodel.h5"
START_SECONDS = 180.0


class PredictionFailed(Exception):
    """The model cannot be loaded or cannot answer: `kind` says which, the text in whose words."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Loaded:
    """A model as Keras sees it after loading."""

    input_shape: tuple[int | None, ...]
    output_shape: tuple[int | None, ...]


class Predicts(Protocol):
    """Asks one saved model about sets of images; a Predictor, or what replays one."""

    loaded: Loaded | None

    def take(self, model: Path) -> None:
        """Bring a model that has passed the pre-check to where the sandbox can open it."""

    def predict(
        self, sets: Iterable[ImageSet], scales: Iterable[str]
    ) -> dict[tuple[str, str], Predictions]:
        """Return the predictions, (images, outputs), by set and scale."""


class Predictor:
    """Asks one saved model about sets of pictures, in a box that holds no labels."""

    def __init__(
        self, sandbox: RunningSandbox, kind: SandboxKind, folder: Path, seconds: float
    ) -> None:
        self._sandbox, self._kind, self._folder, self._seconds = sandbox, kind, folder, seconds
        self._lines = sandbox.lines()
        self._ready = False
        self.loaded: Loaded | None = None

    def take(self, model: Path) -> None:
        """Bring a model that has passed the pre-check to where the box can open it."""
        copy = self._folder / "model" / MODEL
        shutil.copyfile(model, copy, follow_symlinks=False)
        # The sandbox may run as another user; the folders above keep all others out.
        copy.chmod(0o644)

    def predict(
        self, sets: Iterable[ImageSet], scales: Iterable[str]
    ) -> dict[tuple[str, str], Predictions]:
        """The answers, (pictures, outputs), by set and scale; raises PredictionFailed."""
        sets, scales = list(sets), list(scales)
        chosen = tuple(SCALES[scale] for scale in scales)
        answer = self._ask(
            PredictTask(
                self._inside(f"model/{MODEL}"),
                self._inside("work"),
                tuple(asdict(self._examples(each, chosen)) for each in sets),
            )
        )
        self.loaded = Loaded(answer.input_shape, answer.output_shape)
        return {
            (each.name, scale): self._read(each, place)
            for each in sets
            for place, scale in enumerate(scales)
        }

    def _inside(self, place: str) -> str:
        return inside_path(self._kind, self._folder, place)

    def _examples(self, images: ImageSet, scales: tuple[tuple[float, float], ...]) -> ExampleSet:
        names = tuple(self._inside(f"inputs/{images.name}/{name}") for name in images.files)
        if images.is_array:
            return ExampleSet(images.name, scales, array=names[0])
        return ExampleSet(images.name, scales, names)

    def _read(self, images: ImageSet, place: int) -> Predictions:
        path = self._folder / "work" / f"{images.name}-{place}.npy"
        try:
            return read(path, rows=len(images.labels))
        except UnreadablePredictions as error:
            raise PredictionFailed("predict", str(error)) from error

    def _ask(self, task: PredictTask) -> Predicted:
        """Send one task and wait for its answer, no longer than the limit."""
        self._wait_until_ready()
        self._sandbox.send(json.dumps(asdict(task)).encode())
        until = time.monotonic() + self._seconds
        for line in self._lines:
            self._sandbox.check_limits()
            if time.monotonic() > until:
                raise PredictionFailed("time", f"no answer within {self._seconds:.0f} s")
            answer = parse(line) if line is not None else None
            if isinstance(answer, NotPredicted):
                shown = without_host_paths(
                    answer.message, self._kind, self._folder, Path(sys.executable)
                )
                raise PredictionFailed(answer.kind, shown)
            if isinstance(answer, Predicted):
                return answer
        raise PredictionFailed("ended", self._sandbox.last_words())

    def _wait_until_ready(self) -> None:
        """Before a model is there, whatever goes wrong is the kit's own fault."""
        until = time.monotonic() + START_SECONDS
        while not self._ready:
            line = next(self._lines, b"")
            if line == b"" or time.monotonic() > until:
                raise GraderFault(
                    f"the predicting sandbox did not start: {self._sandbox.last_words()}"
                )
            self._ready = line is not None and isinstance(parse(line), Ready)


@contextlib.contextmanager
def waiting_predictor(
    folder: Path,
    kind: SandboxKind,
    limits: SandboxLimits,
    images: tuple[ImageSet, ...],
    python: Path,
    hidden: tuple[Path, ...],
) -> Iterator[Predictor]:
    """A box that has begun to import Keras; it is gone when the block is left."""
    (folder / "model").mkdir(parents=True)
    mounts = [Mount(folder / "model", "model")] if kind is SandboxKind.ISOLATED else []
    mounts += [Mount(each.root, f"inputs/{each.name}") for each in images]
    plan = SandboxPlan(folder, "predict", (), tuple(mounts), limits, python, hidden, answers=True)
    with RunningSandbox(plan, kind) as sandbox:
        yield Predictor(sandbox, kind, folder, limits.seconds)


def score(predictions: Predictions, labels: tuple[int, ...], facts: ModelFacts) -> float:
    """Accuracy of answers; one output counts from its middle: 0.5, or 0 where it is a logit."""
    import numpy as np  # noqa: PLC0415

    single = predictions.shape[1] == 1
    outside = single and not ((predictions >= 0) & (predictions <= 1)).all()
    raw = single and facts.output_activation in {"linear", None} and bool(outside)
    return accuracy(predictions, np.asarray(labels), threshold=0.0 if raw else 0.5)
