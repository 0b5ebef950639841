"""A golden record replays a grading without its sandboxes, and a comparison lists what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks import golden
from benchmarks.old_events import upgraded
from grader.sandbox.events import event_of
from grader.sandbox.observations import (
    CallbackUsed,
    Epoch,
    Feed,
    FileUse,
    Fit,
    Loader,
    Probe,
    Raised,
    Trial,
)
from grader.sandbox.protocol import EpochEnded, FitEnded, PassedOver, Probed
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.observations import Event
    from tests.conftest import Practice

FAILED = {"verdict": "failed", "score": 0, "mistakes": [["watches_another_figure", 0, 10]]}


OLD: list[tuple[Event, dict[str, Any]]] = [
    (
        Fit(
            number=1,
            line=10,
            model="Sequential",
            layers=("Dense",),
            epochs_asked=5,
            optimizer="Adam",
            callbacks=(CallbackUsed("Stop", own=True, number=2),),
            training=Feed("array", batch=32),
            model_number=3,
            compiled=9,
            kept_back=0.2,
        ),
        {
            "event": "fit_begin",
            "fit": 1,
            "line": 10,
            "model": {"class": "Sequential", "name": "seq", "layers": ["Dense"], "number": 3},
            "epochs": 5,
            "validation_split": 0.2,
            "compiled": {"line": 9, "optimizer": "Adam", "learning_rate": None},
            "callbacks": [{"class": "Stop", "own": True, "number": 2}],
            "training": {"kind": "array", "batch_size": 32},
            "validation": None,
            "kept_classes": {"kind": "unknown", "error": "ValueError: no"},
        },
    ),
    (
        EpochEnded(1, Epoch(0, {"acc": 0.5}, 2.0, (), ("loss",))),
        {
            "event": "epoch",
            "fit": 1,
            "epoch": 0,
            "logs": {"acc": 0.5, "loss": "nan"},
            "seconds": 2.0,
        },
    ),
    (
        FitEnded(1, None, {}, (None, True)),
        {
            "event": "fit_end",
            "fit": 1,
            "rising": [{"kind": "unknown"}, True],
        },
    ),
    (
        Probed(1, (Probe("Stop", "acc", (Trial(0.9, stopped=True),)),)),
        {
            "event": "probe",
            "fit": 1,
            "callbacks": [
                {"class": "Stop", "metric": "acc", "tried": [{"value": 0.9, "stopped": True}]}
            ],
        },
    ),
    (
        Loader(1, augmentation=("zoom_range",), batch=32),
        {
            "event": "loader",
            "id": 1,
            "batch_size": 32,
            "augmentation": {"zoom_range": 0.2},
        },
    ),
    (FileUse("save_weights", "a.h5"), {"event": "save_weights", "path": "a.h5"}),
    (PassedOver(Raised("ValueError")), {"event": "passed_over", "type": "ValueError"}),
]


@pytest.mark.parametrize(("event", "values"), OLD)
def test_an_event_of_an_older_record_is_read(event: Event, values: dict[str, object]) -> None:
    assert event_of(upgraded(values)) == event
    recorded_now = json.loads(json.dumps({"event": event.event, **asdict(event)}))
    assert event_of(upgraded(recorded_now)) == event


def test_comparison_lists_each_key_that_changed() -> None:
    before = {"a": FAILED, "b": FAILED}
    after = {"a": {**FAILED, "verdict": "passed", "score": 5}, "c": FAILED}
    assert golden.compare(before, after) == [
        "a: score: 0 -> 5",
        "a: verdict: failed -> passed",
        "b: gone",
        "c: not recorded before",
    ]


def test_equal_outcomes_have_no_differences() -> None:
    assert golden.compare({"a": FAILED}, {"a": dict(FAILED)}) == []


def test_a_record_from_before_alternative_solutions_had_their_name_compares() -> None:
    before, after = (
        {f"solutions/problem1/{kind}/a": FAILED} for kind in ("unusual", "alternative")
    )
    assert golden.compare(before, after) == []


def test_names_of_submissions_are_unique(tmp_path: Path) -> None:
    names = [one.name for one in golden.every(tmp_path)]
    assert len(names) == len(set(names))


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
def test_replay_gives_the_outcome_of_the_training(practice: Practice, tmp_path: Path) -> None:
    def run(*arguments: str) -> None:
        command = [sys.executable, "-m", "benchmarks.golden", *arguments]
        subprocess.run(command, cwd=ROOT, env=practice.environ(), check=True)

    one, replayed = "corpus/problem1/saves_under_another_name.py", tmp_path / "replayed.json"
    run("record", str(tmp_path), one)
    run("replay", str(tmp_path), str(replayed))
    assert json.loads(replayed.read_text())[one]["fault"][1] == "saved_elsewhere"
    run("compare", str(tmp_path / "outcomes.json"), str(replayed))
