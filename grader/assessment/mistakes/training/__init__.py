"""Mistakes that raise no error: small rules that look at the record, the disk and the model.

A rule yields what it is sure of, and nothing else: a wrong diagnosis is worse than none. Its name
goes into the report, and none may speak of a right submission, however unusual it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    from collections.abc import Callable, Iterable

    from grader.assessment.evidence import Evidence
    from grader.report import Mistake

    Rule = Callable[[Evidence], Iterable[Mistake]]

LARGEST = 500_000  # bytes of a program that is read for mistakes

# In the order in which mistakes are best mended: data, model, training, what is saved.
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


def find(evidence: Evidence) -> tuple[Mistake, ...]:
    """All mistakes found, the one to mend first standing first."""
    if len(evidence.submission.program) > LARGEST:
        return ()
    found = tuple(finding for rule in RULES for finding in _ask(rule, evidence))
    return found or tuple(finding for rule in learning.LAST for finding in _ask(rule, evidence))


def advice(evidence: Evidence) -> tuple[str, ...]:
    """What could be better and fails no check, a note each."""
    if len(evidence.submission.program) > LARGEST:
        return ()
    found = (finding for rule in pixels.ADVICE for finding in _ask(rule, evidence))
    return tuple(f"{_place(one)}{one.actual}: {one.fix}" for one in found)


def _place(finding: Mistake) -> str:
    cell = f" of cell {finding.cell}" if finding.cell else ""
    return f"line {finding.line}{cell}: " if finding.line else ""


def _ask(rule: Rule, evidence: Evidence) -> tuple[Mistake, ...]:
    """What a rule finds; nothing in a program that is nested too deeply to be read.

    One that breaks says so, and the report of an hour's training stands.
    """
    try:
        return tuple(rule(evidence))
    except RecursionError:
        return ()
    except Exception as error:  # noqa: BLE001  (a fault of the kit's, in whatever form)
        broken = evidence.mistake(
            rule.__name__,
            0,
            expected="a diagnosis by this rule of the kit",
            actual=f"the rule itself broke: {error!r}",
            fix="your file is not to blame, and the checks stand: please report it",
        )
        return (broken,)
