"""What reading alone tells of names, before anything is trained."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.assessment.mistakes.undefined import undefined
from grader.catalog import BUILT_IN
from grader.submission import Submission, read
from grader.validation.cases import find_cases
from tests.grading.mistake_heads import MISTAKES

if TYPE_CHECKING:
    from tests.conftest import Practice


def told(code: str) -> tuple[str, ...]:
    return undefined(Submission(Path("mine.py"), code.encode(), code))


def test_a_name_that_nothing_defines_is_told_with_its_first_line() -> None:
    assert told("model = 1\nmodle.fit()\nmodle.save('mymodel.h5')\n") == (
        "line 2: undefined name `modle`",
    )


def test_the_first_three_names_are_enough() -> None:
    lines = told("a()\nb()\nc()\nd()\n")
    assert [line.split(":")[0] for line in lines] == ["line 1", "line 2", "line 3"]


@pytest.mark.parametrize(
    "code",
    [
        "from numpy import *\nzeros(3)\n",
        "get_ipython().system('pip install x')\ndisplay(3)\n",
        "print(later)\nlater = 3\n",
        "try:\n    fast\nexcept NameError:\n    fast = False\n",
        "def f():\n    global made\n    made = 3\nf()\nprint(made)\n",
        "def broken(:\n",
        "x = " + "(" * 300 + ")" * 300,
        "x = 1\n" + "x += 1\n" * 60_000,
    ],
)
def test_nothing_is_said_where_it_is_not_sure(code: str) -> None:
    assert told(code) == ()


def test_the_place_in_a_notebook_is_its_cell() -> None:
    source = read(MISTAKES / "problem1" / "31_flattened_pictures.ipynb")
    assert undefined(source) == ()
    (line,) = undefined(replace(source, code=source.program + b"\nmodle.save('mymodel.h5')\n"))
    assert re.match(r"line \d of cell \d: undefined name `modle`", line)


def test_no_solution_of_the_kits_is_spoken_of(tmp_path: Path) -> None:
    files = [
        case.path for name in BUILT_IN.ids for case in find_cases(BUILT_IN.load(name), tmp_path)
    ]
    assert len(files) > 100
    assert [path for path in files if undefined(read(path))] == []


def test_it_is_said_before_the_training(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text("modle.save('mymodel.h5')\n", encoding="utf-8")
    done = practice("check", "problem1", "mine.py", "--data", "sample", "--no-history")
    lines = done.stderr.splitlines()
    assert lines[0] == "line 1: undefined name `modle`"
    assert "Training in a sandbox" in lines


def test_a_local_name_of_another_function_is_told_before_the_training() -> None:
    code = "def a():\n    target = 1\n\ndef b():\n    print(target)\n"
    assert told(code) == ("line 5: undefined name `target`: it is local to a()",)


@pytest.mark.parametrize(
    "code",
    [
        "def a():\n    target = 1\n    def b():\n        print(target)\n",
        "def a():\n    global target\n    target = 1\n\ndef b():\n    print(target)\n",
        "def a():\n    target = 1\n\ndef b():\n    print(target)\n\ntarget = 2\n",
        "class A:\n    target = 1\n\n    def b(self):\n        print(target)\n",
    ],
)
def test_a_name_that_may_be_seen_there_is_not_told(code: str) -> None:
    assert told(code) == ()
