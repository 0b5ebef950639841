"""The real command, run as a person would run it, and the places that tests share."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox import bubblewrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
LONGEST = ("tests/grading/test_references.py", "tests/authoring/", "tests/validation/")


# A test that asks for one of these starts a process, most of them a training.
PROCESSES = frozenset(
    {"practice", "new_practice", "shared_home", "model_files"}
    | {"closed_sandbox", "inside", "trained"}
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the unit tests, and put the longest tests first: at the end a worker would wait."""
    for item in items:
        names, module = getattr(item, "fixturenames", ()), getattr(item, "module", None)
        if PROCESSES.isdisjoint(names) and not hasattr(module, "subprocess"):
            item.add_marker("unit")
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@dataclass(frozen=True)
class Practice:
    """Runs `practice` in a folder, with everything of its own below `home`."""

    home: Path
    folder: Path

    def __call__(
        self, *arguments: str, environ: dict[str, str] | None = None, **options: Any
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*arguments),
            cwd=options.pop("cwd", self.folder),
            env=self.environ(environ),
            capture_output=True,
            text=True,
            check=False,
            timeout=280,
            **options,
        )

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(ROOT / "cli.py"), *arguments]

    def environ(self, changes: dict[str, str] | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST_", "PRACTICE_"))}
        return {**kept, "PRACTICE_HOME": str(self.home), **(changes or {})}

    def report(self, *arguments: str) -> dict[str, Any]:
        """The report of a `practice check … --json`; where there is none, what was said."""
        done = self(*arguments, "--json")
        assert done.stdout, done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        assert done.returncode == (0 if report["verdict"] == "passed" else 1), done.stderr
        return report


@pytest.fixture(scope="session")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One PRACTICE_HOME for all tests of a worker; sample data is drawn once for all workers."""
    home = tmp_path_factory.mktemp("practice-home")
    if "PYTEST_XDIST_WORKER" in os.environ:
        drawn = tmp_path_factory.getbasetemp().parent / "drawn"
        drawn.mkdir(exist_ok=True)
        (home / "cache").mkdir()
        (home / "cache" / "data").symlink_to(drawn)
    return home


@pytest.fixture
def practice(shared_home: Path, tmp_path: Path) -> Practice:
    """The command, in an empty folder."""
    return Practice(shared_home, tmp_path)


@pytest.fixture
def new_practice(tmp_path: Path) -> Practice:
    """The command with nothing drawn, begun or kept yet."""
    folder = tmp_path / "folder"
    folder.mkdir()
    return Practice(tmp_path / "home", folder)


@pytest.fixture(scope="session")
def model_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of model files; see submission/model_files.py."""
    folder = tmp_path_factory.mktemp("models")
    script = ROOT / "tests" / "submission" / "model_files.py"
    subprocess.run([sys.executable, str(script), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def closed_sandbox() -> None:
    """Tests that run hostile files run them under bubblewrap or not at all."""
    reason = bubblewrap.missing()
    if reason:
        pytest.skip(f"no box to run hostile files in: {reason}")


@contextlib.contextmanager
def heeding_signals() -> Iterator[None]:
    """Commands that are started meanwhile can be interrupted.

    Whoever runs the tests in the background, or by nohup, has signals ignored, and so would they.
    """
    numbers = (signal.SIGINT, signal.SIGHUP)
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """The commands of a test can be interrupted."""
    with heeding_signals():
        yield


@pytest.fixture
def leftovers() -> Callable[[Path], list[str]]:
    """What still runs of the boxes below a PRACTICE_HOME."""

    def find(home: Path) -> list[str]:
        listed = subprocess.run(
            ["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True
        )
        sandbox_root = str(home / "cache" / "boxes")
        return [
            line for line in listed.stdout.splitlines() if sandbox_root in line or "(987)" in line
        ]

    return find
