"""A run as a process of the real command, its report kept as soon as it is there."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.box.plan import WALL
from grader.errors import ExitStatus
from grader.problem import ROOT
from grader.validation import kept
from grader.validation.cases import Kind
from grader.validation.runs import Ending
from grader.validation.seen import read_report

if TYPE_CHECKING:
    from grader.validation.children import Children, Finished
    from grader.validation.fingerprint import Ground
    from grader.validation.kept import Slot
    from grader.validation.runs import Plan, Run

# What a run may take beyond its training: starting, marking, waiting for a busy machine.
AROUND = 1800.0
REPORTED = (ExitStatus.PASSED, ExitStatus.NOT_PASSED)


def command(run: Run, kind: str, box: str) -> list[str]:
    """The command line that checks a submission."""
    case = run.case
    options = ["--data", kind, "--box", box, "--json", "--seed", str(run.seed), "--no-history"]
    options += ["--variant", str(case.variant)] if case.variant else []
    return [sys.executable, str(ROOT / "cli.py"), "check", case.problem, str(case.path), *options]


def execute(run: Run, plan: Plan, children: Children, place: Slot, ground: Ground) -> Ending:
    """Check a submission; an outcome of the submission's own is kept, a fault of the kit is not.

    Nor is kept what another hash belongs to: the files may have changed since `place` was made.
    """
    # A stub is refused by reading alone: no data set is to be drawn for it.
    kind = "auto" if run.case.kind is Kind.STUB else plan.kind
    was_so = ground.still_has(run, place.fingerprint)
    longest = WALL * plan.problem.limits.seconds + AROUND
    finished = children.run(command(run, kind, ground.box), longest)
    if finished.status not in REPORTED:
        return _without_report(finished, "")
    try:
        report = json.loads(finished.stdout)
        seen = read_report(report)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return _without_report(finished, f"its report cannot be read: {error!r}")
    if was_so and ground.still_has(run, place.fingerprint):
        kept.save(place, finished.status, finished.seconds, report)
    else:
        seen = replace(seen, changed=True)
    return Ending(finished.status, seen, "", finished.seconds)


def _without_report(finished: Finished, why: str) -> Ending:
    last = next((line for line in reversed(finished.stderr.splitlines()) if line.strip()), "")
    said = last.removeprefix("practice: ").removeprefix("a fault of the kit, not of your file: ")
    return Ending(finished.status, None, why or said, finished.seconds)
