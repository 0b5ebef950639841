"""Reports of runs that are done, so that an interrupted validation goes on where it was."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from grader.report import Report  # noqa: TC001  (msgspec evaluates the annotations)
from grader.settings import make_folder
from grader.validation.run_summary import summarise
from grader.validation.runs import Ending

if TYPE_CHECKING:
    from pathlib import Path

    from grader.validation.runs import Run

FORMAT = 1


@dataclass(frozen=True)
class Slot:
    """Where the report of one run is kept, and what it must rest on to count."""

    path: Path
    fingerprint: str


@dataclass(frozen=True)
class _Stored:
    """The file of one run."""

    format: int
    fingerprint: str
    status: int
    seconds: float
    report: Report


def slot(folder: Path, kind: str, run: Run, fingerprint: str) -> Slot:
    """The place of a run below `folder`: one a submission, seed and kind of data."""
    return Slot(folder / kind / run.case.name / f"seed-{run.seed}.json", fingerprint)


def load(place: Slot) -> Ending | None:
    """The kept ending of a run; None where there is none, a damaged one or one of another kind."""
    try:
        values = json.loads(place.path.read_text(encoding="utf-8"))
        stored = msgspec.convert(values, _Stored)
    except (OSError, ValueError, RecursionError):
        return None
    if (stored.format, stored.fingerprint) != (FORMAT, place.fingerprint):
        return None
    return Ending(stored.status, summarise(stored.report), "", stored.seconds, kept=True)


def save(place: Slot, status: int, seconds: float, report: dict[str, Any]) -> None:
    """Keep the report of a run, whole or not at all; raises UsageError or OSError if it cannot."""
    make_folder(place.path.parent)
    fresh = place.path.with_name(f"{place.path.name}.{os.getpid()}")
    values = {
        "format": FORMAT,
        "fingerprint": place.fingerprint,
        "status": status,
        "seconds": round(seconds, 3),
        "report": report,
    }
    try:
        fresh.write_text(json.dumps(values), encoding="utf-8")
        fresh.replace(place.path)
    except BaseException:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise


def forget(place: Slot) -> None:
    """Remove what is kept of a run."""
    with contextlib.suppress(FileNotFoundError):
        place.path.unlink()
