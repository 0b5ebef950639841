"""Rules that explain an error which the submission raised; the first that matches gives the fix.

A rule reads the error and the evidence, and returns the fix in one or two lines, or "" if it is
not sure: a wrong diagnosis is worse than none. The name of the rule goes into the report. Where
Keras fails deep inside, the report shows the learner's own line.
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

# Rules are tried in this order, and within a module in the order of its RULES.
RULES: tuple[Rule, ...] = (
    *logs.RULES,
    *callbacks.RULES,
    *quotes.RULES,
    *names.RULES,
    *returned.RULES,
    saving.weights_without_a_model,  # Before old_names, which matches a function of this name.
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
    # Fallbacks, for errors that no other rule explains.
    splitting.nothing_lies_there,
    saving.nothing_wrote_it,
)


def name_error(evidence: Evidence, raised: Raised) -> tuple[str, str]:
    """Return the name of the first rule that matches the error, and its fix; ("", "") if none."""
    for rule in RULES:
        try:
            words = rule(evidence, raised)
        except Exception as error:  # noqa: BLE001  (a broken rule must not break the report)
            words = f"(the kit's own rule {rule.__name__} failed: {error!r}; please report it)"
        if words:
            return rule.__name__, words
    return "", ""
