"""Variants: which there are, how an exam draws them, and how texts and solutions follow them."""

from __future__ import annotations

import ast
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from grader import problem, solutions, templates, variants
from grader.catalog import BUILT_IN, ROOT, Catalog
from grader.errors import UsageError
from grader.problem_format import Stopping
from grader.solutions import Kind
from grader.validation.cases import find_cases

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.conftest import Practice


def one_of_each(axes: Mapping[str, variants.Axis]) -> list[int]:
    step, found = 1, []
    for axis in axes.values():
        found += [step * option for option in range(1, 1 + len(axis.options))]
        step *= 1 + len(axis.options)
    return [*found, step - 1]


VARIED = [name for name in BUILT_IN.ids if BUILT_IN.load(name).axes]
# Each option of each axis once, and the variant with the last option of all.
EVERY = [(name, number) for name in VARIED for number in one_of_each(BUILT_IN.load(name).axes)]


def test_variant_0_is_the_standard_problem() -> None:
    assert BUILT_IN.load("problem1", variant=0) == BUILT_IN.load("problem1")


def test_a_variant_changes_numbers_and_thresholds_and_leaves_the_others() -> None:
    standard, one = BUILT_IN.load("problem1"), BUILT_IN.load("problem1", variant=1)
    assert one.stopping == Stopping(accuracy=0.89, max_epochs=20)
    assert one.thresholds["real"]["training_accuracy"] == 0.88
    assert (
        one.thresholds["real"]["held_out_accuracy"]
        == standard.thresholds["real"]["held_out_accuracy"]
    )


def test_a_variant_that_is_not_there_is_named(new_practice: Practice) -> None:
    done = new_practice("show", "problem1", "--variant", "9")
    assert done.returncode == 2
    assert done.stderr == "practice: problem1 has variants 0 to 8, and no variant 9\n"


@pytest.mark.parametrize("name", VARIED)
def test_all_variants_of_a_problem_differ(name: str) -> None:
    standard = BUILT_IN.load(name)
    every = [standard.varied(n) for n in range(variants.count(standard.axes))]
    told = {str(one.names) for one in [structs.replace(one, variant=0) for one in every]}
    assert len(told) == len(every)


@pytest.mark.parametrize(("name", "number"), EVERY)
def test_statement_and_stub_say_the_variants_numbers(name: str, number: int) -> None:
    standard, one = BUILT_IN.load(name), BUILT_IN.load(name, variant=number)
    assert one.statement != standard.statement
    assert one.stub.replace(one.which, standard.which) != standard.stub
    ast.parse(one.stub)


@pytest.mark.parametrize(("name", "number"), EVERY)
def test_the_reference_follows_a_variant(name: str, number: int) -> None:
    one = BUILT_IN.load(name, variant=number)
    text = solutions.reference(one)
    assert text != one.reference.read_text(encoding="utf-8")
    ast.parse(text)


@pytest.mark.parametrize(("name", "number"), EVERY)
def test_the_solutions_of_a_variant_have_sound_heads_and_are_python(
    name: str, number: int, tmp_path: Path
) -> None:
    one = BUILT_IN.load(name, variant=number)
    cases = find_cases(one, tmp_path)
    assert not [case.malformed for case in cases if case.malformed]
    assert {Kind.STUB, Kind.REFERENCE, Kind.WRONG, Kind.ALTERNATIVE} == {
        case.kind for case in cases
    }
    for case in cases:
        ast.parse(case.path.read_text(encoding="utf-8"))


def test_a_solution_that_keeps_to_the_standard_is_left_out_where_that_varies(
    tmp_path: Path,
) -> None:
    one = BUILT_IN.load("problem1", variant=1)
    names = {case.path.stem for case in find_cases(one, tmp_path)}
    assert "too_few_epochs" not in names
    assert "stops_at_089" in names


def test_an_exam_draws_the_same_variant_each_time() -> None:
    axes = BUILT_IN.load("problem1").axes
    drawn = [variants.drawn(axes, "problem1", seed) for seed in range(6)]
    assert drawn == [variants.drawn(axes, "problem1", seed) for seed in range(6)]
    assert len(set(drawn)) > 2


def test_several_variants_are_different_ones_and_no_more_than_there_are() -> None:
    axes = BUILT_IN.load("problem1").axes
    assert len(set(variants.several(axes, "problem1", 4))) == 4
    assert sorted(variants.several(axes, "problem1", 50)) == list(range(9))


def test_a_text_names_its_numbers() -> None:
    text = "{{ a.b|fixed(2) }} of {{ images|grouped }}: f'{x}'"
    assert templates.fill(text, {"a": {"b": 0.9}, "images": 1350}) == "0.90 of 1,350: f'{x}'"


@pytest.mark.parametrize("text", ["{{ nothing }}", "{{ a + }}", "{{ a / 0 }}", "{% if %}"])
def test_a_text_that_names_what_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(templates.BadTemplate):
        templates.fill(text, {"a": 1})


def test_an_expression_gives_a_value() -> None:
    values: dict[str, float | str] = {"a": 3, "names": "x, y"}
    assert templates.evaluate("(20 / (a - 1))|round|int", values) == 10
    assert templates.evaluate("names.split(', ')", values) == ["x", "y"]
    assert templates.evaluate("{'a': a} if a else none", values) == {"a": 3}


@pytest.mark.parametrize("expression", ["b", "a +", "a / 0", "b.c"])
def test_an_expression_that_has_no_value_is_refused(expression: str) -> None:
    with pytest.raises(templates.BadTemplate):
        templates.evaluate(expression, {"a": 1})


@pytest.mark.parametrize("name", BUILT_IN.ids)
def test_the_reference_sets_its_constants_as_problem_toml_says(name: str) -> None:
    assert list(solutions.drifted(BUILT_IN.load(name))) == []


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("[variants.a]\n", "key 'variants.a.options' is missing"),
        ("[variants.a]\noptions = 3\n", "key 'variants.a.options' must be a list of tables, not 3"),
        ("[variants.a]\nrewrite = []\n", "key 'variants.a.rewrite' is now the table 'constants'"),
        (
            "[variants.a]\noptions = [{}, { stopping = { acuracy = 1 } }]\n",
            "variants.a.options[1]: key 'stopping.acuracy' is not known here; known: accuracy, max",
        ),
        (
            "[variants.a]\noptions = [{ stopping = { accuracy = 89 } }]\n",
            "variants.a.options[0]: key 'stopping.accuracy' must be a number from 0 to 1, not 89",
        ),
        (
            "[variants.a]\noptions = [{ numbers = { stop_at = 0.5 } }]\n",
            "variants.a.options[0]: key 'numbers.stop_at' is now 'stopping.accuracy'",
        ),
        (
            "[variants.a]\noptions = [{ limits = { seconds = 5 } }]\n",
            "variants.a.options[0]: key 'limits' cannot vary; known: images, stopping, ",
        ),
        (
            "[variants.a]\noptions = [{ values = { units = 5 } }]\n",
            "variants.a.options[0]: key 'values.units' is not in the table [values] of the problem",
        ),
        (
            "[variants.a]\noptions = [{ thresholds.real = { held_out = 0.5 } }]\n",
            "variants.a.options[0]: key 'thresholds.real.held_out' is not in the table",
        ),
    ],
)
def test_malformed_variants_are_named(tmp_path: Path, lines: str, message: str) -> None:
    whole = ((ROOT / "problems") / "problem1" / "problem.toml").read_text(encoding="utf-8")
    folder = tmp_path / "problem1"
    folder.mkdir()
    text = whole.partition("[variants.target]")[0] + lines
    (folder / "problem.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        problem.read(folder / "problem.toml")
    assert message in str(refused.value)


def test_a_solution_that_is_no_utf_8_is_named_when_it_is_to_follow(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "problems" / "problem1", tmp_path / "problems" / "problem1")
    path = tmp_path / "solutions" / "problem1" / "solution.py"
    path.parent.mkdir(parents=True)
    path.write_bytes("# Häufiges\n".encode("latin-1"))
    with pytest.raises(UsageError) as refused:
        find_cases(Catalog((tmp_path,)).load("problem1", variant=1), tmp_path / "rewritten")
    assert str(refused.value) == f"{path} is not UTF-8"


def test_validate_runs_the_variants_that_exams_draw(new_practice: Practice) -> None:
    done = new_practice("validate", "problem1", "--variants", "2", "--only", "stub", "--json")
    found = json.loads(done.stdout)
    drawn = variants.several(BUILT_IN.load("problem1").axes, "problem1", 2)
    assert [one["problem"] for one in found["problems"]] == [
        variants.label("problem1", number) for number in drawn
    ]
    assert done.returncode == 0
