"""What lies behind an error of the submission's own: small rules, the first that knows it speaks.

A rule looks at the error and what else is known, and gives what to do in one or two lines, or the
empty text where it is not sure: a wrong diagnosis is worse than none. Its name goes into the
report. Where Keras fails deep inside, the line that is shown is the learner's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.mistakes.errors import (
    callbacks,
    files,
    imports,
    labels,
    loaders,
    logs,
    names,
    old_names,
    quotes,
    returned,
    sandbox_limits,
    saving,
    shapes,
    splitting,
    training,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

    Rule = Callable[[Evidence, Raised], str]

# In each module the rules stand in the order in which they are asked.
RULES: tuple[Rule, ...] = (
    *logs.RULES,
    *callbacks.RULES,
    *quotes.RULES,
    *names.RULES,
    *returned.RULES,
    saving.weights_without_a_model,  # Before old_names, which knows a function of this name.
    *imports.RULES,
    *old_names.RULES,
    *training.RULES,
    *labels.RULES,
    *shapes.RULES,
    *saving.RULES,
    *files.RULES,
    *loaders.RULES,
    *splitting.RULES,
    *sandbox_limits.RULES,
    # Where no other rule knows why.
    splitting.nothing_lies_there,
    saving.nothing_wrote_it,
)


def name_error(evidence: Evidence, raised: Raised) -> tuple[str, str]:
    """The rule that knows this error, and what it says to do; two empty texts if none does."""
    for rule in RULES:
        try:
            words = rule(evidence, raised)
        except Exception as error:  # noqa: BLE001  (a fault of the kit's, in whatever form)
            words = f"(the kit's own rule {rule.__name__} broke: {error!r}; please report it)"
        if words:
            return rule.__name__, words
    return "", ""
