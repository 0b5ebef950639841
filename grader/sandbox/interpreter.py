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

# No package is imported for the answer; any Python 3 understands the question.
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
    """A Python and what it has; `keras` is the major version of Keras that it imports by itself.

    `compiled` are the places of compiled packages, by their names: TensorFlow's, Keras's and
    tf_keras's, which is Keras 2 beside another.
    """

    path: Path
    keras: str = KERAS_3
    compiled: Mapping[str, Path] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether it is the one that the kit runs in."""
        return self.path == Path(sys.executable)

    def uses_tf_keras(self, asked: str, *, is_old: bool) -> bool:
        """Whether a file, which was written for Keras 2 if `is_old`, is run under tf_keras."""
        if self.keras == KERAS_2 or "tf_keras" not in self.compiled:
            return False
        return asked == KERAS_2 or (asked == "auto" and is_old)

    def require(self, asked: str) -> None:
        """Raise UsageError where it has no Keras of the version asked for."""
        if asked not in VERSIONS:
            raise UsageError(f"--keras takes {', '.join(VERSIONS)}, not '{asked}'")
        if asked == KERAS_3 and self.keras == KERAS_2:
            raise UsageError(f"--keras 3: {self.path} has Keras 2")
        if asked == KERAS_2 and self.keras != KERAS_2 and "tf_keras" not in self.compiled:
            install = INSTALL if self.is_own else "install tf_keras there"
            raise UsageError(f"--keras 2 needs tf_keras beside TensorFlow: {install}")


def own() -> Interpreter:
    """The Python that the kit runs in."""
    specs = {name: importlib.util.find_spec(name) for name in PACKAGES}
    compiled = {
        name: Path(importlib.util.cache_from_source(spec.origin))
        for name, spec in specs.items()
        if spec is not None and spec.origin is not None
    }
    return Interpreter(Path(sys.executable), compiled=compiled)


def named(path: Path) -> Interpreter:
    """The Python of this path, or of an environment in this folder.

    Raises UsageError where there is none, where it is too old, or where it has no TensorFlow.
    """
    if path.is_dir():
        places = [path / "bin" / "python", path / "python.exe", path / "Scripts" / "python.exe"]
        path = next((place for place in places if place.is_file()), path)
    try:
        answer = subprocess.run(
            # Isolated, and not in the learner's folder: what lies there must not be imported.
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
        told = ".".join(map(str, release))
        raise UsageError(f"--python {path} is Python {told}; the kit trains with 3.8 or later")
    if "tensorflow" not in found or "keras" not in found:
        missing = "TensorFlow" if "tensorflow" not in found else "Keras of its own"
        raise UsageError(
            f"--python {path} has no {missing}: install TensorFlow 2.6 or later there, "
            "or leave --python out"
        )
    return Interpreter(Path(executable), KERAS_2 if keras.startswith("2.") else KERAS_3, found)
