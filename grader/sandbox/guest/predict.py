"""Program of the predicting sandbox: load saved models, predict images, write arrays.

It starts before there is anything to predict, so that Keras is imported in time, and reports Ready.
It reads a PredictTask from each line of its input and answers Predicted, or NotPredicted and ends.
"""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

from ..protocol import ExampleSet, NotPredicted, Predicted, PredictTask, Ready
from . import channel as channels
from . import limits
from .keras2.config_repair import KERAS_2_HARD_SIGMOID, repaired

_LONGEST_REQUEST = 16_000_000
_LONGEST_MESSAGE = 600
_MOST_OUTPUTS = 10_000
_IMAGE_RANKS = (3, 4)  # (images, height, width), with or without channels


class Failure(Exception):
    """A task that cannot be done; `kind` is as in NotPredicted."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def main() -> int:
    """Do tasks until the input ends; what libraries print goes to standard error."""
    limits.close_off()
    channel = channels.from_environment()
    os.dup2(2, 1)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # the CPU gives the same numbers every time
    import keras  # noqa: F401, PLC0415
    import PIL.Image  # noqa: F401, PLC0415
    import tensorflow as tf  # noqa: F401, PLC0415

    channel.send(Ready())
    models: dict[str, Any] = {}
    while (line := sys.stdin.readline(_LONGEST_REQUEST)).strip():
        try:
            channel.send(_done(line, models))
        except Failure as failure:
            message = " ".join(str(failure).split())[:_LONGEST_MESSAGE]
            channel.send(NotPredicted(failure.kind, message))
            return 1
    return 0


def _done(line: str, models: dict[str, Any]) -> Predicted:
    task, sets = _read(line)
    model = models[task.model] = models.get(task.model) or _guarded("load", load, task.model)
    shape = _input_shape(model)
    for wanted in sets:
        _guarded("predict", _predict_set, model, shape, wanted, task)
    return Predicted(tuple(shape), tuple(model.output_shape))


def _read(line: str) -> tuple[PredictTask, list[ExampleSet]]:
    try:
        task = PredictTask(**json.loads(line))
        sets = [ExampleSet(**values) for values in task.sets]
    except (ValueError, TypeError) as error:
        raise Failure("request", f"{type(error).__name__}: {error}") from error
    for one in sets:
        if Path(one.name).name != one.name or not one.scales:
            raise Failure("request", f"invalid set {one.name!r}")
        if bool(one.files) == bool(one.array):
            raise Failure("request", f"the set {one.name!r} needs either files or an array")
    return task, sets


def _guarded(kind: str, function: Any, *arguments: Any) -> Any:  # noqa: ANN401
    """Call a function; whatever Keras raises becomes a Failure of this kind."""
    try:
        return function(*arguments)
    except Failure:
        raise
    except MemoryError as error:
        raise Failure(kind, "out of memory") from error
    except Exception as error:  # Keras and TensorFlow raise anything
        raise Failure(kind, f"{type(error).__name__}: {error}") from error


def load(path: str) -> Any:  # noqa: ANN401
    """Load the model in a .h5 file; repair its configuration if this Keras needs it."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(0)
    old = {KERAS_2_HARD_SIGMOID: hard_sigmoid_of_keras_2}
    with _loadable(path) as whole, keras.saving.custom_object_scope(old):
        model = keras.models.load_model(whole, compile=False, safe_mode=True)
    if not model.built:
        raise Failure("load", "the model was saved before it was built: it has no weights")
    return model


def _loadable(path: str) -> Any:  # noqa: ANN401
    """Yield the file, or a copy whose configuration this Keras can load."""
    import contextlib  # noqa: PLC0415
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    import h5py  # noqa: PLC0415

    with h5py.File(path, "r") as file:
        text = file.attrs["model_config"]
        version = _text(file.attrs.get("keras_version", ""))
    config = json.loads(text)
    repaired_config = repaired(config, from_keras_2=version.startswith("2."))
    if repaired_config == config:
        return contextlib.nullcontext(path)

    @contextlib.contextmanager
    def copy() -> Any:  # noqa: ANN401
        with tempfile.TemporaryDirectory() as folder:
            name = str(Path(folder) / "model.h5")
            shutil.copyfile(path, name)
            with h5py.File(name, "r+") as file:
                file.attrs["model_config"] = json.dumps(repaired_config)
            yield name

    return copy()


def _text(value: Any) -> str:  # noqa: ANN401
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def hard_sigmoid_of_keras_2(x: Any) -> Any:  # noqa: ANN401
    """Return the hard sigmoid of Keras 2, with x / 5; that of Keras 3 has x / 6."""
    import keras  # noqa: PLC0415

    return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)


def _input_shape(model: Any) -> list[int | None]:  # noqa: ANN401
    shape = model.input_shape
    if not isinstance(shape, tuple) or any(isinstance(item, (tuple, list)) for item in shape):
        raise Failure("shape", f"the model takes several inputs: {shape}")
    if not isinstance(model.output_shape, tuple):
        raise Failure("shape", f"the model has several outputs: {model.output_shape}")
    return list(shape)


def _predict_set(
    model: Any,  # noqa: ANN401
    shape: list[int | None],
    wanted: ExampleSet,
    task: PredictTask,
) -> None:
    import numpy as np  # noqa: PLC0415

    batch = shape[0] or task.batch
    images = Images(wanted, shape, task.size)
    rows: list[list[Any]] = [[] for _ in wanted.scales]
    for start in range(0, images.count, batch):
        plain = images.take(start, min(start + batch, images.count))
        whole = np.zeros((batch, *plain.shape[1:]), "float32")  # one size of batch, one graph
        whole[: len(plain)] = plain
        for index, (multiply, add) in enumerate(wanted.scales):
            scaled = whole * np.float32(multiply) + np.float32(add)
            rows[index].append(_table(model.predict_on_batch(scaled))[: len(plain)])
    for index, parts in enumerate(rows):
        table = np.concatenate(parts) if parts else np.zeros((0, 1), "float32")
        np.save(Path(task.out) / f"{wanted.name}-{index}.npy", table, allow_pickle=False)


def _table(output: Any) -> Any:  # noqa: ANN401
    """Return predictions as float32 of shape (images, outputs)."""
    import numpy as np  # noqa: PLC0415

    table = np.asarray(output, "float32")
    longest = max(table.shape[1:], default=1)
    if table.size != len(table) * longest or longest > _MOST_OUTPUTS:
        raise Failure("shape", f"the model gives {table.shape[1:]} for one image, not one row")
    return np.ascontiguousarray(table.reshape(len(table), longest))


class Images:
    """Images of a set, a few at a time, as Keras's own loaders give them, fitted to the model."""

    def __init__(
        self, wanted: ExampleSet, shape: list[int | None], size: tuple[int, int] | None
    ) -> None:
        import numpy as np  # noqa: PLC0415

        self._files = wanted.files
        self._shape = shape[1:]
        self._array = None
        if wanted.array:
            self._array = np.load(wanted.array, mmap_mode="r", allow_pickle=False)
        self.count = len(self._files) if self._array is None else len(self._array)
        own = shape[1:3] if len(shape) in _IMAGE_RANKS and None not in shape[1:3] else size
        self._size = tuple(own) if own else None
        self._mode = "grayscale" if len(shape) == _IMAGE_RANKS[0] or shape[-1] == 1 else "rgb"

    def take(self, start: int, end: int) -> Any:  # noqa: ANN401
        """Return images start to end as float32 of the input shape; raises Failure("shape")."""
        import numpy as np  # noqa: PLC0415

        if self._array is None:
            plain = np.stack([self._decoded(name) for name in self._files[start:end]])
        else:
            plain = np.asarray(self._array[start:end], "float32")
        return self._fitted(plain)

    def _decoded(self, name: str) -> Any:  # noqa: ANN401
        from keras.utils import img_to_array, load_img  # noqa: PLC0415

        image = load_img(name, color_mode=self._mode, target_size=self._size)
        if self._size is None:
            self._size = (image.height, image.width)
        return img_to_array(image, dtype="float32")

    def _fitted(self, plain: Any) -> Any:  # noqa: ANN401
        """Return the same numbers with one axis more or less, or flat, as the model takes them."""
        seen, wanted = plain.shape[1:], self._shape
        matches = len(seen) == len(wanted) and all(
            item in (None, found) for item, found in zip(wanted, seen, strict=True)
        )
        if matches:
            return plain
        known = [item for item in wanted if item is not None]
        if len(known) != len(wanted) or math.prod(known) != math.prod(seen):
            raise Failure("shape", f"the model takes {wanted}, the images are {list(seen)}")
        return plain.reshape(len(plain), *known)


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # to shut TensorFlow down takes up to a second
