"""The submissions that a validation runs: which there are, and where their files are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from grader import solutions
from grader.validation.cases import find_cases
from grader.variants import Axis
from tests.validation.examples import PROBLEM

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem

SIZE = Axis(options=({"values": {"size": 32}},))
NAMES = Axis(options=({"values": {"name": "new"}},))
REFERENCE = "SIZE = 64\nNAME = 'old'\nuse(SIZE, NAME)\n"
EXPECTED = 'about = "A mistake."\nfails = ["check_size"]\nsays = ["x"]\n'


@pytest.fixture
def standard(tmp_path: Path) -> Problem:
    """A problem with two axes, a stub and a reference."""
    folder = tmp_path / "problems" / "problem9"
    folder.mkdir(parents=True)
    for name in ("wrong", "alternative"):
        (tmp_path / "solutions" / "problem9" / name).mkdir(parents=True)
    (folder / "stub.py").touch()
    solution = tmp_path / "solutions" / "problem9" / "solution.py"
    solution.write_text(REFERENCE, encoding="utf-8")
    return structs.replace(
        PROBLEM,
        folder=folder,
        axes={"size": SIZE, "names": NAMES},
        values={"size": 64, "name": "old"},
        constants={"SIZE": "values.size", "NAME": "values.name"},
    )


def write(standard: Problem, name: str, text: str) -> None:
    (standard.reference.parent / name).write_text(text, encoding="utf-8")


def test_cases_are_sorted_and_a_malformed_one_loses_no_other(
    standard: Problem, tmp_path: Path
) -> None:
    write(standard, "wrong/b.py", "x = 1\n")
    (standard.reference.parent / "wrong" / "a.py").write_bytes(b"\xff\xfe")
    write(standard, "alternative/c.py", "# A loop.\n")
    write(standard, "wrong.toml", f"[aa]\n{EXPECTED}edits = ['''\n-use(SIZE, NAME)\n+use()\n''']\n")
    assert [
        (case.name, bool(case.malformed)) for case in find_cases(standard, tmp_path / "out")
    ] == [
        ("problem9/stub", False),
        ("problem9/reference", False),
        ("problem9/wrong/a", True),
        ("problem9/wrong/aa", False),
        ("problem9/wrong/b", True),
        ("problem9/alternative/c", False),
    ]


def test_a_variant_sets_the_constants_of_every_solution(standard: Problem, tmp_path: Path) -> None:
    edit = "edits = ['''\n-use(SIZE, NAME)\n+use(SIZE - 1, NAME)\n''']\n"
    write(standard, "wrong.toml", f"[a]\n{EXPECTED}{edit}")
    write(
        standard, "wrong/b.py", "# B.\n# fails: check_size\n# says: {{ values.size }}\nSIZE = 64\n"
    )
    one = standard.varied(3)
    texts = {case.name: case.path.read_text(encoding="utf-8") for case in find_cases(one, tmp_path)}
    constants = 'SIZE = 32\nNAME = "new"\n'
    assert texts["problem9~3/reference"] == constants + "use(SIZE, NAME)\n"
    assert texts["problem9~3/wrong/a"] == constants + "use(SIZE - 1, NAME)\n"
    assert texts["problem9~3/wrong/b"].endswith("SIZE = 32\n")
    assert solutions.wrong(one, "b").expected.says == ("32",)


def test_axes_tell_in_which_variants_a_solution_exists(standard: Problem, tmp_path: Path) -> None:
    edit = "edits = ['''\n-use(SIZE, NAME)\n+use()\n''']\n"
    write(
        standard,
        "wrong.toml",
        f'[a]\n{EXPECTED}only_in = ["size"]\n{edit}[b]\n{EXPECTED}not_in = ["names"]\n{edit}',
    )
    head = "# C.\n# fails: check_size\n# says: x\n# not in: size, names\n"
    write(standard, "wrong/c.py", f"{head}use()\n")
    found = [
        [case.path.stem for case in find_cases(standard.varied(number), tmp_path)][2:]
        for number in range(4)
    ]
    assert found == [["b", "c"], ["a", "b"], [], ["a"]]


def test_the_file_of_an_edit_is_not_written_again(standard: Problem, tmp_path: Path) -> None:
    write(standard, "wrong.toml", f"[a]\n{EXPECTED}edits = ['''\n-use(SIZE, NAME)\n+use()\n''']\n")
    first = find_cases(standard, tmp_path / "out")[-1].path
    before = first.stat().st_mtime_ns
    assert find_cases(standard, tmp_path / "out")[-1].path.stat().st_mtime_ns == before
