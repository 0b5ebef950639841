"""A problem of two checks, and reports as `practice check --json` prints them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.report import Verdict
from grader.solutions import Expected, Kind
from grader.validation.cases import Case
from grader.validation.run_summary import RunSummary, read_report
from grader.validation.runs import Ending, Outcome, Plan, Run, judge
from tests.problems.build import a_problem

HELD_OUT = "check_held_out_accuracy"
SIZE = "check_size"
PROBLEM = a_problem(points={HELD_OUT: 2, SIZE: 1})


def check(name: str, outcome: str = "passed", **words: str) -> dict[str, Any]:
    empty = dict.fromkeys(("expected", "actual", "fix", "reason", "mistake", "because"), "")
    own = {"name": name, "title": f"About {name}", "outcome": outcome, "points": 1}
    return {**empty, **own, **words}


def report(*checks: dict[str, Any], verdict: str = "failed", **changes: Any) -> dict[str, Any]:
    return {
        "problem": "problem9",
        "title": "An example",
        "file": "mine.py",
        "sha256": "0" * 64,
        "data": "sample",
        "sandbox": "isolated",
        "seed": 1,
        "verdict": verdict,
        "checks": list(checks),
        "accuracy": {"held-out": 0.9, "training": 0.95},
        "fits": [{"accuracy": 0.5}, {"accuracy": 0.91}],
        "score": 5,
        "fault": None,
        "mistakes": [],
        "notes": [],
        "seconds": {"sandbox": 30.0, "training": 31.0},
        **changes,
    }


def wrong(fails: str, *, says: str = "use fewer units", not_run: str = "") -> Case:
    head = Expected("A mistake.", (fails,), (not_run,) if not_run else (), (says,))
    return Case("problem9", Kind.WRONG, Path("too_large.py"), head)


def reference_run(seed: int) -> Run:
    return Run(Case("problem9", Kind.REFERENCE, Path("solution.py")), seed)


def ending(held_out: float, *, verdict: Verdict = Verdict.PASSED) -> Ending:
    seen = RunSummary(verdict, accuracy={"held-out": held_out}, score=4, seconds=20 + held_out)
    return Ending(0 if verdict is Verdict.PASSED else 1, seen, "", 40.0)


def reached(seed: int, held_out: float) -> Outcome:
    """A run of the reference with this held-out accuracy; it fails below the threshold."""
    verdict = Verdict.PASSED if held_out >= 0.8 else Verdict.FAILED
    return judge(reference_run(seed), ending(held_out, verdict=verdict))


def seen_of(*checks: dict[str, Any], **changes: Any) -> RunSummary:
    return read_report(report(*checks, **changes))


def reference_plan(count: int) -> Plan:
    runs = tuple(reference_run(seed) for seed in range(1, count + 1))
    return Plan(PROBLEM, "sample", (runs[0].case,), runs, ())
