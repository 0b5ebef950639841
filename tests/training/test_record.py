"""Events of a guest, which anything inside a sandbox can forge, become a record or nothing."""

from __future__ import annotations

import json
import os
import time
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from grader.formats.live import LiveTraining
from grader.sandbox.events import parse
from grader.sandbox.guest.channel import Channel
from grader.sandbox.guest.epochs import split_logs
from grader.sandbox.observations import (
    Asked,
    CallbackUsed,
    Epoch,
    Feed,
    FileUse,
    Fit,
    Frame,
    Loader,
    Probe,
    Raised,
    Stopper,
    Trial,
)
from grader.sandbox.protocol import (
    EVENTS,
    Called,
    EpochEnded,
    Exited,
    Finished,
    FitEnded,
    FunctionFound,
    KerasImported,
    LoaderFiles,
    NotPredicted,
    PassedOver,
    Predicted,
    Probed,
    Ready,
    Started,
    Step,
)
from grader.sandbox.running import LONGEST_CHANNEL
from grader.training.reader import MOST_FITS, RecordReader

if TYPE_CHECKING:
    from grader.sandbox.observations import Event
    from grader.training.record import TrainingRecord


MOST_LOGS = 200
FIT: dict[str, object] = {"event": "fit_begin", "number": 1}


def epoch(**values: object) -> dict[str, object]:
    return {"event": "epoch", "fit": 1, "epoch": values}


def read(values: dict[str, object]) -> Event:
    event = parse(json.dumps(values).encode())
    assert event is not None
    return event


def record_of(*events: dict[str, object]) -> TrainingRecord:
    reader = RecordReader()
    for event in events:
        reader.take(read(event))
    return reader.record


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[]",
        b'"text"',
        b'{"event": 3}',
        b'{"event": []}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_invalid_events_are_dropped(line: bytes) -> None:
    assert parse(line) is None


def test_a_fit_is_assembled_from_its_events() -> None:
    record = record_of(
        {**FIT, "line": 7, "epochs_asked": 5, "model": "Sequential"},
        epoch(number=0, logs={"acc": 0.5, "loss": 2}, seconds=1),
        epoch(number=1, logs={"acc": 0.7, "loss": 1}, seconds=1),
        {"event": "fit_end", "fit": 1, "stopper": {"callback": "Stop", "line": 3}},
    )
    fit = record.fits[0]
    assert (fit.line, fit.epochs_asked, fit.accuracy_name) == (7, 5, "acc")
    assert fit.history("acc") == (0.5, 0.7)
    assert fit.finished
    assert fit.stopper is not None
    assert fit.stopper.callback == "Stop"


SENT = (
    Started("3.8.1"),
    KerasImported("3.15.1"),
    Loader(1, "flow", 2, "/work/data", {"a": 0}, 3, (150, 150), "binary", "", 0.5, ("zoom",), 32),
    LoaderFiles(1, ("a/1.png",)),
    Fit(1, 7, "Sequential", ("Dense",), 2, callbacks=(CallbackUsed("Stop", settings={"at": 1}),)),
    Fit(2, training=Feed("array", (1,), 10, (28, 28), 0.0, 1.0, labels=()), kept_back=0.2),
    Step(1, 0, 3, 9),
    EpochEnded(1, Epoch(0, {"loss": 0.5}, 1.5, ("ab",), ("val_loss",))),
    FitEnded(1, Stopper("Stop", 3), {"loss": (0.5,)}, (True, None)),
    Probed(1, (Probe("Stop", "acc", (Trial(0.9, stopped=True, error=None),)),)),
    FileUse("save", "mymodel.h5", 1, 9, 1, 1, trained=False),
    Asked("http://x/rps.zip", "rps.zip", ""),
    Raised("ValueError", ("ValueError", "Exception"), "no", (Frame("mine.py", 2, "f", own=True),)),
    PassedOver(Raised("ValueError", (), "\udcff", (), 2)),
    Exited("1"),
    Finished(),
    FunctionFound(found=True, near=""),
    Called(0, "ValueError: no", 3),
    Ready(),
    Predicted((None, 28, 28), (None, 10)),
    NotPredicted("load", "no weights"),
)


@pytest.mark.parametrize("event", SENT, ids=lambda event: type(event).__name__)
def test_an_event_is_read_as_it_was_sent(event: Event) -> None:
    descriptor, sending = os.pipe()
    channel = Channel(sending)
    channel.send(event)
    line = os.read(descriptor, 10_000)
    os.close(descriptor)
    assert parse(line) == event


def test_every_event_has_a_test() -> None:
    assert {type(event) for event in SENT} == set(EVENTS.values())


@pytest.mark.parametrize(
    "accuracy", ["0.99", float("nan"), float("inf"), 10**400, True, None, [1], {}]
)
def test_an_accuracy_that_is_not_a_finite_number_is_left_out(accuracy: object) -> None:
    record = record_of(FIT, epoch(number=0, logs={"accuracy": accuracy, "loss": 1.0}))
    assert dict(record.fits[0].epochs[0].logs) == {"loss": 1.0}


@pytest.mark.parametrize("value", ["1", 1.0, True, None, 2**53 + 1, 10**400, [1]])
def test_a_number_that_is_not_whole_or_too_large_is_left_out(value: object) -> None:
    assert record_of({**FIT, "line": value}).fits[0].line == 0


def test_zero_is_unknown_where_a_fact_divides_by_it() -> None:
    fit = record_of({**FIT, "steps": 0, "training": {"batch": 0, "batches": 0}}).fits[0]
    assert fit.training is not None
    assert (fit.steps, fit.training.batch, fit.training.batches) == (None, None, None)


def test_texts_and_lists_are_cut_at_the_bounds_of_their_fields() -> None:
    fit = record_of({**FIT, "model": "x" * 300, "metrics": ["y"] * 30, "layers": [1, "z"]}).fits[0]
    assert (fit.model, fit.metrics, fit.layers) == ("x" * 200, ("y",) * 20, ("z",))


def test_what_later_events_bring_cannot_come_with_the_beginning_of_a_fit() -> None:
    later = {"finished": True, "stopper": {"line": 1}, "epochs": [{}], "probes": [{}]}
    fit = record_of({**FIT, **later}).fits[0]
    assert (fit.finished, fit.stopper, fit.epochs, fit.probes) == (False, None, (), ())
    loader = record_of({"event": "loader", "id": 1, "files": ["x"]}).loaders[0]
    assert loader.files == ()


@pytest.mark.parametrize("kind", ["fit_begin", "epoch", "loader", "files", "probe", "raised"])
@pytest.mark.parametrize("junk", [None, 1, 10**400, "x", [1, [2]], {"a": {"b": []}}])
def test_events_full_of_junk_do_no_harm(kind: str, junk: object) -> None:
    keys = {each.name for each in fields(EVENTS[kind])}
    assert record_of({"event": kind, **dict.fromkeys(keys, junk)}) is not None


def test_only_plain_settings_of_a_callback_are_read() -> None:
    settings = {"monitor": "val_loss", "patience": 3, "baseline": None, "more": [[]]}
    record = record_of({**FIT, "callbacks": [{"settings": settings}]})
    assert record.fits[0].callbacks[0].settings == {"monitor": "val_loss", "patience": 3}


def test_metrics_that_only_the_history_of_fit_holds_are_added_to_the_epochs() -> None:
    history = {
        "loss": [9.0, 9.0],
        "val_f1": [0.1, 0.2],
        "f1": [0.1, 0.2],
        "val_late": [3.0],
        "val_text": ["a", "b"],
    }
    end = {"event": "fit_end", "fit": 1, "history": history}
    record = record_of(FIT, epoch(logs={"loss": 1.0}), epoch(logs={"loss": 0.5}), end)
    logs = [one.logs for one in record.fits[0].epochs]
    assert logs == [{"loss": 1.0, "val_f1": 0.1}, {"loss": 0.5, "val_f1": 0.2}]


def test_logs_that_are_not_finite_are_named() -> None:
    logs = {"loss": float("nan"), "accuracy": 0.5, "note": "text", "val_loss": float("inf")}
    assert split_logs(logs) == ({"accuracy": 0.5}, ("loss", "val_loss"))


def test_a_submission_cannot_fill_the_memory_of_the_host_with_fits() -> None:
    record = record_of(*({**FIT, "number": number} for number in range(MOST_FITS + 50)))
    assert len(record.fits) == MOST_FITS


LONG: list[dict[str, object]] = [FIT, *[epoch()] * 20_000]
FLOODS: dict[str, tuple[list[dict[str, object]], dict[str, object]]] = {
    "names of loaders with one id": (
        [{"event": "loader", "id": 1}] * 200,
        {"event": "files", "loader": 1, "names": ["x"] * 10},
    ),
    "epochs of fits with one number": (
        [FIT] * 200,
        epoch(logs={"accuracy": 0.5}, weights=["x"]),
    ),
    "ends of a long fit": (
        LONG,
        {"event": "fit_end", "fit": 1, "history": {"val_f1": [0.5] * 20_000}},
    ),
    "probes of a long fit": (
        LONG,
        {"event": "probe", "fit": 1, "probes": [{"tried": [{}] * 200}] * 200},
    ),
    **{
        kind: ([], {"event": kind, "id": 1, "number": 1})
        for kind in ("loader", "fit_begin", "file", "raised", "passed_over", "served", "started")
    },
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_of_events_takes_linear_time(flood: str) -> None:
    begin, again = FLOODS[flood]
    reader, live = RecordReader(), LiveTraining(Console(quiet=True), quiet=True)
    for values in begin:
        reader.take(read(values))
    event = read(again)
    began = time.process_time()
    for _ in range(10_000):
        if reader.take(event):
            live.event(event)
    assert time.process_time() - began < 5
    assert reader.record.fits == reader.record.fits[:1]


@pytest.mark.parametrize("flood", FLOODS)
def test_reading_a_channel_full_of_events_takes_seconds(flood: str) -> None:
    _, again = FLOODS[flood]
    line = json.dumps(again).encode()
    began = time.process_time()
    for _ in range(LONGEST_CHANNEL // (20 * len(line))):
        parse(line)
    assert time.process_time() - began < 3


def test_texts_of_all_events_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.training.reader.MOST_TEXTS", 50)
    record = record_of(
        *({"event": "loader", "id": number} for number in range(3)),
        *({"event": "files", "loader": number % 3, "names": ["x"] * 4} for number in range(9)),
        FIT,
        *(epoch(logs={"a": 1, "b": 2}) for _ in range(10)),
    )
    assert sum(len(loader.files) for loader in record.loaders) == 36
    assert sum(len(one.logs) for one in record.fits[0].epochs) == 14


def test_logs_with_a_million_keys_are_cut() -> None:
    logs = {str(number): 1.0 for number in range(10**6)}
    end: dict[str, object] = {"event": "fit_end", "fit": 1, "history": logs}
    record = record_of(FIT, epoch(logs=logs), end)
    assert len(record.fits[0].epochs[0].logs) == MOST_LOGS


def test_large_numbers_do_not_break_the_live_line() -> None:
    live = LiveTraining(Console(quiet=True), quiet=True)
    live.event(Fit(1, epochs_asked=2**53))
    for seconds in (1e308, 1e308, -1e308):
        live.event(EpochEnded(1, Epoch(-5, {"accuracy": 1e308, "val_acc": -1e308}, seconds)))
    live.event(Step(1, 0, -(2**53), 1))
    assert len(live.line) < 100
