"""The kit's own solutions pass, on drawn pictures and on real ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.catalog import BUILT_IN
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.conftest import Practice

DATA = Path(os.environ.get("PRACTICE_TEST_DATA") or ROOT.parent / "shared" / "data")
HAS_REAL = (DATA / "SHA256SUMS").is_file()
# The real pictures of the others take minutes: benchmarks/thresholds_problem2.py to 4 run them.
ON_REAL = "problem1"


def failed(report: dict[str, Any]) -> list[str]:
    return [check["name"] for check in report["checks"] if check["outcome"] != "passed"]


# tests/submission/test_notebooks.py runs problem1's on drawn pictures.
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BUILT_IN.ids if name != "problem1"])
def test_the_reference_passes_on_drawn_images(practice: Practice, name: str) -> None:
    report = practice.report("check", name, "--reference", "--data", "sample")
    assert (report["verdict"], failed(report)) == ("passed", [])


@pytest.mark.slow
def test_the_reference_on_real_images(
    practice: Practice, capsys: pytest.CaptureFixture[str]
) -> None:
    name = ON_REAL
    if not HAS_REAL:
        pytest.skip(f"no copies of the real data sets in {DATA}; PRACTICE_TEST_DATA moves that")
    dataset = BUILT_IN.load(name).dataset
    assert practice("data", "get", dataset, "--from", str(DATA)).returncode == 0
    report = practice.report("check", name, "--reference", "--data", "real")
    with capsys.disabled():
        print(f"\n{name} real: {report['verdict']} mark {report['score']} {report['accuracy']}")  # noqa: T201
    # How far above its thresholds it is, the benchmarks measure over many runs.
    assert report["score"] is not None
    assert [name for name in failed(report) if not name.endswith("accuracy")] == []


@pytest.mark.slow
def test_the_same_seed_gives_the_same_model_and_mark(practice: Practice) -> None:
    options = ["check", "problem1", "right.py", "--data", "sample", "--seed", "7"]
    source = ROOT / "tests" / "corpus" / "problem1" / "exits_hard_after_saving.py"
    (practice.folder / "right.py").write_bytes(source.read_bytes())
    first, second = practice.report(*options), practice.report(*options)
    assert first["accuracy"] == second["accuracy"]
    assert first["score"] == second["score"]
