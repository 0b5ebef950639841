"""A golden record replays a grading without its sandboxes, and a comparison lists what changed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks import golden
from tests.conftest import ROOT

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
