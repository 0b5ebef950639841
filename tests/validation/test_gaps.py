"""What a problem still lacks is said, and told apart from what is amiss."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from grader import problem
from grader.validation.gaps import Gap, find_gaps
from grader.validation.runs import plan
from tests.validation.examples import HELD_OUT, PROBLEM, SIZE, wrong

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Problem:
    """A problem with stub, statement, hints, checks and reference, and nothing else."""
    monkeypatch.setattr(problem, "SOLUTIONS", tmp_path / "solutions")
    (tmp_path / "solutions" / "problem9").mkdir(parents=True)
    for name in ("stub.py", "statement.md", "problem9.py", "solutions/problem9/solution.py"):
        (tmp_path / name).touch()
    (tmp_path / "hints.md").write_text("Think.\n", encoding="utf-8")
    return dataclasses.replace(PROBLEM, folder=tmp_path)


def test_a_whole_problem_lacks_nothing_that_is_amiss(made: Problem, tmp_path: Path) -> None:
    found = find_gaps(made, [wrong(HELD_OUT), wrong(SIZE)], tmp_path)
    assert found == (
        Gap("wrong solutions: 2 of at least 10", amiss=False),
        Gap("unusual solutions: none", amiss=False),
    )


def test_a_check_that_no_wrong_solution_fails_is_amiss(made: Problem, tmp_path: Path) -> None:
    found = find_gaps(made, [wrong(SIZE)], tmp_path)
    assert Gap(f"a wrong solution that fails {HELD_OUT}", amiss=True) in found


@pytest.mark.parametrize(
    ("name", "word", "amiss"),
    [
        ("stub.py", "a stub", True),
        ("solutions/problem9/solution.py", "a reference", True),
        ("statement.md", "a statement", True),
        ("problem9.py", "checks", True),
        ("hints.md", "hints", False),
    ],
)
def test_a_missing_file_is_named(
    made: Problem, tmp_path: Path, name: str, word: str, *, amiss: bool
) -> None:
    (tmp_path / name).unlink()
    found = find_gaps(made, [wrong(HELD_OUT), wrong(SIZE)], tmp_path)
    assert [gap.amiss for gap in found if gap.what.startswith(f"{word}: ")] == [amiss]


def test_a_malformed_head_is_amiss_and_its_file_is_not_run(made: Problem, tmp_path: Path) -> None:
    folder = tmp_path / "solutions" / "problem9" / "wrong"
    folder.mkdir()
    (folder / "bad.py").write_text("# Too large.\n", encoding="utf-8")
    planned = plan(made, "sample", tmp_path, tmp_path / "variants", 2, "wrong/bad")
    assert planned.runs == ()
    assert [(gap.what.split(": ")[0], gap.amiss) for gap in planned.gaps] == [
        ("problem9/wrong/bad", True)
    ]


def test_a_plan_runs_the_reference_with_each_seed_and_others_once(
    made: Problem, tmp_path: Path
) -> None:
    planned = plan(made, "sample", tmp_path, tmp_path / "variants", 3)
    assert [run.name for run in planned.runs] == [
        "problem9/stub, seed 1",
        "problem9/reference, seed 1",
        "problem9/reference, seed 2",
        "problem9/reference, seed 3",
    ]


def test_only_keeps_what_holds_the_text(made: Problem, tmp_path: Path) -> None:
    planned = plan(made, "sample", tmp_path, tmp_path / "variants", 3, "stub")
    assert [case.name for case in planned.cases] == ["problem9/stub"]
    assert planned.gaps == ()


def test_a_place_that_the_skeleton_left_open_is_named(made: Problem, tmp_path: Path) -> None:
    (tmp_path / "statement.md").write_text("# Garments\n\nTODO: what to do\n", encoding="utf-8")
    found = find_gaps(made, [wrong(HELD_OUT), wrong(SIZE)], tmp_path)
    place = f"{tmp_path.name}/statement.md, line 3: TODO: what to do"
    assert Gap(place, amiss=True) in found


def test_a_threshold_that_nothing_measures_is_named(made: Problem, tmp_path: Path) -> None:
    odd = dataclasses.replace(made, thresholds={"sample": {"speed": 0.5}, "real": {"speed": 0.5}})
    found = find_gaps(odd, [wrong(HELD_OUT), wrong(SIZE)], tmp_path)
    assert any(gap.amiss and "the threshold 'speed'" in gap.what for gap in found)
