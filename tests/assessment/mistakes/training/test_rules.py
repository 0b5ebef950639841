"""The rules as a whole: never at fault themselves, never slow, silent where nothing is known."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from grader.assessment.mistakes import training
from tests.assessment.mistakes.cases import LEARNT, Case, fed, fit, record

if TYPE_CHECKING:
    from grader.assessment.mistakes.registry import Rule


def test_a_program_that_is_nested_too_deeply_or_too_long_is_no_fault_of_the_kit() -> None:
    deep = Case("x = " + "1 / 255 * " * 700 + "1", record(fit(*LEARNT, training=fed(0, 0.001))))
    assert not training.find(deep.evidence)
    long = Case("x = 1\n" * 100_000, record(fit(*LEARNT, training=fed(0, 255))))
    assert not training.find(long.evidence)


@pytest.mark.parametrize("lines", [2_000, 20_000])
def test_a_program_that_is_made_to_be_read_for_hours_is_not(lines: int) -> None:
    many = Case("if 0:\n" + "  EarlyStopping()\n" * lines, record(fit(*LEARNT)))
    began = time.process_time()
    training.find(many.evidence)
    assert time.process_time() - began < 20


RULES: tuple[Rule, ...] = training.RULES


def test_no_rule_has_anything_to_say_where_nothing_is_known() -> None:
    for problem in ("problem1", "problem2", "problem3", "problem4"):
        case = Case("", problem=problem)
        assert not [found for rule in RULES for found in case.found(rule)]
