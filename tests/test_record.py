"""Events from a box, made by whoever it may be, become a record or nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.training.events import parse
from grader.training.reader import MOST_FITS, RecordReader

if TYPE_CHECKING:
    from grader.training.record import TrainingRecord


def record_of(*events: dict[str, object]) -> TrainingRecord:
    reader = RecordReader()
    for event in events:
        parsed = parse(json.dumps(event).encode())
        assert parsed is not None
        reader.take(parsed)
    return reader.record


@pytest.mark.parametrize(
    "line", [b"", b"nonsense", b"[]", b'"text"', b'{"event": 3}', b"\xff", b"[" * 100_000]
)
def test_what_is_no_event_is_dropped(line: bytes) -> None:
    assert parse(line) is None


def test_a_fit_is_put_together_from_its_events() -> None:
    record = record_of(
        {"event": "fit_begin", "fit": 1, "line": 7, "epochs": 5, "model": {"class": "Sequential"}},
        {"event": "epoch", "fit": 1, "epoch": 0, "logs": {"acc": 0.5, "loss": 2}, "seconds": 1},
        {"event": "epoch", "fit": 1, "epoch": 1, "logs": {"acc": 0.7, "loss": 1}, "seconds": 1},
        {"event": "fit_end", "fit": 1, "stopper": {"callback": "Stop", "line": 3}},
    )
    fit = record.fits[0]
    assert (fit.line, fit.epochs_asked, fit.accuracy_name) == (7, 5, "acc")
    assert fit.history("acc") == (0.5, 0.7)
    assert fit.finished
    assert fit.stopper is not None
    assert fit.stopper.callback == "Stop"


@pytest.mark.parametrize(
    "accuracy", ["0.99", float("nan"), float("inf"), 10**400, True, None, [1], {}]
)
def test_an_accuracy_that_is_no_number_is_left_out(accuracy: object) -> None:
    record = record_of(
        {"event": "fit_begin", "fit": 1},
        {"event": "epoch", "fit": 1, "epoch": 0, "logs": {"accuracy": accuracy, "loss": 1.0}},
    )
    assert dict(record.fits[0].epochs[0].logs) == {"loss": 1.0}


@pytest.mark.parametrize("kind", ["fit_begin", "epoch", "loader", "files", "probe", "raised"])
@pytest.mark.parametrize("junk", [None, 1, 10**400, "x", [1, [2]], {"a": {"b": []}}])
def test_events_full_of_junk_do_no_harm(kind: str, junk: object) -> None:
    keys = ("fit", "model", "compiled", "callbacks", "logs", "classes", "names", "frames", "tried")
    assert record_of({"event": kind, **dict.fromkeys(keys, junk)}) is not None


def test_a_callbacks_settings_are_plain_values() -> None:
    settings = {"monitor": "val_loss", "patience": 3, "baseline": None, "more": [[]]}
    record = record_of({"event": "fit_begin", "fit": 1, "callbacks": [{"settings": settings}]})
    assert record.fits[0].callbacks[0].settings == {"monitor": "val_loss", "patience": 3}


def test_a_submission_cannot_fill_the_graders_memory_with_fits() -> None:
    record = record_of(*({"event": "fit_begin", "fit": n} for n in range(MOST_FITS + 50)))
    assert len(record.fits) == MOST_FITS
