"""What wrong.toml and the first lines of a solution must say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from grader import solutions
from grader.errors import UsageError
from grader.solutions import Expected, Kind
from grader.variants import Axis
from tests.validation.examples import HELD_OUT, PROBLEM
from tests.validation.examples import SIZE as CHECK

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem

HEAD = f"# About.\n# fails: {CHECK}\n# says: x\n"
TABLE = f'[a]\nabout = "About."\nfails = ["{CHECK}"]\nsays = ["x"]\n'
EDIT = "edits = ['''\n-x = 1\n+x = 2\n''']\n"


@pytest.fixture
def standard(tmp_path: Path) -> Problem:
    """A problem with one axis and a reference."""
    for name in ("wrong", "alternative"):
        (tmp_path / "solutions" / "problem9" / name).mkdir(parents=True)
    folder = tmp_path / "problems" / "problem9"
    axis = Axis(options=({"values": {"size": 32}},))
    one = structs.replace(PROBLEM, folder=folder, axes={"size": axis}, values={"size": 64})
    one.reference.write_text("x = 1\n", encoding="utf-8")
    return one


def write(standard: Problem, name: str, text: str) -> None:
    (standard.reference.parent / name).write_text(text, encoding="utf-8")


def test_a_head_names_checks_and_phrases(standard: Problem) -> None:
    write(
        standard,
        "wrong/a.py",
        "# Two mistakes that look like one.\n"
        "# A second line of it.\n"
        f"# fails: {CHECK}\n"
        f"# not run: {HELD_OUT}\n"
        "# says: use fewer units\n"
        "# says: add a layer: Flatten, at {{ values.size }}\n"
        "import keras\n"
        "# says: this is not a part of the head\n",
    )
    says = ("use fewer units", "add a layer: Flatten, at 64")
    about = "Two mistakes that look like one."
    assert solutions.wrong(standard, "a").expected == Expected(about, (CHECK,), (HELD_OUT,), says)


def test_a_table_says_the_same_as_a_head(standard: Problem) -> None:
    lines = f'not_run = ["{HELD_OUT}"]\nnot_in = ["size"]\n'
    write(standard, "wrong.toml", TABLE + lines + EDIT)
    found = solutions.wrong(standard, "a")
    assert found.expected == Expected("About.", (CHECK,), (HELD_OUT,), ("x",), not_in=("size",))
    assert found.text == "x = 2\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import keras\n", "first line must be a comment"),
        (f"# fails: {CHECK}\n# says: x\n", "first line must be a comment"),
        ("# About.\n# says: x\n", "fails must name a check"),
        (f"# About.\n# fails: {CHECK}\n", "says must hold a phrase"),
        (f"# About.\n# fails: {CHECK}\n# says:\n", "says must hold a phrase"),
        ("# About.\n# fails: check_z\n# says: x\n", "no check 'check_z'"),
        (f"# About.\n# fails: {CHECK},\n# says: x\n", "no check ''"),
        (f"{HEAD}# not run: {CHECK}\n", "in both fails and not run"),
        (f"{HEAD}# not in: no\n", "no axis 'no'"),
        (f"{HEAD}# only in: no\n", "no axis 'no'"),
        (f"{HEAD}# not in: size\n# only in: size\n", "in both not in and only in"),
        (f"{HEAD}# says: {{{{ nothing }}}}\n", "'nothing' is undefined"),
    ],
)
def test_a_malformed_head_is_named(standard: Problem, text: str, message: str) -> None:
    write(standard, "wrong/a.py", text)
    with pytest.raises(UsageError) as refused:
        solutions.wrong(standard, "a")
    assert str(refused.value).startswith("problem9/wrong/a: ")
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (TABLE, "key 'a.edits' is missing; it must be a list of hunks"),
        (f"{TABLE}edits = []\n", "key 'a.edits' must be a list of hunks, not []"),
        (f"{TABLE}keeps = []\n{EDIT}", "key 'a.keeps' is not known here"),
        (TABLE.replace("About.", "") + EDIT, "key 'a.about' must be a text"),
        (TABLE.replace("says", "say") + EDIT, "key 'a.say' is not known here; known: about"),
        (TABLE.replace('says = ["x"]', "") + EDIT, "says must hold a phrase"),
        (TABLE + EDIT.replace("x = 1", "y = 1"), "an edit no longer applies"),
    ],
)
def test_a_malformed_table_is_named(standard: Problem, table: str, message: str) -> None:
    write(standard, "wrong.toml", table)
    with pytest.raises(UsageError) as refused:
        solutions.wrong(standard, "a")
    assert message in str(refused.value)


def test_a_name_cannot_be_an_edit_and_a_file(standard: Problem) -> None:
    write(standard, "wrong.toml", TABLE + EDIT)
    write(standard, "wrong/a.py", HEAD)
    (found,) = solutions.solutions(standard)
    assert found.malformed == "wrong.toml has a solution of this name too"


def test_an_alternative_solution_names_no_check(standard: Problem) -> None:
    write(standard, "alternative/a.py", "# A custom loop.\n")
    write(standard, "alternative/b.py", HEAD)
    good, bad = solutions.solutions(standard)
    assert (good.kind, good.expected.about) == (Kind.ALTERNATIVE, "A custom loop.")
    assert bad.malformed == "a solution that must pass names no checks and no phrases"


def test_an_unknown_name_lists_those_that_exist(standard: Problem) -> None:
    write(standard, "wrong.toml", TABLE + EDIT)
    with pytest.raises(UsageError, match=r"no wrong solution 'b' \(choose a\)"):
        solutions.wrong(standard, "b")


def test_constants_that_the_reference_lacks_or_sets_differently_are_named(
    standard: Problem,
) -> None:
    write(standard, "solution.py", "SIZE = 63\n")
    one = structs.replace(standard, constants={"SIZE": "values.size", "OTHER": "values.size"})
    assert list(solutions.drifted(one)) == [
        "SIZE is 63 in solution.py, and 64 here",
        "OTHER is not a constant of solution.py",
    ]
    assert solutions.reference(one) == "SIZE = 63\n"
    with pytest.raises(UsageError, match=r"SIZE is 63 in solution\.py"):
        solutions.reference(one.varied(1))


def test_a_constant_of_an_unknown_number_is_named_by_its_key(standard: Problem) -> None:
    one = structs.replace(standard, constants={"SIZE": "siz"})
    with pytest.raises(UsageError, match=r"key 'constants.SIZE': 'siz' is undefined"):
        list(solutions.drifted(one))
