"""Compile TensorFlow once, outside sandboxes, which cannot store what they compile."""

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
NOTES = "compiled"  # folder with a note for each installation that was compiled
# What submissions import; only TensorFlow must exist.
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
    """Import what submissions import, unless that was done before.

    Raises GraderFault if the kit's own Python cannot import TensorFlow, and UsageError if another
    Python cannot.
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
            # Not the learner's folder: Python could import files from there.
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
    """Return an environment in which Python stores compiled files next to their sources.

    Container images often forbid it; then every sandbox would compile Keras, which takes 4 s.
    """
    forbidding = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
    return {name: value for name, value in environ.items() if name not in forbidding}


def _note(cache: Path, compiled: Path) -> Path:
    # A path can be too long for a file name.
    return cache / NOTES / hashlib.sha256(os.fsencode(compiled.parent)).hexdigest()
