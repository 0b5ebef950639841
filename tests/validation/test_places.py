"""Where a command is to write after its trainings is tried out before them."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader import settings
from grader.commands.validate import ValidateRequest, validate
from grader.errors import UsageError
from grader.formats import junit, report_files
from grader.validation import validate as validating
from tests.validation.test_formats import found

if TYPE_CHECKING:
    from pathlib import Path

    from grader.validation.result import Validation


@pytest.mark.parametrize("kind", ["txt", "json"])
def test_a_folder_where_a_report_is_to_be_is_refused(tmp_path: Path, kind: str) -> None:
    place = tmp_path / f"mine.ipynb.report.{kind}"
    place.mkdir()
    with pytest.raises(UsageError) as refused:
        report_files.require(tmp_path / "mine.ipynb")
    assert str(refused.value) == f"cannot write {place}: it is a folder"


def test_a_name_that_a_report_makes_too_long_is_refused(tmp_path: Path) -> None:
    file = tmp_path / f"{'x' * 240}.py"
    file.touch()
    with pytest.raises(UsageError, match=r"cannot write .*\.report\.txt: File name too long"):
        report_files.require(file)


def test_trying_leaves_everything_as_it_was(tmp_path: Path) -> None:
    earlier = tmp_path / "mine.py.report.txt"
    earlier.write_text("an earlier report", encoding="utf-8")
    report_files.require(tmp_path / "mine.py")
    junit.require(tmp_path / "out.xml")
    assert list(tmp_path.iterdir()) == [earlier]
    assert earlier.read_text(encoding="utf-8") == "an earlier report"


def test_a_folder_and_a_name_too_long_are_no_places_for_junit(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="it is a folder"):
        junit.require(tmp_path)
    with pytest.raises(UsageError, match="File name too long"):
        junit.require(tmp_path / f"{'x' * 252}.xml")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_is_read_only_is_no_place_for_junit(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UsageError, match="Permission denied"):
        junit.require(tmp_path / "out.xml")
    tmp_path.chmod(0o700)


def test_the_table_is_printed_though_its_file_cannot_be_written_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def after_hours(*_: object) -> Validation:
        (tmp_path / "out.xml").mkdir()
        return found()

    monkeypatch.setattr(validating, "validate", after_hours)
    environ = {**os.environ, "PRACTICE_HOME": str(tmp_path / "home")}
    mine = replace(settings.from_environment(environ), stdout=io.StringIO(), stderr=io.StringIO())
    request = ValidateRequest(
        problems=("problem1",),
        runs=1,
        jobs=1,
        data="sample",
        only="stub",
        as_json=False,
        junit=tmp_path / "out.xml",
        all_runs=False,
        fresh=False,
    )
    with pytest.raises(UsageError, match=r"cannot write .*out\.xml"):
        validate(request, mine)
    assert isinstance(mine.stdout, io.StringIO)
    assert mine.stdout.getvalue().endswith("Validation PASSED\n")
