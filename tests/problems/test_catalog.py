"""The problems of a run: those of the kit, and those of a directory of one's own."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from grader.catalog import BUILT_IN, ROOT, Catalog
from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory with a problem7, which is a copy of problem1."""
    root = tmp_path / "own"
    for name in ("problems", "solutions"):
        shutil.copytree(ROOT / name / "problem1", root / name / "problem7")
    change(root, 'id = "problem1"', 'id = "problem7"')
    return root


def change(root: Path, old: str, new: str) -> None:
    path = root / "problems" / "problem7" / "problem.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_own_directory_adds_its_problems(own: Path) -> None:
    catalog = Catalog((ROOT, own))
    assert catalog.ids == (*BUILT_IN.ids, "problem7")
    one = catalog.load("problem7", variant=1)
    assert one.reference == own / "solutions" / "problem7" / "solution.py"
    assert one.stopping is not None
    assert one.stopping.accuracy == 0.89


def test_an_own_directory_is_hidden_from_sandboxes(own: Path) -> None:
    hidden = Catalog((ROOT, own)).hidden
    assert {own / "problems", own / "solutions", *BUILT_IN.hidden} == {*hidden}


def test_an_id_that_two_directories_have_is_an_error_that_names_both(own: Path) -> None:
    shutil.copytree(ROOT / "problems" / "problem2", own / "problems" / "problem2")
    with pytest.raises(UsageError) as refused:
        _ = Catalog((ROOT, own)).ids
    for root in (ROOT, own):
        assert str(root / "problems" / "problem2") in str(refused.value)


def test_a_malformed_problem_disables_no_other(own: Path) -> None:
    change(own, "accuracy = 0.90", "accuracy = 90")
    found, errors = Catalog((ROOT, own)).readable()
    assert tuple(one.id for one in found) == BUILT_IN.ids
    (error,) = errors
    assert str(own / "problems" / "problem7" / "problem.toml") in error
    assert "key 'stopping.accuracy' must be a number from 0 to 1, not 90" in error


def test_commands_list_the_other_problems_and_name_the_malformed_one(
    own: Path, new_practice: Practice
) -> None:
    change(own, "max_epochs = 20", "max_epoch = 20")
    done = new_practice("--problems-dir", str(own), "list")
    assert done.returncode == 0
    assert "problem4" in done.stdout
    assert "problem7" not in done.stdout
    assert "key 'stopping.max_epoch" in done.stderr
    assert new_practice("--problems-dir", str(own), "show", "problem7").returncode == 2
    assert new_practice("--problems-dir", str(own), "show", "problem1").returncode == 0


@pytest.mark.parametrize("option", [True, False])
def test_the_option_and_the_variable_name_the_directory(
    own: Path, new_practice: Practice, *, option: bool
) -> None:
    words = ("--problems-dir", str(own)) if option else ()
    environ = {} if option else {"PRACTICE_PROBLEMS": str(own)}
    done = new_practice(*words, "show", "problem7", environ=environ)
    assert done.stdout.startswith("# Ten garments")
    assert new_practice("show", "problem7").returncode == 2


def test_a_directory_without_problems_is_refused(tmp_path: Path, new_practice: Practice) -> None:
    done = new_practice("--problems-dir", str(tmp_path), "list")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{tmp_path} has no folder problems/" in done.stderr


def test_a_new_problem_is_made_in_an_own_directory(tmp_path: Path, new_practice: Practice) -> None:
    into = tmp_path / "course"
    done = new_practice("new", "problem5", "--into", str(into))
    assert done.returncode == 0, done.stderr
    assert f"practice --problems-dir {into} check problem5 --reference" in done.stdout
    assert Catalog((ROOT, into)).load("problem5").reference.is_file()
    assert not (ROOT / "problems" / "problem5").exists()
    again = new_practice("new", "problem1", "--into", str(into))
    assert (again.returncode, again.stdout) == (2, "")
    assert "problem1 already exists" in again.stderr
