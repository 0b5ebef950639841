"""Compiling TensorFlow once: a box cannot write next to what it imports, and would do it anew."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderFault

if TYPE_CHECKING:
    from grader.progress import Progress

_IMPORT = (
    "import tensorflow, keras, keras._tf_keras.keras; import PIL.Image, scipy.ndimage, "
    "matplotlib.pyplot"
)


def prepare(cache: Path, progress: Progress) -> None:
    """Import what submissions import, outside any box, where that was never done before.

    Raises GraderFault where TensorFlow cannot be imported at all.
    """
    spec = importlib.util.find_spec("keras")
    if spec is None or spec.origin is None:
        raise GraderFault("TensorFlow is not installed beside the kit; install the kit again")
    compiled = Path(importlib.util.cache_from_source(spec.origin))
    done = cache / "prepared" / compiled.parent.as_posix().strip("/").replace("/", "+")
    if compiled.exists() or done.exists():
        return
    progress("Preparing TensorFlow for its first use", 0, 0)
    done.parent.mkdir(parents=True, exist_ok=True)
    answer = subprocess.run(
        [sys.executable, "-c", _IMPORT],
        capture_output=True,
        check=False,
        text=True,
        timeout=600,
        cwd=done.parent,  # Never the learner's folder: what lies there could be imported instead.
    )
    if answer.returncode:
        last = (answer.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise GraderFault(f"TensorFlow cannot be imported: {last}")
    done.touch()
