"""Mutants of the checks on trial: each in a copy of the kit and a process of its own."""

from __future__ import annotations

import json
import os
import pickle
import queue
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.kept_evidence import Task
from grader.catalog import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.kept_evidence import Place
    from benchmarks.mutants import Mutant

SECONDS = 900.0
COPIED = ("grader", "problems")


@dataclass(frozen=True)
class Asked:
    """A kept submission that is as its head says, and the lines of each module that it comes to."""

    place: Place
    lines: Mapping[str, frozenset[int]]

    def comes_to(self, mutant: Mutant) -> bool:
        """Whether a mutant can make a difference to it."""
        first, last = mutant.lines
        return any(first <= line <= last for line in self.lines.get(mutant.module, ()))


@dataclass(frozen=True)
class Trial:
    """What became of a mutant: who caught it, or nobody, and how many came to its lines."""

    mutant: Mutant
    caught_by: str
    asked: int


def baseline(
    places: Sequence[Place], scratch: Path, jobs: int
) -> tuple[list[Asked], dict[str, list[str]]]:
    """Ask the checks as they are: the submissions that are as wanted, and what the others are."""
    shares = [places[job::jobs] for job in range(jobs)]
    with ThreadPoolExecutor(jobs) as pool:
        told = pool.map(lambda share: _replay(share, ROOT, scratch, with_lines=True), shares)
        by_name = {one["name"]: one for answers in told for one in answers or []}
    amiss = {name: one["amiss"] for name, one in by_name.items() if one["amiss"]}
    asked = []
    for place in places:
        one = by_name.get(place.case.name)
        if one is None:
            amiss[place.case.name] = ["its checks could not be asked"]
        elif not one["amiss"]:
            lines = {name: frozenset(found) for name, found in one["lines"].items()}
            asked.append(Asked(place, lines))
    return asked, amiss


def try_all(
    mutants: Sequence[Mutant],
    asked: Sequence[Asked],
    scratch: Path,
    jobs: int,
    tell: Callable[[str], None],
) -> list[Trial]:
    """Try every mutant, so many at once; `tell` hears of each that nothing caught."""
    free: queue.SimpleQueue[Path] = queue.SimpleQueue()
    for job in range(jobs):
        copy = scratch / f"copy{job}"
        for name in COPIED:
            # Without compiled checks: a mutant of the same size and second would pass for them.
            left_out = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, copy / name, ignore=left_out)
        free.put(copy)

    def try_one(mutant: Mutant) -> Trial:
        copy = free.get()
        try:
            trial = _try(mutant, _in_order(mutant, asked), copy, scratch)
        finally:
            free.put(copy)
        if not trial.caught_by:
            tell(f"survives: ({mutant.kind}) {mutant.words}")
        return trial

    with ThreadPoolExecutor(jobs) as pool:
        try:
            return list(pool.map(try_one, mutants))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_order(mutant: Mutant, asked: Sequence[Asked]) -> list[Place]:
    """The submissions that come to a mutant, the likeliest to catch it first."""
    near = [one.place for one in asked if one.comes_to(mutant)]
    heads = {place.case.name: place.case.expected.fails for place in near}
    return sorted(
        near,
        key=lambda p: (mutant.function not in heads[p.case.name], not heads[p.case.name]),
    )


def _try(mutant: Mutant, places: Sequence[Place], copy: Path, scratch: Path) -> Trial:
    if not places:
        return Trial(mutant, "", 0)
    file = copy / mutant.path
    kept = file.read_bytes()
    file.write_text(mutant.source, encoding="utf-8")
    try:
        told = _replay(places, copy, scratch, until_caught=True)
    finally:
        file.write_bytes(kept)
    if told is None:
        return Trial(mutant, "the checks cannot be asked at all", len(places))
    caught = next((f"{one['name']}: {one['amiss'][0]}" for one in told if one["amiss"]), "")
    return Trial(mutant, caught, len(places))


def _replay(
    places: Sequence[Place],
    copy: Path,
    scratch: Path,
    *,
    until_caught: bool = False,
    with_lines: bool = False,
) -> list[dict[str, Any]] | None:
    """Ask the checks of a copy of the kit about submissions; None where it did not come to it."""
    cases = tuple((place.case, place.folder) for place in places)
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        task, result = Path(folder, "task"), Path(folder, "result")
        task.write_bytes(pickle.dumps(Task(cases, Path(folder), until_caught, with_lines)))
        paths = os.pathsep.join(map(str, (copy, ROOT)))
        environ = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "benchmarks.replay_checks", str(task), str(result)]
        try:
            done = subprocess.run(
                command, cwd=copy, env=environ, capture_output=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return None
        if done.returncode or not result.is_file():
            return None
        told: list[dict[str, Any]] = json.loads(result.read_text(encoding="utf-8"))
        return told
