"""What a problem still lacks is said, and told apart from what is amiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from grader.errors import UsageError
from grader.problem_format import ByKind
from grader.validation.gaps import Gap, find_gaps
from grader.validation.runs import plan
from grader.variants import Axis
from tests.validation.examples import HELD_OUT, PROBLEM, SIZE, wrong

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem

TEXTS = [f"problems/problem9/{name}" for name in ("statement.md", "hints.md", "stub.py")]


@pytest.fixture
def made(tmp_path: Path) -> Problem:
    """A problem with stub, statement, hints, checks and reference, and nothing else."""
    one = structs.replace(PROBLEM, folder=tmp_path / "problems" / "problem9")
    one.folder.mkdir(parents=True)
    one.solutions.mkdir(parents=True)
    (one.folder / "stub.py").touch()
    one.reference.touch()
    checks = f"def {HELD_OUT}(): ...\n\ndef {SIZE}(): ...\n"
    one.checks.write_text(checks, encoding="utf-8")
    (one.folder / "statement.md").write_text("# Garments\n", encoding="utf-8")
    (one.folder / "hints.md").write_text("Think.\n", encoding="utf-8")
    return one


def test_a_whole_problem_lacks_nothing_that_is_amiss(made: Problem) -> None:
    found = find_gaps(made, [wrong(HELD_OUT), wrong(SIZE)])
    assert found == (
        Gap("wrong solutions: 2 of at least 10", is_error=False),
        Gap("alternative solutions: none", is_error=False),
    )


def test_a_check_that_no_wrong_solution_fails_is_amiss(made: Problem) -> None:
    found = find_gaps(made, [wrong(SIZE)])
    assert Gap(f"a wrong solution that fails {HELD_OUT}", is_error=True) in found


def test_a_check_without_points_and_points_without_a_check_are_amiss(made: Problem) -> None:
    odd = structs.replace(made, points={HELD_OUT: 2, "check_sise": 1})
    found = [gap.what for gap in find_gaps(odd, [wrong(HELD_OUT)]) if gap.is_error]
    assert "[points] in problem.toml: 'check_sise' is no check of checks.py" in found
    assert f"[points] in problem.toml: {SIZE} of checks.py has none" in found


@pytest.mark.parametrize(
    ("name", "word", "amiss"),
    [
        ("problems/problem9/stub.py", "a stub", True),
        ("solutions/problem9/solution.py", "a reference", True),
        ("problems/problem9/statement.md", "a statement", True),
        ("problems/problem9/checks.py", "checks", True),
        ("problems/problem9/hints.md", "hints", False),
    ],
)
def test_a_missing_file_is_named(
    made: Problem, tmp_path: Path, name: str, word: str, *, amiss: bool
) -> None:
    (tmp_path / name).unlink()
    found = find_gaps(made, [wrong(HELD_OUT), wrong(SIZE)])
    assert [gap.is_error for gap in found if gap.what.startswith(f"{word}: ")] == [amiss]


def test_a_malformed_head_is_amiss_and_its_file_is_not_run(made: Problem, tmp_path: Path) -> None:
    folder = tmp_path / "solutions" / "problem9" / "wrong"
    folder.mkdir()
    (folder / "bad.py").write_text("# Too large.\n", encoding="utf-8")
    planned = plan(made, "sample", tmp_path / "variants", 2, "wrong/bad")
    assert planned.runs == ()
    assert [(gap.what.split(": ")[0], gap.is_error) for gap in planned.gaps] == [
        ("problem9/wrong/bad", True)
    ]


def test_a_plan_runs_the_reference_with_each_seed_and_others_once(
    made: Problem, tmp_path: Path
) -> None:
    planned = plan(made, "sample", tmp_path / "variants", 3)
    assert [run.name for run in planned.runs] == [
        "problem9/stub, seed 1",
        "problem9/reference, seed 1",
        "problem9/reference, seed 2",
        "problem9/reference, seed 3",
    ]


def test_only_keeps_what_holds_the_text(made: Problem, tmp_path: Path) -> None:
    planned = plan(made, "sample", tmp_path / "variants", 3, "stub")
    assert [case.name for case in planned.cases] == ["problem9/stub"]
    assert planned.gaps == ()


def test_a_place_that_the_skeleton_left_open_is_named(made: Problem) -> None:
    (made.folder / "statement.md").write_text("# Garments\n\nTODO: what to do\n", encoding="utf-8")
    found = find_gaps(made, [wrong(HELD_OUT), wrong(SIZE)])
    place = f"{made.folder.name}/statement.md, line 3: TODO: what to do"
    assert Gap(place, is_error=True) in found


def test_a_threshold_that_nothing_measures_is_named(made: Problem) -> None:
    odd = structs.replace(made, thresholds=ByKind(sample={"speed": 0.5}, real={"speed": 0.5}))
    found = find_gaps(odd, [wrong(HELD_OUT), wrong(SIZE)])
    assert any(gap.is_error and "the threshold 'speed'" in gap.what for gap in found)


@pytest.mark.parametrize(
    "name",
    TEXTS,
)
def test_a_text_that_cannot_be_filled_in_is_named_before_anything_runs(
    made: Problem, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_text("At least {{ most_parametres }}.\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        plan(made, "sample", tmp_path / "variants", 1)
    assert str(refused.value) == f"{tmp_path / name}: 'most_parametres' is undefined"


@pytest.mark.parametrize(
    "name",
    TEXTS,
)
def test_what_cannot_be_filled_in_for_a_variant_only_is_named_with_the_variant(
    made: Problem, tmp_path: Path, name: str
) -> None:
    axis = Axis(options=({"values": {"units": 12}},))
    varies = structs.replace(made, values={"units": 24}, axes={"size": axis})
    text = "{% if values.units < 24 %}{{ unnits }}{% endif %}\n"
    (tmp_path / name).write_text(f"Think.\n{text}", encoding="utf-8")
    plan(varies, "sample", tmp_path / "variants", 1)
    with pytest.raises(UsageError, match=f"{name}, variant 1: 'unnits' is undefined"):
        plan(varies.varied(1), "sample", tmp_path / "variants", 1)


LATIN_1 = "# Häufiges\n".encode("latin-1")


@pytest.mark.parametrize(
    "name",
    [
        "problems/problem9/statement.md",
        "problems/problem9/hints.md",
        "problems/problem9/stub.py",
        "solutions/problem9/solution.py",
        "problems/problem9/checks.py",
    ],
)
def test_a_file_that_is_no_utf_8_is_named(made: Problem, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(LATIN_1)
    with pytest.raises(UsageError) as refused:
        plan(made, "sample", tmp_path / "variants", 1)
    assert str(refused.value) == f"{tmp_path / name} is not UTF-8"


def test_a_wrong_solution_that_is_no_utf_8_is_a_malformed_one(
    made: Problem, tmp_path: Path
) -> None:
    path = tmp_path / "solutions" / "problem9" / "wrong" / "bad.py"
    path.parent.mkdir()
    path.write_bytes(LATIN_1)
    planned = plan(made, "sample", tmp_path / "variants", 1)
    assert Gap(f"problem9/wrong/bad: {path} is not UTF-8", is_error=True) in planned.gaps
