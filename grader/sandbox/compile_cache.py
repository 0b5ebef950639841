"""Compiling TensorFlow once: a box cannot write next to what it imports, and would do it anew."""

from __future__ import annotations

import hashlib
import os
import subprocess
from typing import TYPE_CHECKING

from grader.errors import GraderFault, UsageError
from grader.sandbox import interpreter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress
    from grader.sandbox.interpreter import Interpreter

LONGEST = 600  # seconds
NOTES = "compiled"  # the folder that tells for which installations it was done
# What submissions import; TensorFlow must be there, and of the rest what is.
_IMPORT = """
import importlib
import tensorflow
for name in ("keras", "keras._tf_keras.keras", "tf_keras", "tf_keras.api._v2.keras",
             "PIL.Image", "scipy.ndimage", "matplotlib.pyplot"):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
"""


def prepare(cache: Path, progress: Progress, python: Interpreter | None = None) -> None:
    """Import what submissions import, outside any box, where that was never done before.

    Raises GraderFault where TensorFlow cannot be imported by the kit's own Python, and UsageError
    where another one cannot.
    """
    python = python or interpreter.own()
    if "keras" not in python.compiled:
        raise GraderFault("TensorFlow is not installed beside the kit; install the kit again")
    compiled = [place for name, place in python.compiled.items() if name != "tensorflow"]
    done = {place: _note(cache, place) for place in compiled}
    if all(place.exists() or note.exists() for place, note in done.items()):
        return
    progress("Preparing TensorFlow for its first use", 0, 0)
    for note in done.values():
        note.parent.mkdir(parents=True, exist_ok=True)
    try:
        answer = subprocess.run(
            [str(python.path), "-c", _IMPORT],
            capture_output=True,
            check=False,
            text=True,
            timeout=LONGEST,
            # Never the learner's folder: what lies there could be imported instead.
            cwd=cache / NOTES,
            env=writing(os.environ),
        )
    except subprocess.TimeoutExpired as error:
        raise GraderFault(f"TensorFlow was not imported within {LONGEST} s") from error
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        if python.is_own:
            raise GraderFault(f"TensorFlow cannot be imported: {last}")
        raise UsageError(f"--python {python.path} cannot import TensorFlow: {last}")
    for note in done.values():
        note.touch()


def writing(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment in which Python keeps what it compiles, next to its source.

    Images of containers often forbid it: then each box would compile Keras anew, for 4 seconds.
    """
    forbidding = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    return {name: value for name, value in environ.items() if name not in forbidding}


def _note(cache: Path, compiled: Path) -> Path:
    # A whole path can be too long for one name.
    return cache / NOTES / hashlib.sha256(os.fsencode(compiled.parent)).hexdigest()
