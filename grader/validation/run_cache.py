"""Cache the reports of finished runs, so that an interrupted validation can continue."""

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
    """The cache file of one run, and the fingerprint that it must have."""

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
    """Return the cache slot of a run below `folder`: one a submission, seed and kind of data."""
    return Slot(folder / kind / run.case.name / f"seed-{run.seed}.json", fingerprint)


def load(place: Slot) -> Ending | None:
    """Return the cached ending of a run; None if missing, damaged or outdated."""
    try:
        values = json.loads(place.path.read_text(encoding="utf-8"))
        stored = msgspec.convert(values, _Stored)
    except (OSError, ValueError, RecursionError):
        return None
    if (stored.format, stored.fingerprint) != (FORMAT, place.fingerprint):
        return None
    return Ending(stored.status, summarise(stored.report), "", stored.seconds, cached=True)


def save(place: Slot, status: int, seconds: float, report: dict[str, Any]) -> None:
    """Cache the report of a run atomically; raise UsageError or OSError if that fails."""
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
    """Remove the cached report of a run."""
    with contextlib.suppress(FileNotFoundError):
        place.path.unlink()
