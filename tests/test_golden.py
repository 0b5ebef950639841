"""A golden record replays a grading without its sandboxes, and a comparison lists what changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from benchmarks import golden

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

FAILED = {"verdict": "failed", "score": 0, "mistakes": [["watches_another_figure", 0, 10]]}


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


def test_names_of_submissions_are_unique() -> None:
    names = [one.name for one in golden.every()]
    assert len(names) == len(set(names))


@pytest.mark.slow
@pytest.mark.usefixtures("closed_box")
def test_replay_gives_the_outcome_of_the_training(
    practice: Practice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRACTICE_HOME", str(practice.home))
    one, replayed = "corpus/problem1/saves_under_another_name.py", tmp_path / "replayed.json"
    assert golden.main(["record", str(tmp_path), one]) == 0
    assert golden.main(["replay", str(tmp_path), str(replayed)]) == 0
    told = json.loads(replayed.read_text())
    assert told[one]["fault"][1] == "saved_elsewhere"
    assert golden.main(["compare", str(tmp_path / "outcomes.json"), str(replayed)]) == 0
