"""Store what a learner started: the file of each problem, and how many hints were shown."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.settings import make_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.settings import Settings

FILE = "begun.json"
MAX_FILES = 200  # of a problem, whose variants are stored


@dataclass(frozen=True)
class Begun:
    """A problem that a learner started; `file` is empty before `practice start`.

    `variants` maps each file that `start` created, with links resolved, to its variant.
    """

    file: str = ""
    hints: int = 0
    variant: int = 0
    variants: Mapping[str, int] = field(default_factory=dict)


def read(settings: Settings, problem: str) -> Begun:
    """Return what is stored of a problem; an empty Begun if the file is missing or damaged."""
    stored = _read_all(settings.state / FILE).get(problem)
    if not isinstance(stored, dict):
        return Begun()
    file, hints, variant = (stored.get(name) for name in ("file", "hints", "variant"))
    made = stored.get("variants")
    variants = made.items() if isinstance(made, dict) else ()
    return Begun(
        file if isinstance(file, str) else "",
        hints if isinstance(hints, int) else 0,
        variant if isinstance(variant, int) else 0,
        {path: number for path, number in variants if isinstance(number, int)},
    )


def started(settings: Settings, problem: str, path: Path, variant: int) -> None:
    """Store the file that `start` created; raises UsageError as `write` does."""
    every = {**read(settings, problem).variants, str(path.resolve()): variant}
    newest = dict(list(every.items())[-MAX_FILES:])
    write(settings, problem, file=str(path.absolute()), variant=variant, variants=newest)


def write(settings: Settings, problem: str, **changes: str | int | Mapping[str, int]) -> None:
    """Change what is stored of one problem, atomically.

    Raises UsageError if the file cannot be written.
    """
    path = make_folder(settings.state) / FILE
    everything = _read_all(path)
    everything[problem] = asdict(replace(read(settings, problem), **changes))  # type: ignore[arg-type]
    fresh = path.with_name(f"{FILE}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(everything, indent=2), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _read_all(path: Path) -> dict[str, object]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}
