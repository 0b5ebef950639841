"""`practice validate` as an instructor runs it."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jsonschema
import psutil
import pytest

from grader.commands.validate import ValidateRequest, validate
from grader.errors import UsageError
from grader.formats.validation_json import SCHEMA
from grader.settings import from_environment
from grader.validation import validate as validating
from tests.conftest import ROOT, Practice, heeding_signals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.settings import Settings

SECONDS = 60
SLEEPS = "import time\ntime.sleep(600)\nmodel.fit()\n"
MODEL = """{head}import tensorflow as tf

def solution_model():
    (pictures, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    layers = tf.keras.layers
    stack = [layers.Input((28, 28)), layers.Flatten(), layers.Dense({units}, "softmax")]
    model = tf.keras.Sequential(stack)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(pictures[:{count}] / 255.0, labels[:{count}], verbose=0)
    return model

if __name__ == "__main__":
    solution_model().save("mymodel.h5")
"""
CHECKS = '''"""Two checks."""

from __future__ import annotations

from typing import Any

from grader.assessment.checks.outcomes import fail


def check_outputs(held_out: Any) -> None:
    """Ten outputs."""
    seen = held_out.predictions.shape[1]
    if seen != 10:
        fail(expected="ten outputs", actual=str(seen), fix="end with Dense(10)")


def check_held_out_accuracy(held_out: Any, thresholds: Any) -> None:
    """Accuracy on pictures that the model has never seen."""
    if held_out.accuracy < thresholds["held_out_accuracy"]:
        fail(expected="more", actual=f"{held_out.accuracy:.3f}", fix="train on more pictures")
'''
TOML = """
[thresholds]
sample = {held_out_accuracy = 0.3}
real = {held_out_accuracy = 0.3}
[tiers]
sample = [0.1, 0.2, 0.3, 0.4, 0.5]
real = [0.1, 0.2, 0.3, 0.4, 0.5]
[points]
check_outputs = 1
check_held_out_accuracy = 1
"""


@dataclass(frozen=True)
class Kit(Practice):
    """The command of a kit of its own: problem1 alone, with two checks."""

    root: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "cli.py"), *arguments]

    def solve(self, name: str, head: str = "", *, units: int = 10, count: int = 3000) -> None:
        path = self.root / "solutions" / "problem1" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(MODEL.format(head=head, units=units, count=count), encoding="utf-8")

    def validation(self, *options: str) -> dict[str, Any]:
        done = self("validate", "--data", "sample", "--json", *options)
        assert done.stdout, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        jsonschema.validate(found, json.loads(SCHEMA.read_text(encoding="utf-8")))
        assert done.returncode == (1 if found["error_count"] else 0), done.stderr
        return found


@pytest.fixture
def kit(shared_home: Path, tmp_path: Path) -> Kit:
    root, folder, home = tmp_path / "kit", tmp_path / "folder", tmp_path / "home"
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "grader", root / "grader", ignore=skip)
    shutil.copytree(ROOT / "problems" / "problem1", root / "problems" / "problem1")
    (root / "solutions" / "problem1").mkdir(parents=True)
    shutil.copy(ROOT / "cli.py", root)
    folder.mkdir()
    (root / "problems" / "problem1" / "checks.py").write_text(CHECKS, encoding="utf-8")
    toml = root / "problems" / "problem1" / "problem.toml"
    before = toml.read_text(encoding="utf-8").split("[thresholds.sample]")[0]
    toml.write_text(before + TOML, encoding="utf-8")
    # The drawn pictures of all tests, but what is kept of runs is this kit's own.
    (shared_home / "cache" / "data").mkdir(parents=True, exist_ok=True)
    (home / "cache").mkdir(parents=True)
    (home / "cache" / "data").symlink_to(shared_home / "cache" / "data")
    return Kit(home, folder, root)


def test_the_stubs_are_refused_and_nothing_is_drawn_for_it(new_practice: Practice) -> None:
    done = new_practice("validate", "problem1", "problem3", "--only", "stub", "--junit", "out.xml")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("Validation PARTIAL: no errors; ")
    assert " other submissions of problem3; missing files were not checked" in done.stdout
    assert "PASSED" not in done.stdout
    assert "[2/2] problem3/stub, seed 1: ok, not attempted" in done.stderr
    assert not (new_practice.home / "cache" / "data").exists()
    top = ET.parse(new_practice.folder / "out.xml").getroot()
    assert top.get("failures") == "0"
    assert next(case.get("name") for case in top.iter("testcase")) == "stub seed 1"


def test_what_is_kept_is_not_run_again_unless_it_is_forgotten(new_practice: Practice) -> None:
    options = ["validate", "problem1", "--only", "stub", "--json"]
    found = [json.loads(new_practice(*options).stdout) for _ in range(2)]
    found.append(json.loads(new_practice(*options, "--fresh").stdout))
    kept = [run["cached"] for one in found for run in one["problems"][0]["runs"]]
    assert kept == [False, True, False]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["problem99"], "unknown problem 'problem99'"),
        (["--only", "nothing-of-this-name"], "no submission has"),
        (["--data", "other"], "unknown --data 'other'"),
        (["--junit", "none/out.xml"], "no such folder"),
        (["--junit", "."], "cannot write .: it is a folder"),
        (["--junit", f"{'x' * 250}.xml"], "File name too long"),
        (["--runs", "0"], "--runs"),
        (["problem1", "--only", "reference", "--data", "real"], "is not installed"),
    ],
)
def test_wrong_use_is_said_before_anything_runs(
    new_practice: Practice, options: list[str], words: str
) -> None:
    done = new_practice("validate", *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_the_kit_is_told_apart_and_not_kept(kit: Kit) -> None:
    (kit.root / "problems" / "problem1" / "checks.py").unlink()
    found = kit.validation("--only", "stub")
    (run,) = found["problems"][0]["runs"]
    assert (run["status"], run["verdict"]) == (3, None)
    assert run["errors"][0].startswith("internal error: problem1 has no checks")
    assert not list((kit.home / "cache" / "validation").rglob("*.json"))


def test_unusual_is_an_alias_of_alternative(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wanted = []

    def plans(selection: validating.Selection, _: Settings) -> tuple[()]:
        wanted.append(selection.only)
        return ()

    monkeypatch.setattr(validating, "plans", plans)
    request = ValidateRequest(
        problems=("problem1",),
        runs=1,
        jobs=1,
        data="sample",
        only="problem1/unusual",
        as_json=False,
        junit=None,
        all_runs=False,
        fresh=False,
    )
    with pytest.raises(UsageError):
        validate(request, from_environment({"PRACTICE_HOME": str(tmp_path)}))
    assert wanted == ["problem1/alternative"]


def test_a_problem_without_a_reference_is_an_error(kit: Kit) -> None:
    done = kit("validate", "--data", "sample")
    assert done.returncode == 1
    assert "missing: a reference" in done.stdout
    assert "missing: a wrong solution that fails check_outputs" in done.stdout


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
def test_a_whole_problem(kit: Kit) -> None:
    kit.solve("solution.py")
    kit.solve("alternative/few_pictures.py", "# Trains on fewer pictures.\n", count=2500)
    eleven = "# One output too many.\n# fails: check_outputs\n# says: Dense(10)\n"
    kit.solve("wrong/eleven_outputs.py", eleven, units=11)
    # Its mistake shows in another check than the one that it names.
    few = "# One picture.\n# fails: check_outputs\n# says: more pictures\n"
    kit.solve("wrong/one_picture.py", few, count=1)

    first = kit.validation("--runs", "2", "--jobs", "2")
    (problem,) = first["problems"]
    failed = {run["submission"]: run["errors"] for run in problem["runs"] if run["errors"]}
    assert list(failed) == ["problem1/wrong/one_picture"]
    said = failed["problem1/wrong/one_picture"]
    assert said[0] == "check_outputs did not fail"
    assert said[1].startswith("check_held_out_accuracy failed too: 0.")
    assert [gap["what"] for gap in problem["missing"] if gap["is_error"]] == [
        "a wrong solution that fails check_held_out_accuracy"
    ]
    assert (problem["reference"]["runs"], problem["reference"]["passed"]) == (2, 2)
    assert problem["thresholds"][0]["spread"]["count"] == 2

    kit.solve(
        "wrong/one_picture.py", few.replace("check_outputs", "check_held_out_accuracy"), count=1
    )
    second = kit.validation("--runs", "3", "--jobs", "2")
    runs = second["problems"][0]["runs"]
    assert [run["submission"] for run in runs if run["errors"]] == []
    anew = [(run["submission"], run["seed"]) for run in runs if not run["cached"]]
    assert anew == [("problem1/reference", 3), ("problem1/wrong/one_picture", 1)]


@contextlib.contextmanager
def at_work(kit: Kit) -> Iterator[tuple[subprocess.Popen[str], list[psutil.Process]]]:
    """A validation that has two references in their boxes, and all its processes."""
    with heeding_signals():
        running = subprocess.Popen(
            kit.command("validate", "--data", "sample", "--runs", "2", "--jobs", "2"),
            cwd=kit.folder,
            env=kit.environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    try:
        until = time.monotonic() + 4 * SECONDS
        sandbox_root: list[Path] = []
        while len(sandbox_root) < 2 and time.monotonic() < until and running.poll() is None:
            sandbox_root = list((kit.home / "cache" / "boxes").glob("*/train/*/*.py"))
            time.sleep(0.1)
        found = psutil.Process(running.pid).children(recursive=True)
        assert len(sandbox_root) == 2
        yield running, found
    finally:
        running.kill()
        running.communicate()


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize(
    "number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)]
)
def test_an_interrupted_validation_leaves_nothing_and_goes_on_from_there(
    kit: Kit, number: signal.Signals
) -> None:
    (kit.root / "solutions" / "problem1" / "solution.py").write_text(SLEEPS, encoding="utf-8")
    with at_work(kit) as (running, inside):
        running.send_signal(number)
        _, said = running.communicate(timeout=2 * SECONDS)
    assert running.returncode == 130
    assert "1 of 3 runs are cached; run the same command to continue" in said
    assert "Traceback" not in said
    assert not psutil.wait_procs(inside, timeout=SECONDS)[1]
    assert not list((kit.home / "cache" / "boxes").glob("*"))
    (run,) = kit.validation("--only", "stub", "--jobs", "2")["problems"][0]["runs"]
    assert run["cached"]


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel does this on Linux only")
def test_a_killed_validation_takes_its_checks_and_sandboxes_with_it(kit: Kit) -> None:
    (kit.root / "solutions" / "problem1" / "solution.py").write_text(SLEEPS, encoding="utf-8")
    with at_work(kit) as (running, inside):
        running.kill()
        running.wait(timeout=SECONDS)
        assert not psutil.wait_procs(inside, timeout=SECONDS)[1]
    assert not list((kit.home / "cache" / "boxes").glob("*"))
