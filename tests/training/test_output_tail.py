"""What a submission prints: its last own lines in the report, all of it in a file."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.formats import terminal
from grader.formats.console import console_on
from grader.formats.output_file import OutputFile
from grader.training.output_tail import Printed
from tests.commands.test_bad_input import one_line
from tests.conftest import ROOT
from tests.formats.test_report_formats import report

if TYPE_CHECKING:
    from tests.conftest import Practice

LIBRARY = """import logging, sys, warnings
def draw(call=None):
    print("a progress bar")
    sys.stderr.write("a log line\\n")
    warnings.warn("a warning")
    logging.warning("a message")
    if call is not None:
        call("by a callback")
"""
MINE = """import sys
sys.path[:0] = [{library!r}, {root!r}]
from grader.sandbox.guest import library_output
library_output.mark_libraries()
import pprint, library
print("mine", 1)
library.draw(lambda words: print(words))
pprint.pprint([1])
print("to stderr", file=sys.stderr)
library.draw(print)
"""
COUNTS = "for n in range(25):\n    print('line', n)\nraise ValueError('the end')\n"
LAST = [f"line {n}" for n in range(5, 25)]


def lines_of(*parts: bytes) -> tuple[str, ...]:
    printed = Printed()
    for part in parts:
        printed.take(part)
    return printed.lines


@pytest.mark.parametrize(
    ("output", "lines"),
    [
        (b"", ()),
        (b"\n  \n\r\n", ()),
        (b"one\ntwo", ("one", "two")),
        (b"\x0eEpoch 1/5\n\x0fmine\n\x0e\r1/9 [==\b\b\b\x0f\n", ("mine",)),
        (b"mine \x0e1/9\x0fgoes on\n", ("mine goes on",)),
        (b"\r 1 %\r50 %\r100 %\nend", ("100 %", "end")),
        (b"12345\b\b\b67\n", ("12675",)),
        (b"\x1b[31mred\x1b[0m\n", ("red",)),
        (b"2026-11-29 20:14:54.745857: E external/x.cc:51] failed\nmine\n", ("mine",)),
        (b"I0000 00:00:1732909811.123   12345 cuda.cc:8] x\nmine\n", ("mine",)),
        (b"\xff\xc3\xa4\n", ("\ufffdä",)),
        (b"x" * 2000, ("x" * 999 + "…",)),
    ],
)
def test_own_lines_are_told_as_a_terminal_shows_them(output: bytes, lines: tuple[str, ...]) -> None:
    assert lines_of(output) == lines
    assert lines_of(*(output[n : n + 1] for n in range(len(output)))) == lines


def test_of_many_lines_the_last_twenty_are_kept() -> None:
    many = b"".join(b"%d\n" % n for n in range(1000))
    last = tuple(str(n) for n in range(980, 1000))
    assert lines_of(many) == last
    assert lines_of(many, b"\x0e" + b"bar\n" * 5000 + b"\x0f") == last
    assert lines_of(many, b"more") == (*last[1:], "more")


def test_what_a_library_prints_is_not_the_submissions(tmp_path: Path) -> None:
    folder = tmp_path / "site-packages"
    folder.mkdir()
    (folder / "library.py").write_text(LIBRARY, encoding="utf-8")
    mine = tmp_path / "mine.py"
    mine.write_text(MINE.format(library=str(folder), root=str(ROOT)), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-u", str(mine)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=True,
    )
    assert lines_of(done.stdout) == ("mine 1", "by a callback", "[1]", "to stderr")
    assert done.stdout.count(b"a progress bar") == 2
    assert done.stdout.count(b"a warning") >= 1


@pytest.mark.parametrize(
    "code",
    [
        "import atexit; atexit.register(print, 'line')",
        "import _thread, time; _thread.start_new_thread(print, ('line',)); time.sleep(0.5)",
        "import sys; sys.excepthook = None; raise ValueError('line')",
    ],
)
def test_what_no_python_code_calls_is_printed(code: str) -> None:
    path = f"import sys; sys.path.insert(0, {str(ROOT)!r})"
    start = f"{path}\nfrom grader.sandbox.guest import library_output\n"
    done = subprocess.run(
        [sys.executable, "-u", "-c", f"{start}library_output.mark_libraries()\n{code}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert lines_of(done.stdout)[-1].endswith("line")


def test_prints_are_in_every_report_and_all_of_them_in_a_file(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text(COUNTS, encoding="utf-8")
    words = ("check", "problem1", "mine.py", "--data", "sample", "--output", "all.txt")
    found = practice.report(*words)
    assert found["printed"] == LAST
    assert "Traceback" in found["output"]
    text = (practice.folder / "all.txt").read_text(encoding="utf-8")
    assert text.startswith("line 0\nline 1\n")
    assert "ValueError: the end" in text
    assert "\x0e" not in text + found["output"]
    refused = one_line(practice(*words))
    assert refused == "practice: all.txt is not empty and was not overwritten; pass a new file"
    rows = re.findall(r"^ *(\d+) +\d{4}-\d\d-\d\d ", practice("history").stdout, re.MULTILINE)
    number = max(rows, key=int)
    shown = practice("history", "show", number).stdout.splitlines()
    heading = "  Output of your file, last 20 lines (--output FILE writes everything)"
    assert shown[shown.index(heading) + 1 :][:20] == [f"    {line}" for line in LAST]


@pytest.mark.parametrize(
    ("place", "words"), [(".", "it is a folder"), ("none/all.txt", "No such file or directory")]
)
def test_a_file_for_the_output_that_cannot_be_written_is_said_before_the_training(
    new_practice: Practice, place: str, words: str
) -> None:
    (new_practice.folder / "mine.py").write_text(COUNTS, encoding="utf-8")
    done = new_practice("check", "problem1", "mine.py", "--output", place)
    assert one_line(done) == f"practice: cannot write {place}: {words}"


def test_the_output_is_cut_at_its_limit_and_says_so(tmp_path: Path) -> None:
    with OutputFile(tmp_path / "all.txt", 10**6) as output:
        for _ in range(11):
            output.write(b"x" * 10**5)
    written = (tmp_path / "all.txt").read_bytes()
    assert written == b"x" * 10**6 + b"\n[cut at the output limit of 1 MB]\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_costs_the_output_and_nothing_else() -> None:
    with OutputFile(Path("/dev/full"), 10**6) as output:
        output.write(b"line\n")
    assert output.summary == "/dev/full is incomplete: No space left on device"


def test_a_long_line_takes_three_rows_and_no_control_character_is_shown() -> None:
    stream = io.StringIO()
    one = report(printed=("x" * 500, "\x1b]0;title\x07", "日本" * 100))
    terminal.show(one, console_on(stream, {"COLUMNS": "60"}))
    text = stream.getvalue()
    assert text.count("…") == 2
    assert sum(line.startswith("    xxx") for line in text.splitlines()) == 3
    assert max(map(len, text.splitlines())) <= 60
    assert "\x1b" not in text


def test_a_file_that_prints_nothing_has_no_such_section() -> None:
    stream = io.StringIO()
    terminal.show(report(), console_on(stream, {}))
    assert "Output of" not in stream.getvalue()
