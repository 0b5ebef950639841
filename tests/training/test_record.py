"""Events from a box, made by whoever it may be, become a record or nothing."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from grader.formats.live import LiveTraining
from grader.training.events import Event, parse
from grader.training.reader import MOST_FITS, MOST_LOGS, RecordReader

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


FLOODS: dict[str, tuple[list[dict[str, object]], dict[str, object]]] = {
    "names of loaders with one id": (
        [{"event": "loader", "id": 1}] * 200,
        {"event": "files", "loader": 1, "names": ["x"] * 10},
    ),
    "epochs of fits with one number": (
        [{"event": "fit_begin", "fit": 1}] * 200,
        {"event": "epoch", "fit": 1, "logs": {"accuracy": 0.5}, "weights": ["x"]},
    ),
    "ends of a long fit": (
        [{"event": "fit_begin", "fit": 1}, *[{"event": "epoch", "fit": 1}] * 20_000],
        {"event": "fit_end", "fit": 1, "history": {"val_f1": [0.5] * 20_000}},
    ),
    "probes of a long fit": (
        [{"event": "fit_begin", "fit": 1}, *[{"event": "epoch", "fit": 1}] * 20_000],
        {"event": "probe", "fit": 1, "callbacks": [{"tried": [{}] * 200}] * 200},
    ),
    **{
        kind: ([], {"event": kind, "id": 1, "fit": 1})
        for kind in ("loader", "fit_begin", "save", "raised", "passed_over", "served", "started")
    },
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_events_takes_linear_time(flood: str) -> None:
    begin, again = FLOODS[flood]
    reader, live = RecordReader(), LiveTraining(Console(quiet=True), quiet=True)
    for event in begin:
        reader.take(Event(event))
    began = time.process_time()
    for _ in range(10_000):
        if reader.take(Event(again)):
            live.event(Event(again))
    assert time.process_time() - began < 5
    assert reader.record.fits == reader.record.fits[:1]


def test_texts_of_all_events_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.training.reader.MOST_TEXTS", 50)
    record = record_of(
        *({"event": "loader", "id": number} for number in range(3)),
        *({"event": "files", "loader": number % 3, "names": ["x"] * 4} for number in range(9)),
        {"event": "fit_begin", "fit": 1},
        *({"event": "epoch", "fit": 1, "logs": {"a": 1, "b": 2}} for _ in range(10)),
    )
    assert sum(len(loader.files) for loader in record.loaders) == 36
    assert sum(len(epoch.logs) for epoch in record.fits[0].epochs) == 14


def test_logs_with_a_million_keys_are_cut() -> None:
    logs = {str(number): 1.0 for number in range(10**6)}
    reader = RecordReader()
    reader.take(Event({"event": "fit_begin", "fit": 1}))
    reader.take(Event({"event": "epoch", "fit": 1, "logs": logs}))
    reader.take(Event({"event": "fit_end", "fit": 1, "history": logs}))
    assert len(reader.record.fits[0].epochs[0].logs) == MOST_LOGS


def test_numbers_without_measure_do_not_break_the_live_line() -> None:
    live = LiveTraining(Console(quiet=True), quiet=True)
    live.event(Event({"event": "fit_begin", "fit": 1, "epochs": 2**53}))
    for seconds in (1e308, 1e308, -1e308):
        logs = {"accuracy": 1e308, "val_acc": -1e308}
        live.event(Event({"event": "epoch", "seconds": seconds, "epoch": -5, "logs": logs}))
    live.event(Event({"event": "step", "step": -(2**53), "steps": 1}))
    assert len(live.line) < 100
