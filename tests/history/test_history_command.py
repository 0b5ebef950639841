"""`practice history` as a learner uses it."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.formats.history_export import to_csv
from grader.history import copies, repository
from grader.history.attempt import Origin
from grader.history.database import opened, reading, transaction
from grader.history.repository import add
from grader.report import Verdict
from tests.commands.test_bad_input import one_line
from tests.history.examples import CHECKS, FAULT, MODEL, attempt, kept, report
from tests.project.test_walls import HEAVY, imported

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice


def rows(done: subprocess.CompletedProcess[str]) -> list[list[str]]:
    """The cells of the table that comes first, without its headings."""
    table = done.stdout.split("\n\n", maxsplit=1)[0].splitlines()
    return [re.split(r"  +", line.strip()) for line in table[1:]]


def test_an_empty_history_says_how_it_fills(new_practice: Practice) -> None:
    done = new_practice("history")
    assert (done.returncode, done.stderr) == (0, "")
    assert "`practice check problem1` stores one" in " ".join(done.stdout.split())
    assert not new_practice.home.exists()


def test_the_newest_attempt_is_last(new_practice: Practice, state: Path) -> None:
    kept(state, report(None), report(2), report(5, verdict=Verdict.PASSED, problem="problem3"))
    assert rows(new_practice("history")) == [
        ["1", "2026-03-01", "12:00", "problem1", "crashed", "-", "2/6"],
        ["2", "2026-03-01", "12:01", "problem1", "failed", "2", "2/6", "0.820", "75"],
        ["3", "2026-03-01", "12:02", "problem3", "passed", "5", "2/6", "0.850", "75"],
    ]


def test_the_attempts_of_one_problem(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(2, problem="problem3"), report(3))
    assert [row[0] for row in rows(new_practice("history", "problem1"))] == ["1", "3"]
    assert [row[0] for row in rows(new_practice("history", "--last", "2"))[1:]] == ["2", "3"]
    assert "Showing 2 of 3 attempts" in new_practice("history", "--last", "2").stdout


def test_words_that_are_no_unicode_are_kept_shown_and_exported(
    new_practice: Practice, state: Path
) -> None:
    kept(state, report(None, fault=replace(FAULT, message="bad name \udcff")))
    assert "bad name ?" in new_practice("history", "show", "1").stdout
    for form in ("json", "csv"):
        done = new_practice("history", "export", "--format", form, "--output", form)
        assert (done.returncode, done.stderr) == (0, "")


def test_attempts_of_exams_and_variants_are_told_apart(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), origin=Origin.EXAM)
    with opened(state) as connection:
        connection.execute("UPDATE attempts SET variant = 7")
    assert rows(new_practice("history"))[0][3] == "problem1 v7 exam"


def test_a_problem_that_is_gone_is_still_in_the_history(
    new_practice: Practice, state: Path
) -> None:
    kept(state, report(1, problem="problem77"))
    assert len(rows(new_practice("history", "problem77"))) == 1
    assert "unknown problem 'problem78'" in one_line(new_practice("history", "problem78"))


def test_the_scores_of_a_problem_are_a_chart(new_practice: Practice, state: Path) -> None:
    kept(state, report(0), report(None), report(2), report(4))
    done = new_practice("history", "problem1")
    image = done.stdout.split("\n\n")[1].splitlines()
    assert image == [
        "Scores of problem1, attempts 1 to 4",
        "  5 |",
        "  4 |       *",
        "  3 |",
        "  2 |     *",
        "  1 |",
        "  0 | *",
        "  - |   *",
    ]


def test_the_scores_of_several_problems_are_a_row_each(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(2, problem="problem10"), report(None), report(3))
    image = new_practice("history").stdout.split("\n\n")[1].splitlines()
    assert image == ["Scores over time", "  problem1   1 - 3", "  problem10  2"]


@pytest.mark.parametrize("columns", ["60", "40"])
def test_a_history_fits_its_columns(new_practice: Practice, state: Path, columns: str) -> None:
    out = [report(n % 6, problem=f"problem{n % 3}") for n in range(60)]
    kept(state, *out, report(None, verdict=Verdict.NOT_ATTEMPTED))
    environ = {"COLUMNS": columns, "NO_COLOR": "1"}
    for command in (
        ("history", "--last", "100"),
        ("history", "problem1"),
        ("history", "show", "5"),
    ):
        done = new_practice(*command, environ=environ)
        to_copy = ("  SHA-256", "  Copy")
        shown = [line for line in done.stdout.splitlines() if not line.startswith(to_copy)]
        assert max(map(len, shown)) <= int(columns), done.stdout
        assert "\x1b" not in done.stdout
    table = rows(new_practice("history", "--last", "100", environ=environ))
    assert len(table) == 61
    assert all("not attempted" in row or "failed" in row for row in table)


def test_a_report_is_shown_as_it_was(new_practice: Practice, state: Path) -> None:
    (new_practice.folder / "mine.py").write_text("def f(:\n", encoding="utf-8")
    then = new_practice("check", "problem1", "mine.py")
    as_json = new_practice("check", "problem1", "mine.py", "--json")
    shown = new_practice("history", "show", "1")
    assert shown.stdout.startswith(then.stdout)
    facts = shown.stdout.removeprefix(then.stdout)
    assert re.search(r"Attempt +1 · practice · \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", facts)
    assert "kit 0." in facts
    place = re.search(r"Copy +(.+)", facts)
    assert place is not None
    assert (state / place[1]).read_text(encoding="utf-8") == "def f(:\n"
    assert new_practice("history", "show", "2", "--json").stdout == as_json.stdout


def test_the_source_of_an_attempt(new_practice: Practice, state: Path) -> None:
    kept(state, report())
    assert new_practice("history", "show", "1", "--source").stdout == "print('a model')\n# 0\n"
    (copy,) = copies.every(state)
    copy.unlink()
    assert "the copy of the submission is missing" in one_line(
        new_practice("history", "show", "1", "--source")
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("show", "3"), "no attempt 3 (choose 1 to 2)"),
        (("diff", "1", "9"), "no attempt 9"),
        (("export", "--format", "xml"), "choose json or csv"),
        (("export", "--output", "."), "is a folder"),
        (("export", "--output", "no/where.csv"), "cannot write no/where.csv"),
        (("show", "1", "--json", "--source"), "pass one of --json and --source"),
        (("prune", "--keep", "1", "--problem", "problem9"), "unknown problem"),
    ],
)
def test_what_makes_no_sense_is_one_line(
    new_practice: Practice, state: Path, words: tuple[str, ...], message: str
) -> None:
    kept(state, report(), report())
    assert message in one_line(new_practice("history", *words))


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30])
def test_a_number_that_is_none_is_refused(new_practice: Practice, number: str) -> None:
    done = new_practice("history", "show", number)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_diff_shows_lines_and_findings(new_practice: Practice, state: Path) -> None:
    better = tuple(replace(check, outcome=CHECKS[0].outcome) for check in CHECKS)
    kept(state, report(1), report(4, checks=better, verdict=Verdict.PASSED))
    lines = new_practice("history", "diff", "1", "2").stdout.splitlines()
    assert lines[:5] == [
        "--- attempt 1  mine.py",
        "+++ attempt 2  mine.py",
        "@@ -1,2 +1,2 @@",
        " print('a model')",
        "-# 0",
    ]
    table = [re.split(r"  +", line.strip()) for line in lines[7:]]
    assert table == [
        ["attempt 1", "attempt 2"],
        ["verdict", "failed", "passed"],
        ["score", "1", "4"],
        ["points", "2 of 6", "6 of 6"],
        ["accuracy, held-out", "0.8100", "0.8400"],
        ["Pixels are scaled", "failed", "passed"],
        ["Ten outputs", "not run", "passed"],
    ]


def test_a_diff_of_the_same_says_so(new_practice: Practice, state: Path) -> None:
    kept(state, report())
    kept(state, report())
    text = new_practice("history", "diff", "1", "2").stdout
    assert "The files are the same." in text
    assert "The reports are the same." in text


def test_different_problems_are_compared_all_the_same(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(2, problem="problem3"))
    text = new_practice("history", "diff", "1", "2").stdout
    assert "Different problems: problem1 and problem3." in text
    assert "-# 0" in text


def test_models_have_no_lines_to_compare(new_practice: Practice, state: Path) -> None:
    larger = replace(MODEL, bytes=2_400_000, parameters=203_530)
    with opened(state) as connection:
        for content, one in ((b"\x89HDF1", report(1)), (b"\x89HDF2", report(2, model=larger))):
            new = attempt(state, one, content, ".h5")
            with transaction(connection):
                add(connection, new)
    text = new_practice("history", "diff", "1", "2").stdout
    assert "Both attempts are models: no lines to compare." in text
    assert re.search(r"bytes +1,200,000 +2,400,000", text)
    assert re.search(r"parameters +101,770 +203,530", text)
    assert "@@" not in text
    assert "is a model" in one_line(new_practice("history", "show", "1", "--source"))


def test_an_export_holds_the_reports(new_practice: Practice, state: Path) -> None:
    kept(state, report(None), report(4))
    whole = json.loads(new_practice("history", "export").stdout)
    assert whole["format"] == 2
    assert [one["report"]["score"] for one in whole["attempts"]] == [None, 4]
    assert whole["attempts"][1]["at"] == "2026-03-01T12:01:00Z"


def test_an_export_as_a_table(new_practice: Practice, state: Path) -> None:
    kept(state, report(None, file="=SUM(A1),\nx.py"), report(4))
    done = new_practice("history", "export", "--format", "csv", "--output", "all.csv")
    assert (done.returncode, done.stdout) == (0, "")
    content = (new_practice.folder / "all.csv").read_bytes()
    assert content.count(b"\r\n") == 3
    first, second = csv.DictReader(io.StringIO(content.decode(), newline=""))
    assert first["file"] == "'=SUM(A1),\nx.py"
    assert (first["score"], first["fault"], first["failed"]) == ("", "NameError", "check_scale")
    assert (second["score"], second["accuracy_held-out"]) == ("4", "0.84")
    assert [path.name for path in new_practice.folder.iterdir()] == ["all.csv"]


@pytest.mark.parametrize("name", ["@a.py", "\n=a.py", "\uff1da.py"])
def test_no_cell_of_a_table_is_a_formula(tmp_path: Path, name: str) -> None:
    kept(tmp_path, report(None, file=name))
    with reading(tmp_path) as connection:
        table = to_csv((one, "{}") for one in repository.listing(connection))
    (row,) = csv.DictReader(io.StringIO(table, newline=""))
    assert row["file"] == f"'{name}"


@pytest.mark.parametrize("words", [(), ("show", "1"), ("diff", "1", "1"), ("export",)])
def test_looking_back_imports_nothing_heavy(
    new_practice: Practice, state: Path, words: tuple[str, ...]
) -> None:
    kept(state, report(1))
    found = imported(new_practice, "history", *words)
    assert "grader.history.repository" in found
    assert found.isdisjoint({*HEAVY, "pytest", "psutil"})


@pytest.mark.usefixtures("closed_sandbox")
def test_a_history_is_read_in_a_home_that_cannot_be_written(
    new_practice: Practice, state: Path
) -> None:
    kept(state, report(1), report(2))
    closed = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    for words in ((), ("show", "1"), ("diff", "1", "2"), ("export",)):
        done = subprocess.run(
            [*closed, *new_practice.command("history", *words)],
            env=new_practice.environ(),
            cwd=new_practice.folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == new_practice("history", *words).stdout
