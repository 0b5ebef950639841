"""Mistakes that raise no error: found in the training record, on disk and in the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.mistakes.registry import Found, as_mistake, causes_of
from grader.assessment.mistakes.training import (
    callback_passing,
    callbacks,
    keras_warnings,
    learning,
    outputs,
    pixels,
    saving,
    shuffling,
    splitting,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.assessment.evidence import Evidence
    from grader.assessment.mistakes.registry import Rule
    from grader.report import Mistake

LARGEST = 500_000  # bytes of a program that is searched for mistakes

# In the order in which mistakes are best fixed: data, model, training, saving.
RULES: tuple[Rule, ...] = (
    *splitting.RULES,
    *shuffling.RULES,
    *pixels.RULES,
    *outputs.RULES,
    *callbacks.RULES,
    *callback_passing.RULES,
    *learning.RULES,
    *saving.RULES,
    *keras_warnings.RULES,
)
# Only used if nothing else was found: any other mistake explains a weak model better.
LAST_RULES = learning.LAST


def find(evidence: Evidence) -> tuple[Mistake, ...]:
    """Return all mistakes found; fix the first one first."""
    return _found(RULES, evidence) or _found(LAST_RULES, evidence)


def advice(evidence: Evidence) -> tuple[str, ...]:
    """Return one note for each possible improvement that fails no check."""
    return tuple(f"{_place(one)}{one.actual}: {one.fix}" for one in _found(pixels.ADVICE, evidence))


def causes(mistakes: Sequence[Mistake]) -> Mapping[str, str]:
    """Map each aspect to the id of the mistake that explains a failed check."""
    return causes_of(mistakes, (*RULES, *LAST_RULES))


def _found(rules: Sequence[Rule], evidence: Evidence) -> tuple[Mistake, ...]:
    if len(evidence.submission.program) > LARGEST:
        return ()
    return tuple(mistake for rule in rules for mistake in _ask(rule, evidence))


def _place(mistake: Mistake) -> str:
    cell = f" of cell {mistake.cell}" if mistake.cell else ""
    return f"line {mistake.line}{cell}: " if mistake.line else ""


def _ask(rule: Rule, evidence: Evidence) -> tuple[Mistake, ...]:
    """Return what a rule finds; nothing for a program that is nested too deeply.

    A rule that raises becomes a mistake in the report, so that the training is not lost.
    """
    try:
        return tuple(rule(evidence))
    except RecursionError:
        return ()
    except Exception as error:  # noqa: BLE001  (any fault of the kit)
        found = Found(
            0,
            expected="a result from this rule of the kit",
            actual=f"the rule itself failed: {error!r}",
            fix="please report this error of the kit; the results of the checks are valid",
        )
        return (as_mistake(rule.id, evidence, found),)
