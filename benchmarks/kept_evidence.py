"""What the checks look at, kept of one marking, so that they can be asked again without training.

A kept submission is a folder: `marked.pickle` (Evidence and Report), copies of the training's work
and tmp folders, and `key`, which is written last and tells what the evidence rests on.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import json
import os
import pickle
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from grader import submission
from grader.assessment.checks.engine import run_checks
from grader.catalog import BUILT_IN, ROOT
from grader.datasets import manifest
from grader.grading.verdict import judge
from grader.report import Verdict
from grader.validation.run_summary import differences, summarise

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.datasets.layout import DataSet
    from grader.problem import Problem
    from grader.report import Report
    from grader.sandbox.plan import SandboxKind
    from grader.validation.cases import Case

SEED = 1
# What makes evidence; the checks are no part of it, they only read it.
MAKERS = ("sandbox", "training", "model_file")
COPIED = ("work", "tmp")


@dataclass(frozen=True)
class Place:
    """A submission, the folder of its evidence, and what that must rest on to count."""

    case: Case
    folder: Path
    key: str

    @property
    def is_kept(self) -> bool:
        """Whether there is evidence that still counts."""
        file = self.folder / "key"
        return file.is_file() and file.read_text(encoding="utf-8") == self.key

    @property
    def is_asked(self) -> bool:
        """Whether its marking came to the checks at all."""
        return (self.folder / "marked.pickle").is_file()


@dataclass(frozen=True)
class Task:
    """Kept submissions whose checks are asked again: their cases, and the folders of evidence.

    `scratch` is where boxes may be made; `until_caught` ends at the first that is not as wanted,
    `with_lines` asks for the lines of checks that were run.
    """

    cases: tuple[tuple[Case, Path], ...]
    scratch: Path
    until_caught: bool
    with_lines: bool


def place(
    case: Case, problem: Problem, dataset: DataSet, sandbox: SandboxKind, folder: Path
) -> Place:
    """Where the evidence of a submission is kept below `folder`."""
    source = [path for name in MAKERS for path in sorted((ROOT / "grader" / name).rglob("*.py"))]
    rests_on = {
        "submission": hashlib.sha256(_without_head(case.path.read_bytes())).hexdigest(),
        "kit": hashlib.sha256(b"\0".join(path.read_bytes() for path in source)).hexdigest(),
        "data": hashlib.sha256((dataset.folder / manifest.NAME).read_bytes()).hexdigest(),
        "problem": msgspec.to_builtins([problem.stopping, problem.checkpoint, problem.outputs]),
        "limits": msgspec.to_builtins(problem.limits),
        "own data": problem.training.own_data,
        "how": [case.path.name, sandbox.value, SEED],
    }
    text = json.dumps(rests_on, sort_keys=True)
    return Place(case, folder / case.name, hashlib.sha256(text.encode()).hexdigest())


def keep(
    at: Place, problem: Problem, dataset: DataSet, sandbox: SandboxKind, sandbox_root: Path
) -> None:
    """Mark a submission once, and keep what its checks looked at."""
    from grader.grading import GradingRequest, grade  # noqa: PLC0415  (a replay needs none of it)

    shutil.rmtree(at.folder, ignore_errors=True)
    at.folder.mkdir(parents=True)
    gathered: list[Evidence] = []

    def on_evidence(evidence: Evidence) -> None:
        gathered.append(evidence)
        if evidence.training_if_any is not None:
            copy_of_sandbox(evidence.training.work, at.folder / "work")
            copy_of_sandbox(evidence.training.tmp, at.folder / "tmp")

    report = grade(
        GradingRequest(
            problem=problem,
            submission=submission.read(at.case.path),
            dataset=lambda: dataset,
            kind=dataset.kind,
            sandbox=sandbox,
            sandbox_root=sandbox_root,
            hidden=BUILT_IN.hidden,
            seed=SEED,
            on_event=lambda _: None,
            on_step=lambda _: None,
            on_evidence=on_evidence,
        )
    )
    for evidence in gathered:
        (at.folder / "marked.pickle").write_bytes(pickle.dumps((evidence, report)))
    (at.folder / "key").write_text(at.key, encoding="utf-8")


def replay(case: Case, folder: Path, scratch: Path) -> tuple[str, ...]:
    """Ask the checks again; what is then not as the submission's head says, a sentence each.

    `scratch` is a folder for boxes, and must not be there yet. Raises GraderFault where a check
    breaks.
    """
    kept: tuple[Evidence, Report] = pickle.loads((folder / "marked.pickle").read_bytes())
    evidence, report = kept
    training, alone = evidence.training_if_any, evidence.alone
    assert training is not None
    training = replace(training, work=folder / "work", tmp=folder / "tmp")
    if alone is not None:
        alone = replace(alone, folder=scratch)
    # Thresholds and points as they are now: neither changes what was trained.
    problem = BUILT_IN.load(evidence.problem.id)
    again = replace(evidence, problem=problem, training_if_any=training, alone=alone)
    checks = run_checks(again)
    unsafe = report.verdict is Verdict.UNSAFE_MODEL
    verdict = judge(training, report.fault, checks, unsafe=unsafe)
    seen = summarise(replace(report, checks=checks, verdict=verdict))
    return differences(case, seen)


def _without_head(source: bytes) -> bytes:
    """A submission with its first comment lines empty: what is wanted of it trains nothing."""
    lines = source.splitlines()
    head = list(itertools.takewhile(lambda line: line.startswith(b"#"), lines))
    return b"\n".join([b"#"] * len(head) + lines[len(head) :])


def copy_of_sandbox(folder: Path, target: Path) -> None:
    """Copy a folder of a box, links as links, without what is neither file nor folder."""

    def left_out(top: str, names: list[str]) -> list[str]:
        paths = (Path(top, name) for name in names)
        return [p.name for p in paths if not (p.is_symlink() or p.is_file() or p.is_dir())]

    if folder.is_dir():
        shutil.copytree(folder, target, symlinks=True, ignore=left_out, copy_function=_link)


def _link(source: str, target: str) -> str:
    """Give a file a second name where it can have one: the first goes with its box."""
    with contextlib.suppress(OSError):
        os.link(source, target, follow_symlinks=False)
        return target
    return str(shutil.copy2(source, target, follow_symlinks=False))
