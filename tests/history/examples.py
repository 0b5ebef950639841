"""Reports made by hand, and attempts with them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from grader.formats.as_json import to_json
from grader.history import copies
from grader.history.attempt import NewAttempt, Origin
from grader.history.database import opened, transaction
from grader.history.repository import add
from grader.report import (
    CheckOutcome,
    CheckResult,
    Fault,
    FitSummary,
    ModelSummary,
    Report,
    Verdict,
)
from grader.training.record import Epoch, Fit, TrainingRecord

if TYPE_CHECKING:
    from pathlib import Path

NOON = datetime(2026, 3, 1, 12, 0, 0, tzinfo=timezone.utc)
MACHINE: dict[str, str | int] = {"system": "Linux", "machine": "x86_64", "processors": 2}
SOURCE = b"print('a model')\n"
RECORD = TrainingRecord(
    python="3.11.7",
    keras="3.15.1",
    fits=(
        Fit(1, 3, "Sequential", ("Dense",), 2, 0, "Adam", 0.001, "mse", ("acc",), (), None, None),
    ),
    finished=True,
)
CHECKS = (
    CheckResult("check_size", "The file is small", CheckOutcome.PASSED, 2, actual="1.2 MB"),
    CheckResult(
        "check_scale", "Pixels are scaled", CheckOutcome.FAILED, 3, "0 to 1", "255", "/255"
    ),
    CheckResult("check_outputs", "Ten outputs", CheckOutcome.NOT_RUN, 1, reason="no model"),
)
MODEL = ModelSummary("mymodel.h5", 1_200_000, "f" * 64, 101_770, (None, 28, 28), (None, 10))
FAULT = Fault(
    "NameError", "name 'x' is not defined", "mine.py", 3, "print(x)", "define x", ("l 3",)
)
FIT = FitSummary("Sequential", 5, 2, "Stop", 0.91, 0.88)


def report(mark: int | None = 3, **changes: Any) -> Report:
    """A report of a marked model, or of a crash where `mark` is None."""
    one = Report(
        problem="problem1",
        title="Garments",
        file="mine.py",
        sha256="0" * 64,
        verdict=Verdict.CRASHED if mark is None else Verdict.FAILED,
        data="sample",
        sandbox="basic",
        seed=1,
        checks=CHECKS,
        score=mark,
        accuracy={} if mark is None else {"training": 0.9, "held-out": round(0.8 + mark / 100, 2)},
        next_tier=None if mark is None else 0.95,
        fault=FAULT if mark is None else None,
        fits=(FIT,),
        model=None if mark is None else MODEL,
        notes=("a note",),
        seconds={} if mark is None else {"sandbox": 75.2, "training": 76.0},
        versions={"kit": "0.1.0", "python": "3.11.7", "keras": "3.15.1"},
    )
    return replace(one, **changes)


def attempt(
    state: Path,
    one: Report,
    content: bytes = SOURCE,
    suffix: str = ".py",
    **changes: Any,
) -> NewAttempt:
    """An attempt that can be added: its copy is there."""
    sha256 = copies.store(state, content, suffix)
    one = replace(one, sha256=sha256)
    new = NewAttempt(
        NOON, Origin.PRACTICE, one, to_json(one), sha256, suffix, RECORD, machine=MACHINE
    )
    return replace(new, **changes)


def kept(state: Path, *reports: Report, **changes: Any) -> list[int]:
    """Keep an attempt a report, a minute apart, each with a source of its own."""
    numbers = []
    with opened(state) as connection:
        for minute, one in enumerate(reports):
            content = SOURCE + b"# %d\n" % minute
            new = attempt(state, one, content, at=NOON + timedelta(minutes=minute), **changes)
            with transaction(connection):
                numbers.append(add(connection, new))
    return numbers


def long_record(epochs: int) -> TrainingRecord:
    """A record whose hashes of weights hardly compress."""

    def weights(number: int) -> tuple[str, ...]:
        return tuple(hashlib.sha256(b"%d %d" % (number, n)).hexdigest() for n in range(10))

    every = tuple(Epoch(number, {"acc": 0.5}, 1.0, weights(number)) for number in range(epochs))
    return replace(RECORD, fits=(replace(RECORD.fits[0], epochs=every),))
