from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader import solutions
from grader.catalog import BUILT_IN

if TYPE_CHECKING:
    from tests.conftest import Practice


def test_list_names_every_problem(new_practice: Practice) -> None:
    done = new_practice("list")
    assert done.returncode == 0
    for name in BUILT_IN.ids:
        assert name in done.stdout


def test_list_skills_says_which_no_problem_covers(new_practice: Practice) -> None:
    done = new_practice("list", "--skills")
    assert "no problem yet" in done.stdout
    assert "problem1" in done.stdout


def test_show_prints_the_statement_as_it_is_where_there_is_no_terminal(
    new_practice: Practice,
) -> None:
    assert new_practice("show", "problem1").stdout == BUILT_IN.load("problem1").statement


def test_start_makes_the_stub(new_practice: Practice) -> None:
    done = new_practice("start", "problem1")
    assert done.returncode == 0
    made = new_practice.folder / "problem1.py"
    assert made.read_text(encoding="utf-8") == BUILT_IN.load("problem1").stub


def test_start_never_overwrites(new_practice: Practice) -> None:
    mine = new_practice.folder / "problem1.py"
    mine.write_text("my work", encoding="utf-8")
    done = new_practice("start", "problem1")
    assert done.returncode == 2
    assert "already exists" in done.stderr
    assert "practice start problem1 FILE" in done.stderr
    assert mine.read_text(encoding="utf-8") == "my work"


def test_a_file_of_another_name_is_checked_by_that_name(new_practice: Practice) -> None:
    new_practice("start", "problem1")
    done = new_practice("start", "problem1", "second.py", "--variant", "4")
    assert "practice check problem1 second.py " in done.stdout
    assert new_practice.report("check", "problem1", "second.py")["variant"] == 4


def test_check_finds_what_start_made_from_any_folder(new_practice: Practice) -> None:
    new_practice("start", "problem1")
    report = new_practice.report("check", "problem1")
    assert report["verdict"] == "not attempted"
    elsewhere = new_practice("check", "problem1", cwd=new_practice.home)
    assert "NOT ATTEMPTED" in elsewhere.stdout


def test_hints_come_one_more_at_each_call(new_practice: Practice) -> None:
    hints = BUILT_IN.load("problem1").hints
    first, second = (new_practice("hint", "problem1").stdout for _ in range(2))
    assert first.count("Hint ") == 1
    assert second.count("Hint ") == 2
    for _ in hints:
        last = new_practice("hint", "problem1").stdout
    assert last.count("Hint ") == len(hints)


def test_the_code_of_a_hint_keeps_its_lines_and_indents(new_practice: Practice) -> None:
    for _ in BUILT_IN.load("problem2").hints:
        shown = new_practice("hint", "problem2", environ={"COLUMNS": "40"}).stdout
    code = [
        line
        for hint in BUILT_IN.load("problem2").hints
        for line in hint.splitlines()
        if line.startswith("    ")
    ]
    assert [line for line in shown.splitlines() if line.startswith("    ")] == code


def test_a_hint_may_begin_with_code(new_practice: Practice) -> None:
    for _ in BUILT_IN.load("problem1").hints:
        shown = new_practice("hint", "problem1").stdout
    assert "\n    class StopInTime(tf.keras.callbacks.Callback):\n        def on_epoch_end" in shown


def test_a_check_knows_the_variant_that_a_file_was_begun_for(new_practice: Practice) -> None:
    new_practice("start", "problem1", "--variant", "4")
    assert new_practice.report("check", "problem1")["variant"] == 4
    assert new_practice.report("check", "problem1", "--variant", "0")["variant"] == 0
    new_practice("start", "problem1", "other.py")
    assert new_practice.report("check", "problem1", "other.py")["variant"] == 0


def test_solution_asks_first(new_practice: Practice) -> None:
    refused = new_practice("solution", "problem1", input="n\n")
    assert (refused.returncode, refused.stdout) == (1, "")
    shown = new_practice("solution", "problem1", input="y\n")
    assert shown.stdout == BUILT_IN.load("problem1").reference.read_text(encoding="utf-8")


def test_solution_prints_a_wrong_solution_by_its_name(new_practice: Practice) -> None:
    done = new_practice("solution", "problem1", "--wrong", "scales_twice", "--yes")
    assert done.stdout == solutions.wrong(BUILT_IN.load("problem1"), "scales_twice").text
    refused = new_practice("solution", "problem1", "--wrong", "scales", "--yes")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no wrong solution 'scales' (choose above_and_not_at_090, " in refused.stderr


@pytest.mark.parametrize(
    "more", [["mine.py"], ["--reference"], ["mine.py", "--reference"]], ids=" ".join
)
def test_check_takes_one_of_a_file_and_the_kits_solutions(
    new_practice: Practice, more: list[str]
) -> None:
    done = new_practice("check", "problem1", "--wrong", "scales_twice", *more)
    assert (done.returncode, done.stdout) == (2, "")
    assert "pass one of FILE, --reference and --wrong" in done.stderr


@pytest.mark.parametrize("command", ["show", "start", "hint", "solution", "check"])
def test_an_unknown_problem_is_one_line_and_status_2(new_practice: Practice, command: str) -> None:
    done = new_practice(command, "problem99", input="y\n")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("practice: unknown problem 'problem99'")
    assert "Traceback" not in done.stderr


WORDS = ("outcome", "reason", "expected", "actual", "fix", "mistake", "because")


def test_checks_that_were_not_asked_are_the_same_as_those_that_are(practice: Practice) -> None:
    practice("start", "problem1")
    (practice.folder / "mine.py").write_text("raise SystemExit\n", encoding="utf-8")
    unasked = practice.report("check", "problem1")
    asked = practice.report("check", "problem1", "mine.py", "--data", "sample")
    for report in (unasked, asked):
        for check in report["checks"]:
            check.update(dict.fromkeys(WORDS, ""))
    assert unasked["checks"] == asked["checks"]
