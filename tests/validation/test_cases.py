"""The heads of wrong and unusual solutions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from grader import problem
from grader.validation.cases import Kind, MalformedHead, find_cases, read_head
from grader.variants import Axis, Option
from tests.validation.examples import PROBLEM

if TYPE_CHECKING:
    from pathlib import Path

CHECKS = ("check_a", "check_b", "check_c")
AXES = ("size", "names")
SIZE = Axis("size", (Option(), Option(numbers={"size": 32})), ((r"\b64\b", "{{ size }}"),))
NAMES = Axis("names", (Option(), Option(words={"name": "new"})), (("old", "{{ name }}"),))


def test_a_head_names_checks_and_phrases() -> None:
    head = read_head(
        "# Two mistakes that look like one.\n"
        "# fails: check_a, check_b\n"
        "# not run: check_c\n"
        "# says: use fewer units\n"
        "# says: add a layer: Flatten\n"
        "import keras\n"
        "# says: this is no head any more\n",
        Kind.WRONG,
        CHECKS,
    )
    assert head.about == "Two mistakes that look like one."
    assert head.fails == ("check_a", "check_b")
    assert head.not_run == ("check_c",)
    assert head.says == ("use fewer units", "add a layer: Flatten")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import keras\n", "first line must be a comment"),
        ("# fails: check_a\n# says: x\n", "first line must be a comment"),
        ("# About.\n# says: x\n", "must name the check"),
        ("# About.\n# fails: check_a\n", "must hold a phrase"),
        ("# About.\n# fails: check_a\n# says:\n", "must hold a phrase"),
        ("# About.\n# fails: check_z\n# says: x\n", "no check called 'check_z'"),
        ("# About.\n# fails: check_a,\n# says: x\n", "no check called ''"),
        ("# About.\n# fails: check_a\n# not run: check_a\n# says: x\n", "cannot fail and be"),
        ("# About.\n# fails: check_a\n# says: x\n# keeps: no\n", "no axis of variants called 'no'"),
        ("# About.\n# fails: check_a\n# says: x\n# only: no\n", "no axis of variants called 'no'"),
        (
            "# About.\n# fails: check_a\n# says: x\n# keeps: size\n# only: size\n",
            "cannot be left out of an axis and be there only for it",
        ),
    ],
)
def test_a_malformed_head_says_what_is_needed(text: str, message: str) -> None:
    with pytest.raises(MalformedHead) as error:
        read_head(text, Kind.WRONG, CHECKS, AXES)
    assert message in str(error.value)


def test_a_head_names_the_axes_that_it_keeps_or_is_there_for() -> None:
    text = "# About.\n# fails: check_a\n# says: x\n# keeps: names\n# only: size\n"
    head = read_head(text, Kind.WRONG, CHECKS, AXES)
    assert (head.keeps, head.only) == (("names",), ("size",))


def test_an_unusual_solution_must_not_name_a_check() -> None:
    assert read_head("# A custom loop.\n", Kind.UNUSUAL, CHECKS).about == "A custom loop."
    with pytest.raises(MalformedHead):
        read_head("# A custom loop.\n# fails: check_a\n", Kind.UNUSUAL, CHECKS)


def test_the_cases_of_a_problem_come_in_order_and_a_bad_head_loses_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem, "SOLUTIONS", tmp_path)
    folder = tmp_path / "problem9"
    (folder / "wrong").mkdir(parents=True)
    (folder / "unusual").mkdir()
    (tmp_path / "stub.py").touch()
    (folder / "solution.py").touch()
    (folder / "wrong" / "b.py").write_text("x = 1\n", encoding="utf-8")
    (folder / "wrong" / "a.py").write_bytes(b"\xff\xfe")
    (folder / "unusual" / "c.py").write_text("# A loop.\n", encoding="utf-8")
    cases = find_cases(dataclasses.replace(PROBLEM, folder=tmp_path))
    assert [(case.name, bool(case.malformed)) for case in cases] == [
        ("problem9/stub", False),
        ("problem9/reference", False),
        ("problem9/wrong/a", True),
        ("problem9/wrong/b", True),
        ("problem9/unusual/c", False),
    ]


def test_what_is_wrong_only_where_an_axis_varies_is_there_only_then_and_does_not_follow_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem, "SOLUTIONS", tmp_path)
    folder = tmp_path / "problem9" / "wrong"
    folder.mkdir(parents=True)
    head = "# About.\n# fails: check_size\n# says: x\n"
    (folder / "a.py").write_text(head + "# only: size\nuse(64, 'old')\n", encoding="utf-8")
    (folder / "b.py").write_text(head + "# keeps: names\nuse(64, 'old')\n", encoding="utf-8")
    standard = dataclasses.replace(
        PROBLEM, folder=tmp_path, axes=(SIZE, NAMES), numbers={"size": 64}, words={"name": "old"}
    )
    told = []
    for variant in range(4):
        one = problem.varied(standard, variant)
        cases = find_cases(one, tmp_path / "rewritten")
        assert not [case.malformed for case in cases if case.malformed]
        told.append(
            [(case.name, case.path.read_text(encoding="utf-8").splitlines()[-1]) for case in cases]
        )
    assert told == [
        [("problem9/wrong/b", "use(64, 'old')")],
        [("problem9~1/wrong/a", "use(64, 'old')"), ("problem9~1/wrong/b", "use(32, 'old')")],
        [],
        [("problem9~3/wrong/a", "use(64, 'new')")],
    ]
