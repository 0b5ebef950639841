"""Solutions that follow a variant keep nothing of the standard where the variant differs."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader import edits, variants
from grader.catalog import BUILT_IN
from grader.problem_format import FEATURES, Outputs
from grader.validation.cases import find_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.problem import Problem
    from grader.validation.cases import Case

    Texts = list[tuple[Case, str]]

# What only the standard has, by problem and axis. A momentum is not a split size.
STANDARD = {
    ("problem2", "split"): r"(?<!momentum=)\b0\.9\b|\b1,?350\b|\b2700?\b",
    ("problem2", "folders"): r"cats-v-dogs|/(?:training|testing)|\b(?:training|testing)/|\(\"tr",
    (
        "problem4",
        "split",
    ): r"(?i:validation_split\"? ?[=:] ?0\.2\b)|\b504\b|\b2016\b|\b168\b",
    ("problem4", "figure"): r"(?i:monitor ?= ?\"val_accuracy\")",
    ("problem4", "classes"): r"paper, rock, scissors|\"paper\", \"rock\"",
}
EVERY = [
    (name, axis, number)
    for name, axis in STANDARD
    for number in range(1, variants.count(BUILT_IN.load(name).axes))
    if variants.choices(BUILT_IN.load(name).axes, number)[axis]
]

VARIANTS = [
    (name, number)
    for name in BUILT_IN.ids
    for number in range(1, variants.count(BUILT_IN.load(name).axes))
]


@cache
def varied(name: str, number: int) -> Problem:
    return BUILT_IN.load(name, variant=number)


@pytest.fixture(scope="module")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Texts]:
    """The submissions of a problem's variant, and their texts."""
    folder = tmp_path_factory.mktemp("followed")

    @cache
    def found(name: str, number: int) -> Texts:
        cases = find_cases(varied(name, number), folder)
        return [(case, case.path.read_text(encoding="utf-8")) for case in cases]

    return found


@pytest.mark.parametrize(("name", "axis", "number"), EVERY)
def test_nothing_of_the_standard_is_left(
    name: str, axis: str, number: int, submissions: Callable[[str, int], Texts]
) -> None:
    left = re.compile(STANDARD[name, axis])
    found = {
        case.name: match[0]
        for case, text in submissions(name, number)
        if axis not in case.expected.only_in and (match := left.search(text))
    }
    assert found == {}


@pytest.mark.parametrize(("name", "axis"), STANDARD)
def test_the_standard_reference_has_what_is_looked_for(name: str, axis: str) -> None:
    text = varied(name, 0).reference.read_text(encoding="utf-8")
    assert re.search(STANDARD[name, axis], text)


@pytest.mark.parametrize(("name", "number"), VARIANTS)
def test_statement_or_stub_name_all_that_varies(name: str, number: int) -> None:
    one, standard = varied(name, number), varied(name, 0)
    told, before = one.statement + one.stub, standard.statement + standard.stub
    were = shown(standard)
    for key, value in shown(one).items():
        if were.get(key) != value:
            assert told.count(value) > before.count(value), key


def shown(problem: Problem) -> dict[str, str]:
    """Return what a text shows of each key: 1,350 or "rock, paper, scissors"."""
    found = {}
    for table in FEATURES:
        keys = msgspec.to_builtins(getattr(problem, table)) or {}
        for key, value in keys.items():
            if isinstance(value, list | tuple):
                found[f"{table}.{key}"] = ", ".join(value)
            elif value is not None:
                found[f"{table}.{key}"] = value if isinstance(value, str) else f"{value:,}"
    if problem.split is not None:
        each = problem.split.each
        found |= {f"split.{part}_each": f"{count:,}" for part, count in each.items()}
    return found


@pytest.mark.parametrize("number", [n for name, axis, n in EVERY if axis == "classes"])
def test_each_loader_is_told_the_order_of_the_classes(
    number: int, submissions: Callable[[str, int], Texts]
) -> None:
    order = [*varied("problem4", number).require(Outputs).classes]
    for case, text in submissions("problem4", number):
        for call in _loaders(ast.parse(text)):
            told = {key.arg: ast.unparse(key.value) for key in call.keywords}
            named = told.get("classes") or told.get("class_names")
            follows = named == "CLASSES" and edits.constants(text)["CLASSES"] == order
            assert follows is ("classes" not in case.expected.only_in), case.name


def _loaders(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("from_directory"):
            yield node


def test_what_does_not_follow_an_axis_by_mistake_is_there_where_it_varies(
    submissions: Callable[[str, int], Texts],
) -> None:
    there = {
        number: {
            case.path.stem for case, _ in submissions("problem4", number) if case.expected.only_in
        }
        for number in (1, 3, 6, 9)
    }
    assert there == {
        1: set(),
        3: {"watches_another_figure"},
        6: {"keeps_the_alphabetical_order"},
        9: {"watches_another_figure", "keeps_the_alphabetical_order"},
    }


@pytest.mark.parametrize("name", sorted({name for name, _ in STANDARD}))
def test_few_solutions_are_left_out_of_a_variant(
    name: str, submissions: Callable[[str, int], Texts]
) -> None:
    every = [
        {case.path.stem for case, _ in submissions(name, number)}
        for number in range(variants.count(varied(name, 0).axes))
    ]
    assert max(len(every[0] - others) for others in every) <= 2
