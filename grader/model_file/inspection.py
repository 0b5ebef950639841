"""The look at a saved model that comes before any box opens it; nothing of the file is executed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import GraderFault
from grader.model_file.config import shown
from grader.model_file.findings import (
    ModelFacts,
    OversizedModel,
    RefusedModel,
    UnreadableModel,
    UnsafeModel,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
_ROOT = Path(__file__).resolve().parents[2]
_SECONDS = 30.0  # wall time of the look
_CPU_SECONDS = (
    3  # InceptionV3 takes 0.2; one damaged file in a thousand makes libhdf5 loop for ever
)
_MEMORY = 1_500_000_000  # address space; the look at InceptionV3 maps 0.4 GB
_ANSWER = 1_000_000  # bytes
_CHUNK = 1 << 20
_LIBRARY_PLACES = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # for a Python of conda's
_WHOLE = "Save the whole model with model.save('mymodel.h5')."
_REFUSALS: dict[str, type[RefusedModel]] = {"unsafe": UnsafeModel, "unreadable": UnreadableModel}


LOOK = "from grader.model_file import inspection; inspection.look_at_stdin()"


def examine(path: Path, max_bytes: int, prefix: Sequence[str] = ()) -> ModelFacts:
    """Facts of the saved model at `path`, if it is a whole, plain, allowed Keras model.

    Raises UnsafeModel, UnreadableModel or (more than `max_bytes`) OversizedModel. The file is
    opened once and looked at by a process of its own with limits, because libhdf5 may crash on
    what anybody may have written; `prefix` is put before that process's command (a box).
    """
    descriptor = open_plain(path)
    try:
        size = os.fstat(descriptor).st_size
        _judge_start(os.pread(descriptor, 64, 0), size, max_bytes)
        digest = _sha256(descriptor)
        answer = ask(descriptor, LOOK, (size, max_bytes), prefix)
    finally:
        os.close(descriptor)
    return _read_answer(answer, size, digest)


def open_plain(path: Path) -> int:
    """A descriptor of a regular file; no link is followed, and no pipe waited for."""
    name = shown(path.name)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise UnreadableModel(f"There is no file {name}.", _WHOLE) from None
    except (OSError, ValueError) as error:
        if path.is_symlink():
            reason = f"{name} is a link to another file, not a file of its own."
            raise UnsafeModel(reason, _WHOLE) from error
        raise UnreadableModel(f"{name} cannot be opened ({error}).", _WHOLE) from error
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    if stat.S_ISDIR(mode):
        advice = f"A name without .h5 makes Keras save a folder. {_WHOLE}"
        raise UnreadableModel(f"{name} is a folder, not a file.", advice)
    raise UnsafeModel(f"{name} is not a regular file.", _WHOLE)


def _judge_start(start: bytes, size: int, max_bytes: int) -> None:
    if size == 0:
        raise UnreadableModel(
            "The file is empty.", f"Was the run stopped while it was saving? {_WHOLE}"
        )
    if size > max_bytes:
        raise OversizedModel(
            f"The file has {size / 1e6:.1f} MB; this problem allows {max_bytes / 1e6:.1f} MB.",
            "Make the model smaller (fewer units in the first Dense after Flatten, one more "
            "pooling, smaller pictures), or leave out the optimizer's numbers, about two thirds of "
            "the file: model.save('mymodel.h5', include_optimizer=False).",
        )
    if start.startswith(_SIGNATURE):
        return
    if start.startswith(b"PK\x03\x04"):
        reason = "The file is a zip: Keras's .keras format, or an archive."
        raise UnreadableModel(reason, f"The exam takes the HDF5 format. {_WHOLE}")
    seen = "text" if all(9 <= sign < 127 for sign in start) else "other data"  # noqa: PLR2004
    raise UnreadableModel(f"The file is not HDF5, what .h5 stands for, but {seen}.", _WHOLE)


def _sha256(descriptor: int) -> str:
    digest, offset = hashlib.sha256(), 0
    while chunk := os.pread(descriptor, _CHUNK, offset):
        digest.update(chunk)
        offset += len(chunk)
    return digest.hexdigest()


def ask(
    descriptor: int, look: str, arguments: Sequence[object], prefix: Sequence[str] = ()
) -> bytes:
    """What a process that looks at a file wrote; it has the file as its standard input.

    `look` is a line of Python that reads the arguments; it ends after a time, and raises
    UnsafeModel or UnreadableModel here where it came to no end or crashed.
    """
    places = [str(_ROOT), *(place for place in sys.path if os.path.isabs(place))]  # noqa: PTH117
    program = f"import sys; sys.path[:] = {places!r}; {look}"
    command = [*prefix, sys.executable, "-I", "-S", "-c", program, *map(str, arguments)]
    environment = {name: os.environ[name] for name in _LIBRARY_PLACES if name in os.environ}
    environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}
    os.lseek(descriptor, 0, os.SEEK_SET)
    with tempfile.TemporaryFile() as answer:
        try:
            done = subprocess.run(
                command,
                stdin=descriptor,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env=environment,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            reason = f"Reading the file's structure took more than {_SECONDS:.0f} s."
            raise UnsafeModel(reason, f"Such a file is not what Keras writes. {_WHOLE}") from error
        if done.returncode < 0:
            reason = "The file is so damaged that the HDF5 library gave up on it."
            raise UnreadableModel(reason, f"Was the run stopped while it was saving? {_WHOLE}")
        answer.seek(0)
        return answer.read(_ANSWER)


def look_at_stdin() -> None:
    """The looking process: arguments are the file's bytes and the most allowed; one JSON answer."""
    import h5py  # noqa: F401, PLC0415  (before the limits: its threads and maps are ours)

    limit()
    answer: dict[str, Any]
    try:
        answer = _look(int(sys.argv[1]), int(sys.argv[2]))
    except RefusedModel as refused:
        kind = "unsafe" if isinstance(refused, UnsafeModel) else "unreadable"
        answer = {kind: [refused.reason, refused.fix]}
    except MemoryError:
        answer = {"unsafe": ["The file needs more memory to look at than a model does.", _WHOLE]}
    except Exception as error:  # noqa: BLE001  (a configuration that nobody has thought of)
        reason = f"The model's configuration does not read as Keras's ({type(error).__name__})."
        answer = {"unreadable": [reason, _WHOLE]}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # libhdf5 may crash while it closes a damaged file


def _look(size: int, max_bytes: int) -> dict[str, Any]:
    from grader.model_file import config, description, hdf5  # noqa: PLC0415

    with os.fdopen(0, "rb", buffering=0, closefd=False) as file:
        stored = hdf5.look(file, size, max_bytes)
    parsed = config.parse(stored.config)
    config.judge(parsed, stored.sizes)
    described = description.describe(parsed)
    if not described.layers:
        raise UnreadableModel("The saved model has no layers.", f"Add layers. {_WHOLE}")
    if described.input_shape is None and stored.parameters == 0:
        raise UnreadableModel(
            "The model was saved before it was built: it knows no input shape and no weights.",
            "Begin with keras.Input(shape=...), and save after fit.",
        )
    facts = asdict(described)
    return {**facts, "keras_version": stored.keras_version, "parameters": stored.parameters}


def limit() -> None:
    """Bound what this process may use, before it reads what anybody may have written."""
    import resource  # noqa: PLC0415  (Unix only)

    for kind, most in (
        (resource.RLIMIT_AS, _MEMORY),
        (resource.RLIMIT_CPU, _CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, _ANSWER),
    ):
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some
            resource.setrlimit(kind, (most, most))


def _read_answer(answer: bytes, size: int, digest: str) -> ModelFacts:
    """Facts or the refusal out of the looking process's answer; raises GraderFault for neither."""
    try:
        data = json.loads(answer)
        for kind, refusal in _REFUSALS.items():
            if kind in data:
                reason, advice = data[kind]
                raise refusal(str(reason), str(advice))
        return ModelFacts(
            bytes=size,
            sha256=digest,
            keras_version=_text(data["keras_version"]) or "",
            class_name=_text(data["class_name"]) or "",
            input_shape=_shape(data["input_shape"]),
            output_shape=_shape(data["output_shape"]),
            parameters=int(data["parameters"]),
            layers=tuple(_text(name) or "" for name in data["layers"]),
            output_activation=_text(data["output_activation"]),
            has_rescaling=data["has_rescaling"] is True,
            dtype=_text(data["dtype"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise GraderFault("the look at the saved model gave no answer") from error


def _text(value: Any) -> str | None:  # noqa: ANN401
    return None if value is None else str(value)[:100]


def _shape(value: Any) -> tuple[int | None, ...] | None:  # noqa: ANN401
    return None if value is None else tuple(None if item is None else int(item) for item in value)
