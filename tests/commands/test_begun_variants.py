"""A file that `start` made for a variant is marked as that variant, however it is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader import solutions, variants
from grader.catalog import BUILT_IN

if TYPE_CHECKING:
    from tests.conftest import Practice


@pytest.mark.parametrize(
    "named", ["problem3.py", ".", "sub/../problem3.py", "linked/problem3.py", "other.py"]
)
def test_a_path_to_the_same_file_is_the_same_file(new_practice: Practice, named: str) -> None:
    new_practice("start", "problem3", "--variant", "4")
    folder = new_practice.folder
    if named != ".":
        (folder / "sub").mkdir()
        (folder / "linked").symlink_to(folder)
        (folder / "other.py").symlink_to(folder / "problem3.py")
    report = new_practice.report("check", "problem3", named)
    assert (report["variant"], report["verdict"]) == (4, "not attempted")


def test_a_second_file_of_a_problem_takes_nothing_from_the_first(new_practice: Practice) -> None:
    for place, variant in (("a.py", "4"), ("b.py", "0"), ("c.py", "2")):
        new_practice("start", "problem3", place, "--variant", variant)
    found = [new_practice.report("check", "problem3", name) for name in ("a.py", "b.py", "c.py")]
    assert [report["variant"] for report in found] == [4, 0, 2]


def test_another_variant_may_be_named(new_practice: Practice) -> None:
    new_practice("start", "problem3", "--variant", "4")
    report = new_practice.report("check", "problem3", "--variant", "2")
    assert report["variant"] == 2
    done = new_practice("hint", "problem3", "--variant", "4")
    for _ in range(9):
        done = new_practice("hint", "problem3", "--variant", "4")
    assert done.stdout.split().count("4`") + done.stdout.split().count("4`.") == 2
    assert "`practice solution problem3`" not in " ".join(done.stdout.split())


def test_what_is_shown_is_of_the_variant_of_the_file(new_practice: Practice) -> None:
    new_practice("start", "problem3", "--variant", "4")
    mine = BUILT_IN.load("problem3", variant=4)
    done = new_practice("show", "problem3")
    assert done.stdout == mine.statement
    assert done.stderr == (
        "note: showing variant 4, because problem3.py was started with it; "
        "pass --variant 0 for the standard problem\n"
    )
    solution = solutions.reference(mine)
    assert new_practice("solution", "problem3", "--yes").stdout == solution
    for _ in mine.hints:
        hint = new_practice("hint", "problem3").stdout
    assert "practice solution problem3 --variant 4`" in hint
    standard = new_practice("show", "problem3", "--variant", "0")
    assert (standard.stdout, standard.stderr) == (BUILT_IN.load("problem3").statement, "")


@pytest.mark.parametrize("name", BUILT_IN.ids)
def test_no_hint_of_a_variant_leads_to_the_standard_solution(name: str) -> None:
    standard = BUILT_IN.load(name)
    for number in range(1, variants.count(standard.axes)):
        text = "\n".join(standard.varied(number).hints)
        assert f"practice solution {name}`" not in text
