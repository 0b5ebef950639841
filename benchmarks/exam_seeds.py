"""What exams of many seeds ask can be done, and catches what is wrong.

    python -m benchmarks.exam_seeds --seeds 20 --jobs 2 --kept runs.jsonl

Of each variant that these exams draw the reference is checked. Each wrong and each alternative
solution is checked in one of them, taken in turn. A run that was ended goes on from the file named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from grader.catalog import BUILT_IN
from grader.solutions import Kind
from grader.validation.cases import Case, find_cases
from grader.validation.processes import command
from grader.validation.run_summary import differences, read_report
from grader.validation.runs import Run
from grader.variants import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED = 1


def cases(name: str, seeds: int, scratch: Path) -> Iterator[Case]:
    """The reference of each variant drawn; each other solution in one of those that it follows."""
    standard = BUILT_IN.load(name)
    numbers = sorted({drawn(standard.axes, name, seed) for seed in range(1, seeds + 1)})
    by_variant = [find_cases(standard.varied(n), scratch) for n in numbers]
    yield from (case for found in by_variant for case in found if case.kind is Kind.REFERENCE)
    follows: dict[tuple[Kind, str], list[Case]] = {}
    for case in (case for found in by_variant for case in found):
        if case.kind in {Kind.WRONG, Kind.ALTERNATIVE}:
            follows.setdefault((case.kind, case.path.stem), []).append(case)
    for turn, (_, those) in enumerate(sorted(follows.items())):
        yield those[turn % len(those)]


def check(case: Case, data: str) -> tuple[str, ...]:
    """What a run showed and should not have."""
    done = subprocess.run(
        command(Run(case, SEED), data, "isolated"), capture_output=True, text=True, check=False
    )
    if case.malformed or not done.stdout:
        return (case.malformed or f"no report: {done.stderr.strip()[-200:]}",)
    return differences(case, read_report(json.loads(done.stdout)))


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", nargs="*", default=[*BUILT_IN.ids])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--data", default="sample")
    parser.add_argument("--kept", type=Path, required=True)
    given = parser.parse_args(arguments)
    known = (
        dict(map(json.loads, given.kept.read_text().splitlines())) if given.kept.exists() else {}
    )
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(given.jobs) as pool:
        found = [c for name in given.problems for c in cases(name, given.seeds, Path(scratch))]
        wanted = [case for case in found if case.name not in known]
        print(f"{len(found)} solutions, {len(wanted)} of them still to be run", flush=True)
        for case, amiss in zip(
            wanted, pool.map(lambda c: check(c, given.data), wanted), strict=True
        ):
            known[case.name] = list(amiss)
            with given.kept.open("a") as file:
                print(json.dumps([case.name, list(amiss)]), file=file)
            print("as wanted" if not amiss else f"AMISS {amiss}", case.name, flush=True)
    wrong = [case.name for case in found if known[case.name]]
    for kind in (Kind.REFERENCE, Kind.WRONG, Kind.ALTERNATIVE):
        those = [case.name for case in found if case.kind is kind]
        good = sum(not known[name] for name in those)
        print(f"{kind.value}: {good} of {len(those)} as wanted")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
