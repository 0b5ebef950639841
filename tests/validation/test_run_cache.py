"""What is kept of a run, and when it counts no more."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import pytest

from grader.catalog import ROOT, Catalog
from grader.datasets.layout import DataSet
from grader.solutions import Kind
from grader.validation import run_cache
from grader.validation.cases import Case
from grader.validation.fingerprint import LIBRARIES, basis, fingerprint, version
from grader.validation.runs import Run
from tests.validation.examples import check, report

if TYPE_CHECKING:
    from pathlib import Path

    from grader.validation.run_cache import Slot

PRINT = "a" * 64


@pytest.fixture
def run(tmp_path: Path) -> Run:
    file = tmp_path / "mine.py"
    file.write_text("import keras\n", encoding="utf-8")
    return Run(Case("problem1", Kind.WRONG, file), 1)


@pytest.fixture
def place(tmp_path: Path, run: Run) -> Slot:
    return run_cache.slot(tmp_path / "kept", "sample", run, PRINT)


def test_a_kept_run_is_read_back(place: Slot) -> None:
    run_cache.save(place, 1, 31.5, report(check("check_size", "failed", actual="80 MB")))
    found = run_cache.load(place)
    assert found is not None
    assert found.cached
    assert (found.status, found.seconds) == (1, 31.5)
    assert found.summary is not None
    assert found.summary.failed == {"check_size": "80 MB"}


def test_a_run_of_another_fingerprint_does_not_count(place: Slot) -> None:
    run_cache.save(place, 0, 31.5, report())
    assert run_cache.load(dataclasses.replace(place, fingerprint="b" * 64)) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1', "null", "[" * 20_000])
def test_a_damaged_file_does_not_count(place: Slot, text: str) -> None:
    run_cache.save(place, 0, 31.5, report())
    place.path.write_text(text, encoding="utf-8")
    assert run_cache.load(place) is None


def test_a_run_is_forgotten(place: Slot) -> None:
    run_cache.save(place, 0, 31.5, report())
    run_cache.forget(place)
    assert run_cache.load(place) is None
    run_cache.forget(place)


def test_nothing_else_is_left_beside_what_is_kept(place: Slot) -> None:
    run_cache.save(place, 0, 31.5, report())
    run_cache.save(place, 0, 32.5, report())
    assert list(place.path.parent.iterdir()) == [place.path]


@pytest.mark.parametrize("change", ["seed", "source", "name", "basis"])
def test_another_seed_file_or_basis_is_another_fingerprint(run: Run, change: str) -> None:
    rest = {"box": "isolated"}
    before = fingerprint(run, rest)
    assert fingerprint(run, {**rest}) == before
    if change == "seed":
        run = Run(run.case, 2)
    elif change == "source":
        run.case.path.write_text("import tensorflow\n", encoding="utf-8")
    elif change == "name":
        path = run.case.path.rename(run.case.path.with_name("other.py"))
        run = Run(dataclasses.replace(run.case, path=path), 1)
    else:
        rest["box"] = "basic"
    assert fingerprint(run, rest) != before


@pytest.fixture
def kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A kit of a few files whose problem1 and problem3 are the real ones."""
    root = tmp_path / "kit"
    for name in ("problem1", "problem3"):
        shutil.copytree((ROOT / "problems") / name, root / "problems" / name)
    for name in (
        "grading/pipeline.py",
        "formats/junit.py",
    ):
        path = root / "grader" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (root / "cli.py").touch()
    monkeypatch.setattr("grader.validation.fingerprint.ROOT", root)
    return root


def of_kit(kit: Path, *, sandbox: str = "isolated", cores: int = 2) -> dict[str, str]:
    problem = Catalog((kit,)).load("problem1")
    return basis(problem, DataSet(problem.dataset, "sample", kit / "data"), sandbox, cores)


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("problems/problem1/statement.md", True),
        ("problems/problem1/checks.py", True),
        ("grader/grading/pipeline.py", True),
        ("grader/new.py", True),
        ("cli.py", True),
        ("data/files.json", True),
        ("problems/problem3/statement.md", False),
        ("problems/problem3/checks.py", False),
        ("grader/formats/junit.py", False),
        ("grader/grading/__pycache__/pipeline.pyc", False),
    ],
)
def test_a_changed_file_counts_where_an_outcome_may_rest_on_it(
    kit: Path, name: str, *, matters: bool
) -> None:
    before = of_kit(kit)
    (kit / name).parent.mkdir(exist_ok=True)
    (kit / name).write_text("changed\n", encoding="utf-8")
    assert (of_kit(kit) != before) == matters


def test_the_sandbox_and_the_cores_count(kit: Path) -> None:
    before = of_kit(kit)
    assert before == of_kit(kit)
    assert of_kit(kit, sandbox="basic") != before
    assert of_kit(kit, cores=1) != before


def test_versions_are_known_without_importing_anything() -> None:
    assert version("keras")
    assert version("no-such-library") == ""


def test_a_keras_2_that_runs_may_use_counts() -> None:
    assert {"keras", "tf_keras"} <= {*LIBRARIES}
    assert version("tf_keras") == version("tf-keras")
