"""Hash everything that the outcome of a run depends on: if it changes, the run is repeated."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from grader.catalog import ROOT
from grader.datasets import manifest, registry
from grader.solutions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from grader.datasets.layout import DataSet
    from grader.problem import Problem
    from grader.validation.runs import Run

LIBRARIES = ("tensorflow", "keras", "tf_keras", "numpy", "pillow", "h5py", "scipy")
# Modules that only compare and show outcomes.
IRRELEVANT = ("validation/", "formats/validation", "formats/junit", "commands/validate")


def fingerprint(run: Run, basis: Mapping[str, str]) -> str:
    """Return the hash of one run; `basis` is common to all runs of its problem."""
    submission = hashlib.sha256(run.case.path.read_bytes()).hexdigest()
    whole = {**basis, "submission": submission, "file": run.case.path.name, "seed": str(run.seed)}
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Basis:
    """What the runs of a problem depend on: the arguments of `basis`."""

    problem: Problem
    dataset: DataSet | None
    sandbox: str
    cores: int

    def fingerprints(self, runs: Iterable[Run]) -> dict[Run, str]:
        """Return the fingerprints of runs, from the files as they are now; raises OSError."""
        from_data = basis(self.problem, self.dataset, self.sandbox, self.cores)
        bare = basis(self.problem, None, self.sandbox, self.cores)
        return {
            run: fingerprint(run, bare if run.case.kind is Kind.STUB else from_data) for run in runs
        }

    def is_current(self, run: Run, expected: str) -> bool:
        """Whether the fingerprint of a run still has the expected value."""
        try:
            return self.fingerprints([run])[run] == expected
        except OSError:  # A file is gone, or was replaced while it was read.
            return False


def basis(problem: Problem, dataset: DataSet | None, sandbox: str, cores: int) -> dict[str, str]:
    """Return everything that an outcome depends on, except the submission and the seed.

    `dataset` is None if nothing is trained. `cores` is the number of cores of a training: sums in
    another order give other weights.
    """
    spec = registry.spec(problem.dataset)
    return {
        "problem": _hash(problem.folder),
        "variant": str(problem.variant),
        "kit": _hash(ROOT / "grader"),
        "command": hashlib.sha256((ROOT / "cli.py").read_bytes()).hexdigest(),
        "data": f"{dataset.kind} {spec.versions[dataset.kind]}" if dataset else "",
        "files": _of_file(dataset.folder / manifest.NAME) if dataset else "",
        "box": sandbox,
        "cores": str(cores),
        "python": sys.version,
        **{name: version(name) for name in LIBRARIES},
    }


def version(library: str) -> str:
    """Return the version of an installed library without importing it; empty if missing."""
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def _hash(folder: Path) -> str:
    """Hash the names and bytes of all files below a folder."""
    whole = hashlib.sha256()
    for name, path in _files(folder):
        if not name.startswith(IRRELEVANT):
            whole.update(f"{name}\0{_of_file(path)}\n".encode())
    return whole.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path


def _of_file(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
