"""The program of the box that predicts: load one saved model, predict pictures, write arrays.

Started as `python -m guest.predict` from the folder that holds `guest/`, before there is anything
to predict, so that Keras is imported in time. It writes {"ready": true}, and answers each request
with {"done": true, ...} or {"error": {"kind", "message"}}; all are JSON, one line each:

    {"model": "/model/mymodel.h5", "out": "/out", "batch": 64, "size": [150, 150] or null,
     "sets": [{"name": "held-out", "files": [...] or "array": "pictures.npy",
               "scales": [[multiply, add], ...]}]}

Predictions of a set at its K-th scale go to OUT/NAME-K.npy: float32, (pictures, outputs).
"""

from __future__ import annotations

import json
import math
import os
import sys
import time
from pathlib import Path
from typing import IO, Any

from ..conventions import CHANNEL_VARIABLE
from . import limits
from .keras2.config_repair import KERAS_2_HARD_SIGMOID, repaired

_LONGEST_REQUEST = 16_000_000
_LONGEST_MESSAGE = 600
_MOST_OUTPUTS = 10_000
_IMAGE_RANKS = (3, 4)  # (pictures, height, width) and the same with channels


class Failure(Exception):
    """What the parent is told: `kind` is request, load, shape or predict."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def main() -> int:
    """Run the protocol on standard input and output; what libraries print goes to the errors."""
    limits.close_off()
    channel = os.environ.pop(CHANNEL_VARIABLE, None)
    answers = os.fdopen(os.dup(1) if channel is None else int(channel), "w", encoding="utf-8")
    os.dup2(2, 1)
    started = time.monotonic()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"  # the processor gives the same numbers every time
    import keras  # noqa: F401, PLC0415
    import PIL.Image  # noqa: F401, PLC0415
    import tensorflow as tf  # noqa: F401, PLC0415

    seconds = {"import": time.monotonic() - started}
    _say(answers, {"ready": True})
    models: dict[str, Any] = {}
    while (line := sys.stdin.readline(_LONGEST_REQUEST)).strip():
        try:
            answer = _serve(_request(line), seconds, models)
        except Failure as failure:
            message = " ".join(str(failure).split())[:_LONGEST_MESSAGE]
            _say(answers, {"error": {"kind": failure.kind, "message": message}})
            return 1
        _say(answers, answer)
    return 0


def _say(answers: IO[str], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def _request(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
        for wanted in request["sets"]:
            name = wanted["name"]
            if Path(name).name != name or not wanted["scales"]:
                raise Failure("request", f"cannot serve the set {name!r}")
            if ("files" in wanted) == ("array" in wanted):
                raise Failure("request", f"the set {name!r} needs either files or an array")
        return {"batch": 64, "size": None, **request, "model": str(request["model"])}
    except (ValueError, KeyError, TypeError) as error:
        raise Failure("request", f"{type(error).__name__}: {error}") from error


def _serve(
    request: dict[str, Any], seconds: dict[str, float], models: dict[str, Any]
) -> dict[str, Any]:
    import keras  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    started = time.monotonic()
    path = request["model"]
    model = models[path] = models.get(path) or _guarded("load", load, path)
    shape = _input_shape(model)
    seconds["load"] = time.monotonic() - started
    started = time.monotonic()
    for wanted in request["sets"]:
        _guarded("predict", _predict_set, model, shape, wanted, request)
    seconds["predict"] = time.monotonic() - started
    return {
        "done": True,
        "input_shape": shape,
        "output_shape": list(model.output_shape),
        "parameters": model.count_params(),
        "keras": keras.__version__,
        "tensorflow": tf.__version__,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
    }


def _guarded(kind: str, function: Any, *arguments: Any) -> Any:  # noqa: ANN401
    """Call it; whatever Keras raises becomes a Failure of this kind."""
    try:
        return function(*arguments)
    except Failure:
        raise
    except MemoryError as error:
        raise Failure(kind, "out of memory") from error
    except Exception as error:  # Keras and TensorFlow raise anything
        raise Failure(kind, f"{type(error).__name__}: {error}") from error


def load(path: str) -> Any:  # noqa: ANN401
    """The model in a .h5 file, its configuration repaired where this Keras needs it."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(0)
    old = {KERAS_2_HARD_SIGMOID: hard_sigmoid_of_keras_2}
    with _loadable(path) as whole, keras.saving.custom_object_scope(old):
        model = keras.models.load_model(whole, compile=False, safe_mode=True)
    if not model.built:
        raise Failure("load", "the model was saved before it was built: it has no weights")
    return model


def _loadable(path: str) -> Any:  # noqa: ANN401
    """A context that gives the file itself, or a copy with a repaired configuration."""
    import contextlib  # noqa: PLC0415
    import shutil  # noqa: PLC0415
    import tempfile  # noqa: PLC0415

    import h5py  # noqa: PLC0415

    with h5py.File(path, "r") as file:
        text = file.attrs["model_config"]
        version = _text(file.attrs.get("keras_version", ""))
    config = json.loads(text)
    mended = repaired(config, from_keras_2=version.startswith("2."))
    if mended == config:
        return contextlib.nullcontext(path)

    @contextlib.contextmanager
    def copy() -> Any:  # noqa: ANN401
        with tempfile.TemporaryDirectory() as folder:
            name = str(Path(folder) / "model.h5")
            shutil.copyfile(path, name)
            with h5py.File(name, "r+") as file:
                file.attrs["model_config"] = json.dumps(mended)
            yield name

    return copy()


def _text(value: Any) -> str:  # noqa: ANN401
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def hard_sigmoid_of_keras_2(x: Any) -> Any:  # noqa: ANN401
    """Keras 3's is flatter: x / 6 in place of x / 5."""
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
    wanted: dict[str, Any],
    request: dict[str, Any],
) -> None:
    import numpy as np  # noqa: PLC0415

    batch = shape[0] or int(request["batch"])
    images = Images(wanted, shape, request["size"])
    rows: list[list[Any]] = [[] for _ in wanted["scales"]]
    for start in range(0, images.count, batch):
        plain = images.take(start, min(start + batch, images.count))
        whole = np.zeros((batch, *plain.shape[1:]), "float32")  # one size of batch, one graph
        whole[: len(plain)] = plain
        for index, (multiply, add) in enumerate(wanted["scales"]):
            scaled = whole * np.float32(multiply) + np.float32(add)
            rows[index].append(_table(model.predict_on_batch(scaled))[: len(plain)])
    for index, parts in enumerate(rows):
        table = np.concatenate(parts) if parts else np.zeros((0, 1), "float32")
        np.save(Path(request["out"]) / f"{wanted['name']}-{index}.npy", table, allow_pickle=False)


def _table(output: Any) -> Any:  # noqa: ANN401
    """Predictions as float32 of shape (pictures, outputs)."""
    import numpy as np  # noqa: PLC0415

    table = np.asarray(output, "float32")
    longest = max(table.shape[1:], default=1)
    if table.size != len(table) * longest or longest > _MOST_OUTPUTS:
        raise Failure("shape", f"the model gives {table.shape[1:]} for one picture, not one row")
    return np.ascontiguousarray(table.reshape(len(table), longest))


class Images:
    """Pictures of a set, a few at a time, as Keras's own loaders give them, fitted to the model."""

    def __init__(
        self, wanted: dict[str, Any], shape: list[int | None], size: list[int] | None
    ) -> None:
        import numpy as np  # noqa: PLC0415

        self._files: list[str] = wanted.get("files", [])
        self._shape = shape[1:]
        self._array = None
        if "array" in wanted:
            self._array = np.load(wanted["array"], mmap_mode="r", allow_pickle=False)
        self.count = len(self._files) if self._array is None else len(self._array)
        own = shape[1:3] if len(shape) in _IMAGE_RANKS and None not in shape[1:3] else size
        self._size = tuple(own) if own else None
        self._mode = "grayscale" if len(shape) == _IMAGE_RANKS[0] or shape[-1] == 1 else "rgb"

    def take(self, start: int, end: int) -> Any:  # noqa: ANN401
        """Pictures start to end, float32, of the model's input shape; raises Failure("shape")."""
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
        """The same numbers with an axis more or less, or in one row, where the model takes so."""
        seen, wanted = plain.shape[1:], self._shape
        matches = len(seen) == len(wanted) and all(
            item in (None, found) for item, found in zip(wanted, seen, strict=True)
        )
        if matches:
            return plain
        known = [item for item in wanted if item is not None]
        if len(known) != len(wanted) or math.prod(known) != math.prod(seen):
            raise Failure("shape", f"the model takes {wanted}, the pictures are {list(seen)}")
        return plain.reshape(len(plain), *known)


if __name__ == "__main__":
    status = main()
    sys.stderr.flush()
    os._exit(status)  # taking TensorFlow apart costs up to a second, and nothing is left to do
