"""Notebooks as Jupyter, Colab and Kaggle export them, read and looked at; nothing is trained."""

from __future__ import annotations

import json
import os
import pickle
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from grader import submission
from grader.assessment.mistakes import reading_faults
from grader.catalog import BUILT_IN
from grader.errors import UsageError
from grader.formats.as_json import SCHEMA
from grader.sandbox.observations import Fit, Loader
from grader.submission import Kind, Unfinished, Unreadable
from grader.training.reader import RecordReader
from tests.submission.books import book, code, words, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

REFERENCE = BUILT_IN.load("problem1").reference
STUB = BUILT_IN.load("problem1").stub


def in_cells(text: str) -> list[str]:
    """A Python file as cells, cut where its blocks begin."""
    return text.split("\n\n\n")


def test_the_same_code_runs_whether_it_comes_as_a_notebook_or_as_a_file(tmp_path: Path) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    path = write(tmp_path / "mine.ipynb", words("# My work"), *in_cells(text))
    read = submission.read(path)
    assert read.kind is Kind.NOTEBOOK
    code_lines = [line for line in read.program.decode().split("\n") if line]
    assert code_lines == [line for line in text.split("\n") if line]
    assert submission.look(read, lambda: STUB) is None


def test_a_line_is_told_by_its_cell(tmp_path: Path) -> None:
    read = submission.read(write(tmp_path / "a.ipynb", "a = 1\nb = 2", words("text"), "", "!ls\nc"))
    assert [f"line {read.at(number)}" for number in (2, 3, 5)] == [
        "line 2 of cell 1",
        "line 1 of cell 2",
        "line 2 of cell 3",
    ]
    assert (read.line(4), read.line(5), read.at(4) + 1) == ("!ls", "c", 5)
    assert f"{pickle.loads(pickle.dumps(read.at(5)))}" == "2 of cell 3"


def test_a_line_of_a_file_is_told_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text("a = 1\nb = 2\n", encoding="utf-8")
    assert f"line {submission.read(tmp_path / 'mine.py').at(2)}" == "line 2"


def test_a_notebook_of_the_third_format(tmp_path: Path) -> None:
    old = {"cell_type": "code", "language": "python", "input": ["x = 1\n", "y = 2"], "outputs": []}
    whole = {"nbformat": 3, "metadata": {"name": ""}, "worksheets": [{"cells": [old]}]}
    (tmp_path / "old.ipynb").write_text(json.dumps(whole), encoding="utf-8")
    assert submission.read(tmp_path / "old.ipynb").program == b"x = 1\ny = 2"


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"kernelspec": {"name": "python3", "language": "python"}, "colab": {"provenance": []}},
        {"kernelspec": {"name": "tf-gpu", "display_name": "My kernel"}},
        {"language_info": {"name": "python", "version": "3.10.12"}},
    ],
)
def test_a_kernel_may_have_any_name(tmp_path: Path, about: dict[str, Any]) -> None:
    assert submission.read(write(tmp_path / "a.ipynb", "x = 1", **about)).program == b"x = 1"


def test_outputs_are_ignored_and_line_endings_made_one(tmp_path: Path) -> None:
    cell = {**code(""), "source": "a = 1\r\nb = 2\rc = 3"}
    read = submission.read(write(tmp_path / "a.ipynb", cell))
    assert read.program == b"a = 1\nb = 2\nc = 3"
    assert "old output" not in read.text


def test_commands_typed_without_their_sign_are_run_as_a_notebook_does(tmp_path: Path) -> None:
    read = submission.read(write(tmp_path / "a.ipynb", "cd /content", "pip install x\ny = 1"))
    assert submission.look(read, lambda: STUB) is None
    assert b"run_line_magic('cd', '/content')" in read.program


R = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps(book("x <- 1", **R)), "is a notebook in R; the problems are for Python"),
        (json.dumps(book("1", kernelspec={"name": "julia-1.9"})), "is a notebook in julia-1.9"),
        ('{"cells": [\n{"cell_type": ]}', "line 2: this is no notebook"),
        ("x = 1\n", "or hand in Python as .py"),
        ("[1, 2]", "is JSON, but no notebook"),
        ('{"cells": 7}', "its cells are no list"),
        ('{"cells": ["x = 1"]}', "a cell of it is none"),
        (json.dumps(book({**code(""), "source": [1]})), "a cell's source is no text"),
        (json.dumps(book({**code(""), "source": "'\ud800'"})), "half of a character"),
        ("[" * 100_000, "no notebook"),
        (json.dumps(book("#" * 1_000_001)), "at most 1 MB are run"),
        ('"' + " " * 50_000_000, "bytes, and a notebook may have 20 MB: clear the outputs"),
    ],
)
def test_what_is_no_notebook_to_run_is_refused(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=message) as refused:
        submission.read(tmp_path / "a.ipynb")
    assert "\n" not in str(refused.value)


def test_a_notebook_under_a_python_name_is_recognised(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", "x = 1").rename(tmp_path / "a.py")
    with pytest.raises(UsageError, match=r"holds a notebook; rename it to a\.ipynb"):
        submission.read(tmp_path / "a.py")


def test_a_notebook_that_the_browser_saved_as_text_is_to_have_its_own_name(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", "x = 1").rename(tmp_path / "a.ipynb.txt")
    with pytest.raises(UsageError, match=r"rename it to a\.ipynb$"):
        submission.read(tmp_path / "a.ipynb.txt")


def test_a_cell_that_python_cannot_read_is_named(tmp_path: Path) -> None:
    read = submission.read(write(tmp_path / "a.ipynb", "!ls", "x = 1\ny = (\n"))
    found = submission.look(read, lambda: STUB)
    assert isinstance(found, Unreadable)
    fault = reading_faults.of_reading(read, found)
    assert (fault.file, fault.cell, fault.line, fault.code) == ("a.ipynb", 2, 2, "y = (")


def test_a_cell_that_is_expected_to_fail_need_not_be_python(tmp_path: Path) -> None:
    wrong = code("no python here", tags=["raises-exception"])
    assert (
        submission.look(submission.read(write(tmp_path / "a.ipynb", wrong, "x = 1")), lambda: STUB)
        is None
    )


def test_a_stub_in_a_notebook_is_unfinished(tmp_path: Path) -> None:
    read = submission.read(write(tmp_path / "a.ipynb", "%matplotlib inline", *in_cells(STUB)))
    assert isinstance(submission.look(read, lambda: STUB), Unfinished)


def test_a_file_with_notebook_lines_keeps_its_encoding_and_lines(tmp_path: Path) -> None:
    text = "# -*- coding: latin-1 -*-\r\nname = 'é'\r\n%matplotlib inline\r\n!echo é\r\nx = (\r\n"
    (tmp_path / "mine.py").write_bytes(text.encode("latin-1"))
    read = submission.read(tmp_path / "mine.py")
    found = submission.look(read, lambda: STUB)
    assert isinstance(found, Unreadable)
    assert (found.line, read.line(4), read.has_shell) == (5, "!echo é", True)
    assert "name = 'é'".encode("latin-1") in read.program


def test_a_file_that_is_python_runs_byte_for_byte(tmp_path: Path) -> None:
    source = b"# %%\r\nx = 7 \\\r\n  % 3\r\n"
    (tmp_path / "mine.py").write_bytes(source)
    read = submission.read(tmp_path / "mine.py")
    assert (read.program, read.has_shell) == (source, False)


def test_a_failing_notebook_names_cell_and_line(practice: Practice) -> None:
    write(
        practice.folder / "mine.ipynb",
        words("# My work"),
        "%cd data\n!ls > ../there.txt\n%cd ..",
        "import matplotlib.pyplot as plt\nplt.plot(history['acc'])",
        "%%time\nnames = open('there.txt').read()\nprint(names)\n\n1 / 0",
        "print('never')",
    )
    report = practice.report("check", "problem1", "mine.ipynb", "--data", "sample")
    fault = report["fault"]
    place = (fault["type"], fault["file"], fault["cell"], fault["line"], fault["code"])
    assert place == ("ZeroDivisionError", "mine.ipynb", 3, 5, "1 / 0")
    assert fault["trace"] == ["cell 3, line 5 in <module>"]
    assert "NameError at line 2 of cell 2 was ignored" in report["notes"][-1]
    assert "Cell 3, line 5, in <module>" in report["output"]
    assert "fashion-mnist" in report["output"]
    assert "never" not in report["output"]
    assert "mine.ipynb.py" not in json.dumps(report)
    assert any("at line 5 of cell 3" in check["reason"] for check in report["checks"])
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_what_a_training_tells_is_told_by_cells_too(tmp_path: Path) -> None:
    read = submission.read(write(tmp_path / "a.ipynb", "import tensorflow as tf", "x = 1\nfit()"))
    reader = RecordReader(read.at)
    reader.take(Fit(1, line=3))
    reader.take(Loader(1, line=2))
    record = reader.record
    assert f"fit at line {record.fits[0].line}" == "fit at line 2 of cell 2"
    assert f"the loader at line {record.loaders[0].line}" == "the loader at line 1 of cell 2"


@pytest.mark.slow
def test_the_reference_as_a_notebook_passes_as_it_does_as_a_file(practice: Practice) -> None:
    parts = in_cells(REFERENCE.read_text(encoding="utf-8"))
    write(
        practice.folder / "mine.ipynb", words("# My work"), "%matplotlib inline\n!ls data", *parts
    )
    book = practice.report("check", "problem1", "mine.ipynb", "--data", "sample")
    assert (book["verdict"], book["score"]) == ("passed", 5)
    assert {check["outcome"] for check in book["checks"]} == {"passed"}


def test_the_report_is_written_beside_the_notebook_where_that_is_wanted(practice: Practice) -> None:
    path = write(practice.folder / "mine.ipynb", "x = 1\nx +")
    done = practice("check", "problem1", str(path), "--beside", "--sandbox", "basic")
    assert done.returncode == 1, done.stderr
    as_text = path.with_name("mine.ipynb.report.txt").read_text(encoding="utf-8")
    assert as_text == done.stdout
    assert "mine.ipynb, cell 1, line 2" in as_text
    data = json.loads(path.with_name("mine.ipynb.report.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert data["fault"]["cell"] == 1


def test_a_report_is_written_beside_a_file_of_any_name(practice: Practice) -> None:
    path = write(practice.folder / os.fsdecode(b"mine\xff.ipynb"), "x = 1\nx +")
    done = practice("check", "problem1", str(path), "--beside", "--sandbox", "basic")
    assert done.returncode == 1, done.stderr
    assert "mine?.ipynb, cell 1, line 2" in path.with_name(f"{path.name}.report.txt").read_text()


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_where_nothing_can_be_written_beside_it_nothing_is_trained(practice: Practice) -> None:
    path = write(practice.folder / "mine.ipynb", "x = 1")
    practice.folder.chmod(0o500)
    done = practice("check", "problem1", str(path), "--beside", cwd=practice.home)
    practice.folder.chmod(0o700)
    assert (done.returncode, done.stdout) == (2, "")


def failed_once(text: str, count: int) -> dict[str, Any]:
    cell = code(text)
    cell["execution_count"] = count
    cell["outputs"] = [{"output_type": "error", "ename": "E", "evalue": "", "traceback": []}]
    return cell


@pytest.mark.parametrize(("count", "may_fail"), [(3, True), (9, False)])
def test_a_cell_after_whose_error_its_author_went_on_may_fail(
    tmp_path: Path, count: int, *, may_fail: bool
) -> None:
    path = write(tmp_path / "a.ipynb", failed_once("1 / 0", count), "x = 1")
    assert submission.read(path).cells[0].may_fail is may_fail
