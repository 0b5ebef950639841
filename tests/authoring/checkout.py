"""A checkout of its own, in which `practice new` may write."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT, Practice

if TYPE_CHECKING:
    from pathlib import Path

MINUTES = 20  # for some trainings, on a machine that has other things to do
MADE = {
    *(f"problems/problem5/{name}" for name in ("checks.py", "hints.md", "problem.toml")),
    "problems/problem5/statement.md",
    "problems/problem5/stub.py",
    "solutions/problem5/solution.py",
    "solutions/problem5/alternative/functional_and_scaled_inside.py",
    "solutions/problem5/wrong.toml",
}


@dataclass(frozen=True)
class Checkout(Practice):
    """The command of a checkout of its own, with problem1 in it."""

    root: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "cli.py"), *arguments]

    def files(self) -> dict[str, str]:
        """All files but what Python leaves, with their texts."""
        every = (path for path in self.root.rglob("*") if path.is_file())
        return {
            path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8")
            for path in every
            if path.suffix != ".pyc"
        }

    def make(self, dataset: str = "fashion-mnist", *options: str) -> None:
        done = self("new", "problem5", "--data", dataset, *options)
        assert (done.returncode, done.stderr) == (0, "")

    def ruff(self, *arguments: str) -> str:
        """Run ruff over the files of the new problem, or over those that `arguments` name."""
        ruff = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "--force-exclude"]
        named = any(argument.endswith(".py") for argument in arguments)
        files = [str(self.root / name) for name in MADE if name.endswith(".py") and not named]
        done = subprocess.run(
            [*ruff, *files], cwd=self.root, capture_output=True, text=True, check=False
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def error_of_python(self, name: str) -> str:
        """Run a Python file of the checkout; return what it writes to standard error."""
        environ = {**self.environ(), "PYTHONPATH": str(self.root)}
        command = [sys.executable, str(self.root / name)]
        return subprocess.run(
            command, cwd=self.root, env=environ, capture_output=True, text=True, check=False
        ).stderr

    def validation(self, *options: str) -> dict[str, Any]:
        command = self.command("validate", "problem5", "--data", "sample", "--json", *options)
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environ(),
            capture_output=True,
            text=True,
            check=False,
            timeout=MINUTES * 60,
        )
        assert done.stdout, done.stderr
        (found,) = json.loads(done.stdout)["problems"]
        assert isinstance(found, dict)
        return found


def copied(root: Path) -> Path:
    for name in ("grader", "problems/problem1", "solutions/problem1"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cli.py", "pyproject.toml", "problems/skills.toml"):
        shutil.copy(ROOT / name, root / name)
    return root
