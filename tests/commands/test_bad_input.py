from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from grader.catalog import BUILT_IN
from grader.formats.as_json import SCHEMA

if TYPE_CHECKING:
    from tests.conftest import Practice


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, done
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_a_missing_file(new_practice: Practice) -> None:
    assert "there is no file nowhere.py" in one_line(
        new_practice("check", "problem1", "nowhere.py")
    )


def test_a_folder(new_practice: Practice) -> None:
    assert "is a folder" in one_line(new_practice("check", "problem1", "."))


def test_names_in_a_folder_cannot_redraw_the_terminal(new_practice: Practice) -> None:
    for name in ("mine.py", "yours\x1b]0;title\x07.py"):
        (new_practice.folder / name).touch()
    said = one_line(new_practice("check", "problem1", "."))
    assert said.endswith("name one: mine.py, yours?]0;title?.py")


NO_CELLS = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
NO_CODE = NO_CELLS.replace(
    b"[]",
    b'[{"cell_type": "markdown", "source": "text"}, {"cell_type": "code", "source": "  \\n"}]',
)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mine.py", b"", "the file is empty"),
        ("mine.py", b" \n\n", "the file is empty"),
        ("mine.py", b"\xef\xbb\xbf", "the file is empty"),
        ("mine.py", b"# later\n\n# more\n", "the file has no code"),
        ("mine.ipynb", b"", "the file is empty"),
        ("mine.ipynb", NO_CELLS, "the file has no code"),
        ("mine.ipynb", NO_CODE, "the file has no code"),
        ("mine.h5", b"", "the file is empty"),
    ],
)
def test_a_file_without_code_is_reported_and_kept(
    new_practice: Practice, name: str, content: bytes, message: str
) -> None:
    (new_practice.folder / name).write_bytes(content)
    report = new_practice.report("check", "problem1", name)
    assert (report["verdict"], report["fault"]["message"]) == ("not attempted", message)
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert "not attempted" in new_practice("history").stdout
    assert not (new_practice.home / "cache" / "data").exists()


def test_another_encoding(new_practice: Practice) -> None:
    (new_practice.folder / "mine.py").write_bytes(b"name = '\xe9'\n")
    assert "save the file as UTF-8" in one_line(new_practice("check", "problem1", "mine.py"))


def test_a_name_that_the_terminal_cannot_show(new_practice: Practice) -> None:
    (new_practice.folder / "größe.py").write_text("if\n", encoding="utf-8")
    narrow = {"PYTHONIOENCODING": "ascii"}
    done = new_practice("check", "problem1", "größe.py", environ=narrow)
    assert r"gr\xf6\xdfe.py, line 1" in done.stdout
    assert (done.returncode, done.stderr) == (1, "")


def test_a_file_of_two_gigabytes(new_practice: Practice) -> None:
    with (new_practice.folder / "mine.py").open("wb") as file:
        file.truncate(2 * 10**9)
    assert "2,000 MB" in one_line(new_practice("check", "problem1", "mine.py"))


def test_a_pipe_in_place_of_a_file(new_practice: Practice) -> None:
    os.mkfifo(new_practice.folder / "mine.py")
    assert "not a regular file" in one_line(new_practice("check", "problem1", "mine.py"))


def test_no_file_named_and_none_begun(new_practice: Practice) -> None:
    assert "`practice start problem1`" in one_line(new_practice("check", "problem1"))


@pytest.mark.parametrize(
    ("option", "message"),
    [
        (("--data", "fancy"), "choose auto, sample or real"),
        (("--sandbox", "none"), "(choose auto, isolated, basic)"),
        (("--time-limit", "0"), "must be above 0 seconds"),
        (("--time-limit", "nan"), "must be above 0 seconds"),
        (("--data", "real"), "practice data get fashion-mnist"),
    ],
)
def test_options_that_make_no_sense(
    new_practice: Practice, option: tuple[str, str], message: str
) -> None:
    assert message in one_line(new_practice("check", "problem1", "--reference", *option))


def test_a_home_that_cannot_be_written(new_practice: Practice) -> None:
    new_practice.home.write_text("a file where a folder should be", encoding="utf-8")
    assert "set PRACTICE_HOME" in one_line(new_practice("hint", "problem1"))


def test_a_home_that_cannot_hold_data(new_practice: Practice) -> None:
    new_practice.home.write_text("a file where a folder should be", encoding="utf-8")
    (new_practice.folder / "mine.py").write_text("print(1)\n", encoding="utf-8")
    done = new_practice("check", "problem1", "mine.py")
    assert done.returncode == 2
    assert str(new_practice.home) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_of_a_user_that_there_is_not(new_practice: Practice) -> None:
    done = new_practice("list", environ={"PRACTICE_HOME": "~nosuchuser/kit"})
    assert one_line(done).endswith("PRACTICE_HOME is ~nosuchuser/kit, but there is no such user")


def test_a_home_in_a_folder_that_is_gone(new_practice: Practice) -> None:
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$PWD" && exec "$@"', "sh", *new_practice.command("list")],
        env=new_practice.environ({"PRACTICE_HOME": "kit"}),
        cwd=new_practice.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "PRACTICE_HOME is kit, relative to a folder that no longer exists" in one_line(done)


def test_an_answer_that_is_no_text_is_no(new_practice: Practice) -> None:
    done = new_practice(
        "solution",
        "problem1",
        input="\udcff\n",
        errors="surrogateescape",
        environ={"PYTHONIOENCODING": "utf-8:strict"},
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.endswith("[y/N] Not shown.\n")


def test_a_folder_to_keep_files_in_that_holds_some(practice: Practice) -> None:
    (practice.folder / "mine").write_text("my work", encoding="utf-8")
    done = practice("check", "problem1", "--reference", "--keep", ".", "--data", "sample")
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert (practice.folder / "mine").read_text(encoding="utf-8") == "my work"


def test_a_closed_pipe_is_no_error(new_practice: Practice) -> None:
    done = subprocess.run(
        f"{' '.join(new_practice.command('show', 'problem1'))} | true",
        shell=True,
        env=new_practice.environ(),
        cwd=new_practice.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "fault" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk(new_practice: Practice) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            new_practice.command("show", "problem1"),
            env=new_practice.environ(),
            cwd=new_practice.folder,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("columns", ["60", "1", "nonsense"])
def test_a_report_fits_its_columns(new_practice: Practice, columns: str) -> None:
    new_practice("start", "problem1")
    done = new_practice("check", "problem1", environ={"COLUMNS": columns, "NO_COLOR": "1"})
    wide = {"60": 60, "1": 40}.get(columns, 80)
    assert max(map(len, done.stdout.splitlines())) <= wide
    assert "\x1b" not in done.stdout


def test_pytest_settings_of_the_user_change_nothing(new_practice: Practice) -> None:
    new_practice("start", "problem1")
    (new_practice.folder / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n")
    (new_practice.folder / "conftest.py").write_text("raise SystemExit(7)\n")
    hostile = {"PYTEST_ADDOPTS": "--nonsense", "PYTEST_PLUGINS": "nonsense"}
    done = new_practice("check", "problem1", environ=hostile)
    assert "NOT ATTEMPTED" in done.stdout


def test_every_problem_has_a_not_attempted_stub(new_practice: Practice) -> None:
    for name in BUILT_IN.ids:
        new_practice("start", name)
        assert new_practice.report("check", name)["verdict"] == "not attempted"
