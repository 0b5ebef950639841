"""`practice new` as an author runs it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from grader import problem
from grader.authoring.skeleton import MARK
from grader.catalog import SKILLS
from grader.datasets import registry
from grader.problem_format import DATA_KINDS
from grader.skills import skill_groups
from tests.authoring.checkout import MADE, MINUTES, Checkout, copied

if TYPE_CHECKING:
    from pathlib import Path


def test_it_makes_these_files_and_changes_no_other(checkout: Checkout) -> None:
    before = checkout.files()
    checkout.make()
    after = checkout.files()
    assert set(after) - set(before) == MADE
    assert {name: after[name] for name in before} == before


def test_it_names_what_it_made_and_what_to_do_next(checkout: Checkout) -> None:
    said = checkout("new", "problem5").stdout
    for words in (*MADE, "practice check problem5 --reference", "practice validate problem5"):
        assert words in said


@pytest.mark.parametrize("dataset", registry.specs())
def test_a_new_problem_is_listed_and_its_stub_is_not_attempted(
    checkout: Checkout, dataset: str
) -> None:
    checkout.make(dataset, "--title", 'A "new" one: \\ and é')
    assert 'A "new" one: \\ and é' in checkout("list", environ={"COLUMNS": "200"}).stdout
    assert checkout("start", "problem5").returncode == 0
    report = checkout.report("check", "problem5")
    assert report["verdict"] == "not attempted"
    assert len(report["checks"]) == 5


@pytest.mark.parametrize("dataset", registry.specs())
def test_what_it_makes_is_in_the_kits_own_style(checkout: Checkout, dataset: str) -> None:
    checkout.make(dataset)
    assert checkout.ruff("check") == ""
    assert checkout.ruff("format", "--check") == ""


@pytest.mark.parametrize("dataset", registry.specs())
def test_a_new_problem_has_what_the_tests_ask_of_every_problem(
    checkout: Checkout, dataset: str
) -> None:
    checkout.make(dataset)
    one = problem.read(checkout.root / "problems" / "problem5" / "problem.toml")
    assert checkout.error_of_python("problems/problem5/checks.py") == ""
    known = {key for group in skill_groups(SKILLS) for key in group.skills}
    assert set(one.skills) <= known
    assert len(one.hints) >= 3
    for kind in DATA_KINDS:
        assert one.tiers[kind][2] == one.thresholds[kind]["held_out_accuracy"]


def test_what_an_author_must_write_is_marked_in_every_file_that_needs_it(
    checkout: Checkout,
) -> None:
    checkout.make()
    marked = {name for name, text in checkout.files().items() if name in MADE and MARK in text}
    examples = {name for name in MADE if "wrong.toml" in name or "/alternative/" in name}
    assert marked == MADE - examples


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["problem1"], "problem1 already exists"),
        (["problem05"], "invalid problem id 'problem05'"),
        (["sandals"], "invalid problem id 'sandals'"),
        (["problem5/../problem6"], "invalid problem id 'problem5/../problem6'"),
        (["problem5", "--data", "sandals"], "no data set is called 'sandals'; there are: "),
        (["problem5", "--title", "two\nlines"], "--title must be one line of 1 to 60 characters"),
        (["problem5", "--title", "x" * 61], "--title must be one line of 1 to 60 characters"),
        (["problem5", "--title", "Sets such as {{1}}"], "--title must not contain {{, {%, {#"),
        (["problem5", "--title", "{% raw"], "--title must not contain {{, {%, {#"),
        (["problem5", "--title", "Mark {#1"], "--title must not contain {{, {%, {#"),
    ],
)
def test_a_wrong_wish_is_one_line_and_makes_nothing(
    checkout: Checkout, arguments: list[str], words: str
) -> None:
    before = checkout.files()
    done = checkout("new", *arguments)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("practice: ")
    assert words in line
    assert checkout.files() == before


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("problems/problem5/checks.py", "def check_one(:\n", "Python cannot read these checks"),
        ("problems/problem5/stub.py", "{{ stop_att }}\n", "'stop_att' is undefined"),
        ("problems/problem5/problem.toml", "check_one = 1.5\n", "a whole number of at least 1"),
    ],
)
def test_what_an_author_breaks_is_one_line_that_names_the_file(
    checkout: Checkout, name: str, more: str, words: str
) -> None:
    checkout.make()
    shutil.copy(checkout.root / "problems/problem5/stub.py", checkout.folder / "problem5.py")
    with (checkout.root / name).open("a", encoding="utf-8") as file:
        file.write(more)
    done = checkout("check", "problem5")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"practice: {checkout.root / name}")
    assert words in line


def test_checks_that_python_cannot_read_are_found_before_any_training(checkout: Checkout) -> None:
    checkout.make()
    (checkout.folder / "problem5.py").write_text("print('trained')\n", encoding="utf-8")
    (checkout.root / "problems/problem5/checks.py").write_text(
        "def check_one(:\n", encoding="utf-8"
    )
    done = checkout("check", "problem5", "--data", "sample")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Training" not in done.stderr
    assert "Python cannot read these checks" in done.stderr


@pytest.mark.parametrize("name", ["problems/problem5", "solutions/problem5"])
def test_a_part_that_is_there_stays_as_it_is(checkout: Checkout, name: str) -> None:
    mine = checkout.root / name / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("my work", encoding="utf-8")
    before = checkout.files()
    done = checkout("new", "problem5")
    assert done.returncode == 2
    assert f"problem5 already exists: {mine.parent}" in done.stderr
    assert checkout.files() == before


def test_where_one_part_cannot_be_written_none_is_left(checkout: Checkout) -> None:
    shutil.rmtree(checkout.root / "solutions")
    (checkout.root / "solutions").write_text("a file, and no folder", encoding="utf-8")
    before = sorted(checkout.root.rglob("*"))
    done = checkout("new", "problem5")
    assert done.returncode == 2
    assert done.stderr.startswith("practice: cannot write problem5 to ")
    assert done.stderr.endswith("nothing was created\n")
    assert [
        path for path in sorted(checkout.root.rglob("*")) if "__pycache__" not in str(path)
    ] == [path for path in before if "__pycache__" not in str(path)]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read only for root"
)
def test_a_checkout_that_is_read_only_is_said(checkout: Checkout) -> None:
    checkout.root.chmod(0o500)
    done = checkout("new", "problem5")
    checkout.root.chmod(0o700)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr


@pytest.mark.parametrize("place", ["site-packages", "without-pyproject"])
def test_an_installed_kit_makes_none(tmp_path: Path, shared_home: Path, place: str) -> None:
    kit = Checkout(shared_home, tmp_path, copied(tmp_path / place))
    if place == "without-pyproject":
        (kit.root / "pyproject.toml").unlink()
    before = kit.files()
    done = kit("new", "problem5")
    assert done.returncode == 2
    assert "pass --into DIR" in done.stderr
    assert kit.files() == before


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES + 60)
@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("dataset", ["horse-or-human"])
def test_the_skeleton_does_what_it_says_and_validate_tells_what_is_missing(
    checkout: Checkout, dataset: str
) -> None:
    checkout.make(dataset)
    found = checkout.validation("--runs", "1", "--jobs", "2")
    assert {run["submission"]: run["errors"] for run in found["runs"]} == {
        "problem5/stub": [],
        "problem5/reference": [],
        "problem5/wrong/gives_logits": [],
        "problem5/alternative/functional_and_scaled_inside": [],
    }
    missing = [gap["what"] for gap in found["missing"]]
    assert "wrong solutions: 1 of at least 10" in missing
    assert "a wrong solution that fails check_input_shape" in missing
    assert "a wrong solution that fails check_output" not in missing
