"""Which statements of a file are run before one of its functions is called by itself."""

from __future__ import annotations

import ast

import pytest

from grader.sandbox.guest import dependencies

USES = "def split_data(a, b, c, d):\n    print(GIVEN)\n"


def run_first(text: str) -> list[str]:
    found = dependencies.statements(ast.parse(text), "split_data")
    assert found is not None
    return [ast.unparse(one).split("\n")[0] for one in found][:-1]


@pytest.mark.parametrize(
    "lines",
    [
        "GIVEN = 1",
        "GIVEN: int = 1",
        "import given as GIVEN",
        "from given import GIVEN",
        "(GIVEN := 1)",
        "GIVEN, other = (1, 2)",
        "GIVEN = {}\nGIVEN['ending'] = '.jpg'",
        "GIVEN = []\nGIVEN.append('.jpg')",
        "GIVEN = Settings()\nGIVEN.ending = '.jpg'",
        "parser = Parser()\nparser.add_argument('--verbose')\nGIVEN = parser.parse_args()",
        "for GIVEN in range(3):\n    pass",
        "with open('x') as GIVEN:\n    pass",
        "try:\n    import given as GIVEN\nexcept ImportError:\n    GIVEN = None",
        "def set_up():\n    global GIVEN\n    GIVEN = 1\nset_up()",
    ],
)
def test_what_binds_or_fills_a_name_that_it_uses_is_run(lines: str) -> None:
    wanted = [ast.unparse(one).split("\n")[0] for one in ast.parse(lines).body]
    assert run_first(lines + "\n" + USES) == wanted


@pytest.mark.parametrize(
    "lines",
    [
        "model = train()",
        "model.fit(x, y)",
        "os.makedirs('cats-v-dogs')",
        "split_data(1, 2, 3, 4)",
        "start = 1",
        "for part in parts:\n    train(part)",
    ],
)
def test_nothing_else_is_run(lines: str) -> None:
    own = "def split_data(a, b, c, d):\n    start = a\n    return [part for part in start]\n"
    assert run_first(lines + "\n" + own) == []


def test_of_the_block_that_runs_a_program_only_what_is_used_is_run() -> None:
    text = USES + "if __name__ == '__main__':\n    GIVEN = 1\n    model = train_for_an_hour()\n"
    found = dependencies.statements(ast.parse(text), "split_data")
    assert [ast.unparse(one).split("\n")[0] for one in found or []] == [
        "def split_data(a, b, c, d):",
        "GIVEN = 1",
    ]


@pytest.mark.parametrize("text", ["split_data = partial(other, 1)", "split_data = lambda a: a"])
def test_a_name_bound_to_something_else_that_can_be_called_is_found(text: str) -> None:
    assert dependencies.statements(ast.parse(text), "split_data")


def test_one_in_the_other_branch_is_found() -> None:
    assert run_first("if x:\n    pass\nelse:\n    GIVEN = 1\n    " + USES.replace("\n", "\n    "))


def test_nothing_is_found_where_there_is_none() -> None:
    assert dependencies.statements(ast.parse("x = 1"), "split_data") is None
