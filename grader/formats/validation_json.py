"""A validation as JSON; validation.schema.json beside this file describes it."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.validation.result import FORMAT
from grader.validation.run_summary import in_words, wanted_in_words

if TYPE_CHECKING:
    from grader.validation.result import ProblemResult, Validation
    from grader.validation.runs import Outcome

SCHEMA = Path(__file__).with_name("validation.schema.json")


def to_json(found: Validation) -> str:
    """The whole validation, the same text for the same outcomes on any machine."""
    values = {
        "format": FORMAT,
        "amiss": found.amiss,
        "sandbox": found.sandbox,
        "problems": [_problem(one) for one in found.problems],
        "seconds": found.seconds,
        "versions": dict(found.versions),
    }
    return json.dumps(values, indent=2, sort_keys=True, ensure_ascii=True, allow_nan=False)


def _problem(one: ProblemResult) -> dict[str, Any]:
    return {
        "problem": one.problem,
        "data": one.data,
        "amiss": one.amiss,
        "left_out": one.left_out,
        "runs": [_run(outcome) for outcome in one.outcomes],
        "reference": asdict(one.reference),
        "thresholds": [asdict(figures) for figures in one.thresholds],
        "missing": [asdict(gap) for gap in one.gaps],
    }


def _run(outcome: Outcome) -> dict[str, Any]:
    case, ending, seen = outcome.run.case, outcome.ending, outcome.ending.seen
    return {
        "submission": case.name,
        "kind": case.kind.value,
        "about": case.expected.about,
        "seed": outcome.run.seed,
        "wanted": wanted_in_words(case),
        "seen": in_words(seen) if seen else None,
        "verdict": seen.verdict.value if seen else None,
        "failed": list(seen.failed) if seen else [],
        "not_run": list(seen.not_run) if seen else [],
        "accuracy": dict(seen.accuracy) if seen else {},
        "trained": seen.trained if seen else None,
        "score": seen.score if seen else None,
        "training_seconds": seen.seconds if seen else None,
        "seconds": round(ending.seconds, 3),
        "status": ending.status,
        "kept": ending.kept,
        "amiss": list(outcome.amiss),
    }
