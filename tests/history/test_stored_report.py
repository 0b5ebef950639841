"""Reports that were kept, read back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from grader.errors import UsageError
from grader.formats.as_json import to_json
from grader.history.comparison import differing_lines, text_of
from grader.history.stored_report import read_report
from grader.report import Mistake, Report, TrainedSummary, Verdict
from tests.formats.test_report_formats import shown
from tests.history.examples import FAULT, report

FINDING = Mistake("softmax_of_one", "mine.py", 4, "Dense(1)", "sigmoid", "softmax", "mend it", 2)
EVERYTHING = report(
    4,
    fault=FAULT,
    mistakes=(FINDING,),
    trained=TrainedSummary(3, 0.8, finished=False),
    output="what it printed",
    printed=("its own line",),
    variant=2,
)


def test_there_is_a_report_with_a_value_in_every_field() -> None:
    empty = {name for name in vars(EVERYTHING) if getattr(EVERYTHING, name) in (None, (), {}, "")}
    assert empty == set()


@pytest.mark.parametrize(
    "one", [report(None), report(0), report(5, verdict=Verdict.PASSED), EVERYTHING]
)
def test_a_report_is_read_as_it_was_written(one: Report) -> None:
    assert read_report(to_json(one), 1) == one


def test_a_report_of_an_older_kit_lacks_what_came_later() -> None:
    old: dict[str, Any] = {
        "problem": "problem1",
        "verdict": "failed",
        "mark": 3,
        "box": "plain",
        "checks": [{"name": "check_size", "outcome": "failed", "points": 2, "seen": "9 MB"}],
        "findings": [{"rule": "no_metrics", "seen": "no metrics", "advice": "add metrics"}],
        "fault": {"message": "no model", "advice": "save it", "rule": "no_save"},
        "trained": {"mark": 4, "accuracy": 0.8},
        "seconds": {"box": 7.5},
        "model": {"bytes": 12},
        "fits": [{"epochs_run": 2}],
        "unheard of": 1,
    }
    read = read_report(json.dumps(old), 1)
    assert read.score is None  # Without the accuracy that it stands for, it is not shown.
    assert read.checks[0].title == "check_size"
    assert (read.sandbox, read.seconds["sandbox"], read.checks[0].actual) == ("basic", 7.5, "9 MB")
    (mistake,) = read.mistakes
    assert (mistake.id, mistake.actual, mistake.fix) == ("no_metrics", "no metrics", "add metrics")
    assert read.fault is not None
    assert read.trained is not None
    assert (read.fault.fix, read.fault.mistake, read.trained.score) == ("save it", "no_save", 4)
    assert read.model is not None
    assert read.model.input_shape == ()
    assert "Points  0 of 2" in shown(read)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[" * 10**5, '{"problem": "p", "verdict": "splendid"}', '{"a": 1}'],
)
def test_what_is_no_report_is_one_line(text: str) -> None:
    with pytest.raises(UsageError, match="attempt 7 cannot be read") as error:
        read_report(text, 7)
    assert "\n" not in str(error.value)


def test_an_error_names_the_key_and_its_path() -> None:
    values = json.loads(to_json(EVERYTHING))
    values["checks"][1]["points"] = "two"
    with pytest.raises(UsageError, match=r"got `str` - at `\$\.checks\[1\]\.points`"):
        read_report(json.dumps(values), 7)


def test_the_code_of_a_notebook_is_compared() -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# About\n"]},
        {"cell_type": "code", "source": ["import keras\n", "x = 1"]},
        {"cell_type": "code", "source": "y = 2\n"},
    ]
    notebook = json.dumps({"cells": cells}).encode()
    assert text_of(notebook, ".ipynb") == "import keras\nx = 1\n\ny = 2\n"
    assert text_of(b"no notebook\n", ".ipynb") == "no notebook\n"


def test_a_text_is_read_in_its_own_encoding() -> None:
    assert text_of(b"# coding: latin-1\r\nx = '\xe9'\r\n", ".py") == "# coding: latin-1\nx = 'é'\n"
    assert text_of(b"x = '\xe9'\n", ".py") == "x = '\ufffd'\n"


def test_line_ends_are_no_difference() -> None:
    assert differing_lines("a\nb\n", "a\nb", ("x", "y")) == ()
    assert differing_lines("a\nb\n", "a\nc\n", ("x", "y"))[-3:] == (" a", "-b", "+c")
