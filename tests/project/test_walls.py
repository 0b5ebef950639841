"""The design's walls: what is imported, by whom, and when."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

import cli
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.conftest import Practice

HEAVY = ("numpy", "h5py", "tensorflow", "keras", "PIL", "pooch", "requests")


def imported(practice: Practice, *arguments: str) -> set[str]:
    """The modules that a run of the command imports in its own process."""
    command = [sys.executable, "-X", "importtime", str(ROOT / "cli.py"), *arguments]
    done = subprocess.run(
        command,
        cwd=practice.folder,
        env=practice.environ(),
        capture_output=True,
        text=True,
        check=False,
    )
    return set(re.findall(r"\| +([\w.]+)$", done.stderr, re.MULTILINE))


def test_imports_run_downwards_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports"))],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_help_imports_nothing_heavy(new_practice: Practice) -> None:
    found = imported(new_practice, "--help")
    assert "typer" in found
    assert found.isdisjoint({*HEAVY, "pytest", "rich", "psutil"})


def test_a_verdict_by_reading_alone_imports_nothing_heavy(new_practice: Practice) -> None:
    new_practice("start", "problem1")
    found = imported(new_practice, "check", "problem1")
    assert "grader.grading" in found
    assert found.isdisjoint(HEAVY)


@pytest.mark.usefixtures("closed_sandbox")
def test_the_practice_process_never_imports_tensorflow(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text("import keras\n", encoding="utf-8")
    found = imported(practice, "check", "problem1", "mine.py", "--data", "sample")
    assert "grader.training.run" in found
    assert found.isdisjoint({"tensorflow", "keras", "h5py"})


def test_the_readme_names_every_command_and_option() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    group = typer.main.get_command(cli.app)
    for name, command in vars(group)["commands"].items():
        below = vars(command).get("commands")
        for path in [f"{name} {sub}" for sub in below] if below else [name]:
            assert f"practice {path}" in readme, path
    for option in vars(group)["commands"]["check"].params:
        if option.opts[0].startswith("--") and not option.hidden:
            assert option.opts[0] in readme, option.opts
