"""A validation on the screen, as JSON, as JUnit, and as it goes on."""

from __future__ import annotations

import dataclasses
import io
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import jsonschema
import pytest

from grader.errors import UsageError
from grader.formats import junit, validation
from grader.formats.console import console_on
from grader.formats.validation_json import SCHEMA, to_json
from grader.formats.validation_live import LiveBoard, Spent, clock, time_left
from grader.solutions import Kind
from grader.validation.cases import Case
from grader.validation.gaps import Gap
from grader.validation.result import Validation, summarise
from grader.validation.runs import Ending, Plan, Run, judge
from grader.validation.schedule import Schedule
from tests.validation.examples import (
    PROBLEM,
    SIZE,
    check,
    reached,
    reference_plan,
    reference_run,
    seen_of,
    wrong,
)

WRONG = Run(wrong(SIZE), 1)
STUB = Run(Case("problem9", Kind.STUB, Path("stub.py")), 1)
TOO_LARGE = check(SIZE, "failed", actual="80 MB", fix="use fewer units")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def found(
    held_out: tuple[float, ...] = (0.90, 0.91, 0.92),
    *,
    says: Ending | None = None,
    gaps: tuple[Gap, ...] = (),
) -> Validation:
    """A validation of a reference with these accuracies, and of one wrong solution."""
    plan = reference_plan(len(held_out))
    plan = Plan(PROBLEM, "sample", (*plan.cases, WRONG.case), (*plan.runs, WRONG), gaps)
    schedule = Schedule([plan])
    for seed, value in enumerate(held_out, 1):
        schedule.add(reached(seed, value))
    schedule.add(judge(WRONG, says or Ending(1, seen_of(TOO_LARGE), "", 9.0)))
    return Validation((summarise(plan, schedule),), "isolated", 120.0, {"keras": "3"})


def shown(one: Validation, columns: int = 60) -> str:
    stream = io.StringIO()
    validation.show(one, console_on(stream, {"COLUMNS": str(columns), "NO_COLOR": "1"}))
    return stream.getvalue()


def test_all_well_is_said_last() -> None:
    text = shown(found())
    assert text.splitlines()[-1] == "Validation PASSED"
    assert "3 of 3 as expected" in text
    assert "0.44 to 1.00 (95 % confidence interval)" in text


def test_the_thresholds_table_holds_the_reference_and_its_distance() -> None:
    rows = [line.split() for line in shown(found()).splitlines()]
    assert ["held_out", "0.800", "0.900", "0.910", "0.910", "0.0100", "11.0", "sd"] in rows


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_no_line_is_wider_than_the_terminal(columns: int) -> None:
    gap = Gap("a wrong solution that fails check_held_out_accuracy", is_error=True)
    text = shown(found((0.9, 0.7, 0.7), gaps=(gap,)), columns)
    assert [line for line in text.splitlines() if len(line) > columns] == []
    assert "\x1b" not in text


def test_what_is_amiss_is_said_with_its_run() -> None:
    passes = Ending(0, seen_of(check(SIZE), verdict="passed"), "", 9.0)
    text = " ".join(shown(found(says=passes)).split())
    assert "error: problem9/wrong/too_large, seed 1: check_size did not fail" in text
    assert text.endswith("Validation FAILED: 1 error")


def test_a_gap_that_is_not_amiss_is_said_and_does_not_count() -> None:
    text = shown(found(gaps=(Gap("alternative solutions: none", is_error=False),)))
    assert "missing: alternative solutions: none" in text
    assert text.splitlines()[-1] == "Validation PASSED"


def test_a_threshold_that_is_too_near_says_a_safe_value() -> None:
    text = " ".join(shown(found((0.81, 0.83, 0.82, 0.84, 0.80))).split())
    assert "too near: held_out_accuracy 0.800 is 1.3 sd below the mean" in text
    assert "use 0.72" in text


def test_a_reference_that_stopped_early_says_so() -> None:
    plan = reference_plan(20)
    schedule = Schedule([plan])
    for seed in range(1, 9):
        schedule.add(reached(seed, 0.9 + seed / 1000))
    text = shown(Validation((summarise(plan, schedule),), "basic", 1.0))
    assert "8 of 20 runs: clear" in text


@pytest.mark.parametrize(
    "one",
    [
        found(),
        found((0.9,)),
        found((0.9, 0.9)),
        found((0.7, 0.7), gaps=(Gap("hints", is_error=False),)),
        found(says=Ending(3, None, "the disk is full", 2.0)),
        Validation((), "basic", 0.0),
    ],
)
def test_json_is_as_its_schema_says(one: Validation) -> None:
    whole = json.loads(to_json(one))
    jsonschema.validate(whole, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert whole["error_count"] == one.error_count


def test_json_tells_each_run() -> None:
    (problem,) = json.loads(to_json(found()))["problems"]
    assert [run["submission"] for run in problem["runs"]] == [
        *["problem9/reference"] * 3,
        "problem9/wrong/too_large",
    ]
    assert problem["runs"][3]["failed"] == [SIZE]
    assert problem["runs"][3]["about"] == "A mistake."


def test_junit_has_a_case_a_submission_and_run() -> None:
    top = ET.fromstring(junit.to_junit(found()))
    cases = [(case.get("classname"), case.get("name")) for case in top.iter("testcase")]
    assert cases == [
        ("problem9.reference", "reference seed 1"),
        ("problem9.reference", "reference seed 2"),
        ("problem9.reference", "reference seed 3"),
        ("problem9.wrong", "too_large seed 1"),
        ("problem9.thresholds", "held_out_accuracy"),
    ]
    assert [top.get(key) for key in ("tests", "failures", "errors")] == ["5", "0", "0"]


def test_junit_fails_whatever_is_amiss() -> None:
    one = found(
        (0.9, 0.7),
        says=Ending(3, None, "no space \x1b[2J left <&", 2.0),
        gaps=(Gap("hints", is_error=False), Gap("a reference", is_error=True)),
    )
    top = ET.fromstring(junit.to_junit(one))
    failed = [case.get("name") for case in top.iter("testcase") if len(case)]
    assert failed == [
        "reference seed 2",
        "too_large seed 1",
        "held_out_accuracy",
        "a reference",
    ]
    assert len(failed) == one.error_count
    suite = top.find("testsuite")
    assert suite is not None
    assert [suite.get(key) for key in ("failures", "errors")] == ["3", "1"]
    error = next(top.iter("error"))
    assert error.get("message") == "internal error: no space ?[2J left <&"


def test_junit_in_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        junit.write(found(), tmp_path / "none" / "out.xml")


def test_runs_are_plain_lines_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    plan = reference_plan(2)
    with LiveBoard(console_on(stream, {}), [plan], 1) as board:
        board.started(reference_run(1))
        board.ended(reached(1, 0.9), [reference_run(2)])
        board.started(reference_run(2))
        board.ended(reached(2, 0.7), [])
    assert stream.getvalue().splitlines() == [
        "[1/2] problem9/reference, seed 1: ok, passes, 40 s",
        "[2/2] problem9/reference, seed 2: FAIL, failed, 40 s",
    ]


def test_kept_runs_are_counted_in_one_line() -> None:
    stream = io.StringIO()
    old = reached(1, 0.9)
    kept = dataclasses.replace(old, ending=dataclasses.replace(old.ending, cached=True))
    with LiveBoard(console_on(stream, {}), [reference_plan(2)], 1) as board:
        board.ended(kept, [reference_run(2)])
        board.started(reference_run(2))
    assert stream.getvalue() == "Reusing 1 run of an earlier validation\n"


def test_a_quiet_board_says_nothing() -> None:
    stream = io.StringIO()
    with LiveBoard(console_on(stream, {}), [reference_plan(1)], 1, quiet=True) as board:
        board.progress("Drawing", 0, 10)
        board.started(reference_run(1))
        board.ended(reached(1, 0.9), [])
    assert stream.getvalue() == ""


def test_the_live_board_shows_what_runs_and_how_much_is_done() -> None:
    stream = Terminal()
    console = console_on(stream, {"COLUMNS": "60", "TERM": "xterm"})
    with LiveBoard(console, [reference_plan(3)], 1) as board:
        board.started(reference_run(1))
        board.ended(reached(1, 0.9), [reference_run(2), reference_run(3)])
        board.started(reference_run(2))
    assert "[1/3] done · no failures · about 1:" in stream.getvalue()
    assert "0:00  problem9/reference, seed 2" in stream.getvalue()


def test_the_time_left_is_what_such_runs_took() -> None:
    spent = [Spent("problem9", Kind.REFERENCE, 40.0), Spent("problem9", Kind.STUB, 1.0)]
    running = [(reference_run(1), 30.0)]
    assert time_left(spent, [reference_run(2), STUB], running, 1) == 51.0
    assert time_left(spent, [reference_run(2), STUB], running, 2) == 25.5
    assert time_left(spent, [WRONG], [], 1) == 40.0
    assert time_left([], [WRONG], [], 1) is None
    assert time_left(spent, [], [(reference_run(1), 99.0)], 1) == 0.0


@pytest.mark.parametrize(("seconds", "words"), [(5.9, "0:05"), (65, "1:05"), (3605, "1:00:05")])
def test_clock(seconds: float, words: str) -> None:
    assert clock(seconds) == words
