"""Which checks a wrong solution guards: each is removed or weakened, and asked again.

    python -m benchmarks.mutate_checks --keep DIR [--problem problem1] [--jobs 2] [--kinds abc]

Reference, wrong and alternative solutions are graded once, on sample data with seed 1 under
bubblewrap, and what the checks look at is stored in DIR: a second run trains nothing. Each mutant
of the checks (see mutants.py) then judges what is stored. It is caught if the outcome of a
submission is not the expected one. Exit status: 1 if a check (a) or a fail (b) can be removed and
nothing notices.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import kept_evidence
from benchmarks.mutants import mutants, reachable, read
from benchmarks.trials import Trial, baseline, try_all
from grader import settings
from grader.catalog import BUILT_IN, ROOT
from grader.datasets import store
from grader.errors import GraderFault
from grader.progress import silent
from grader.sandbox import compile_cache
from grader.sandbox.plan import SandboxKind
from grader.solutions import Kind
from grader.validation.cases import find_cases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.kept_evidence import Place

KINDS = {"a": "checks removed", "b": "fails removed", "c": "conditions weakened"}


@dataclass(frozen=True)
class Wish:
    """What to mutate: problems, kinds of mutants, submissions whose names hold `only`."""

    problems: tuple[str, ...]
    kinds: str
    only: str
    jobs: int
    keep: Path
    train: bool


def main() -> int:
    wish = _wish()
    began = time.monotonic()
    places = [place for problem in wish.problems for place in _kept(wish, problem)]
    modules = read(ROOT)
    by_problem = {name: mutants(reachable(name, modules), wish.kinds) for name in wish.problems}
    every = list({mutant: None for found in by_problem.values() for mutant in found})
    with tempfile.TemporaryDirectory(dir=wish.keep) as scratch:
        asked, amiss = baseline(places, Path(scratch), wish.jobs)
        for name, why in amiss.items():
            print(f"left out, not as its head says even without a mutant: {name}: {'; '.join(why)}")
        tried = try_all(every, asked, Path(scratch), wish.jobs, _tell)
    trials = {trial.mutant: trial for trial in tried}
    for name, found in by_problem.items():
        count = sum(one.place.case.problem == name for one in asked)
        _show(name, [trials[mutant] for mutant in found], count)
    print(f"\n{len(every)} mutants in {time.monotonic() - began:.0f} s")
    return int(is_unguarded(tried))


def _wish() -> Wish:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--problem", action="append", choices=BUILT_IN.ids, help="all if none")
    parser.add_argument("--kinds", default="abc", help="such as ab")
    parser.add_argument("--only", default="", help="solutions whose names hold this text")
    parser.add_argument("--jobs", type=int, default=2, help="mutants at once")
    parser.add_argument("--keep", type=Path, required=True, help="holds the evidence")
    parser.add_argument("--no-training", action="store_true", help="take only what is kept")
    got = parser.parse_args()
    problems = tuple(got.problem or BUILT_IN.ids)
    keep: Path = got.keep.resolve()
    keep.mkdir(parents=True, exist_ok=True)
    return Wish(problems, got.kinds, got.only, max(1, got.jobs), keep, not got.no_training)


def _kept(wish: Wish, problem_id: str) -> list[Place]:
    """The submissions of a problem whose evidence is there, after it was gathered."""
    mine = settings.from_environment(os.environ)
    problem, sandbox = BUILT_IN.load(problem_id), SandboxKind.ISOLATED
    dataset = store.find(mine, problem.dataset, "sample", silent)
    compile_cache.prepare(mine.cache, silent)
    found: list[Place] = []
    for case in find_cases(problem, wish.keep / "edits"):
        if case.kind is Kind.STUB or wish.only not in case.name:
            continue
        if case.malformed:
            print(f"left out: {case.name}: {case.malformed}")
            continue
        try:
            at = kept_evidence.place(case, problem, dataset, sandbox, wish.keep)
            if wish.train and not at.is_kept:
                _tell(f"training {case.name}")
                kept_evidence.keep(at, problem, dataset, sandbox, mine.sandbox_root)
        except (GraderFault, OSError) as error:
            print(f"left out: {case.name}: {error}")
            continue
        if not at.is_kept:
            print(f"left out: {case.name}: nothing is kept of it")
        elif not at.is_asked:
            print(f"left out: {case.name}: its marking did not come to the checks")
        else:
            found.append(at)
    return found


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def is_unguarded(tried: Sequence[Trial]) -> bool:
    return any(not trial.caught_by and trial.mutant.kind in "ab" for trial in tried)


def _show(problem: str, tried: Sequence[Trial], submissions: int) -> None:
    """Print what became of a problem's mutants: first of all the checks that nothing guards."""
    print(f"\n{problem}: {submissions} submissions, {_counted(tried)}")
    left = [trial for trial in tried if not trial.caught_by]
    bare = [trial.mutant.function for trial in left if trial.mutant.kind == "a"]
    print(f"  checks that nothing guards: {', '.join(bare) or 'none'}")
    for trial in left:
        if trial.mutant.kind != "a":
            reached = f"{trial.asked} came here" if trial.asked else "no submission comes here"
            print(f"  ({trial.mutant.kind}) {trial.mutant.words}  [{reached}]")


def _counted(tried: Sequence[Trial]) -> str:
    made = Counter(trial.mutant.kind for trial in tried)
    caught: Mapping[str, int] = Counter(trial.mutant.kind for trial in tried if trial.caught_by)
    parts = [f"{caught[k]} of {made[k]} {words} are caught" for k, words in KINDS.items()]
    return f"{len(tried)} mutants; {', '.join(parts)}"


if __name__ == "__main__":
    sys.exit(main())
