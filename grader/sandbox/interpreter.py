"""The Python that trains: the kit's own, or another that has TensorFlow."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST = (3, 8)
KERAS_2 = "2"
KERAS_3 = "3"
VERSIONS = ("auto", KERAS_2, KERAS_3)
PACKAGES = ("tensorflow", "keras", "tf_keras")
INSTALL = "`uv pip install tf_keras` in the kit's folder"

# Any Python 3 runs this code, which imports no package.
_ASK = """
import importlib.util, json, sys
found = {}
for name in %r:
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.origin:
        found[name] = importlib.util.cache_from_source(spec.origin)
try:
    from importlib.metadata import version
    keras = version("keras")
except Exception:
    keras = ""
print(json.dumps([sys.executable, sys.version_info[:3], keras, found]))
"""
_SECONDS = 60


@dataclass(frozen=True)
class Interpreter:
    """A Python; `keras` is the major version of Keras that it imports by default.

    `compiled` are the paths of the compiled packages, by name: tensorflow, keras, and tf_keras,
    which is Keras 2 next to Keras 3.
    """

    path: Path
    keras: str = KERAS_3
    compiled: Mapping[str, Path] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether the kit runs in it."""
        return self.path == Path(sys.executable)

    def uses_tf_keras(self, asked: str, *, is_old: bool) -> bool:
        """Whether to run a file under tf_keras; `is_old` means that it is written for Keras 2."""
        if self.keras == KERAS_2 or "tf_keras" not in self.compiled:
            return False
        return asked == KERAS_2 or (asked == "auto" and is_old)

    def require(self, asked: str) -> None:
        """Raise UsageError if it does not have the Keras version that was asked for."""
        if asked not in VERSIONS:
            raise UsageError(f"--keras takes {', '.join(VERSIONS)}, not '{asked}'")
        if asked == KERAS_3 and self.keras == KERAS_2:
            raise UsageError(f"--keras 3: {self.path} has Keras 2")
        if asked == KERAS_2 and self.keras != KERAS_2 and "tf_keras" not in self.compiled:
            install = INSTALL if self.is_own else "install tf_keras there"
            raise UsageError(f"--keras 2 needs tf_keras beside TensorFlow: {install}")


def own() -> Interpreter:
    """Return the Python that the kit runs in."""
    specs = {name: importlib.util.find_spec(name) for name in PACKAGES}
    compiled = {
        name: Path(importlib.util.cache_from_source(spec.origin))
        for name, spec in specs.items()
        if spec is not None and spec.origin is not None
    }
    return Interpreter(Path(sys.executable), compiled=compiled)


def named(path: Path) -> Interpreter:
    """Return the Python at this path, or of the environment in this folder.

    Raises UsageError if there is none, or if it is too old or has no TensorFlow.
    """
    if path.is_dir():
        places = [path / "bin" / "python", path / "python.exe", path / "Scripts" / "python.exe"]
        path = next((place for place in places if place.is_file()), path)
    try:
        answer = subprocess.run(
            # Isolated, and not in the learner's folder: Python must not import files from there.
            [str(path.absolute()), "-I", "-c", _ASK % (PACKAGES,)],
            capture_output=True,
            check=True,
            cwd="/",
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=_SECONDS,
        )
        executable, version, keras, compiled = json.loads(answer.stdout.splitlines()[-1])
        found = {str(name): Path(place) for name, place in compiled.items()}
        release = tuple(int(number) for number in version)
    except (OSError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise UsageError(f"--python {path} is not a Python that runs") from error
    except subprocess.SubprocessError as error:
        raise UsageError(f"--python {path} is not a Python 3 that runs") from error
    if release < OLDEST:
        found_release = ".".join(map(str, release))
        raise UsageError(
            f"--python {path} is Python {found_release}; the kit trains with 3.8 or later"
        )
    if "tensorflow" not in found or "keras" not in found:
        missing = "TensorFlow" if "tensorflow" not in found else "Keras of its own"
        raise UsageError(
            f"--python {path} has no {missing}: install TensorFlow 2.6 or later there, "
            "or leave --python out"
        )
    return Interpreter(Path(executable), KERAS_2 if keras.startswith("2.") else KERAS_3, found)
