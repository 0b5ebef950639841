"""Run `practice check` as a child process; no child outlives a validation."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.catalog import ROOT
from grader.errors import ExitStatus
from grader.sandbox.plan import WALL
from grader.solutions import Kind
from grader.validation import run_cache
from grader.validation.run_summary import read_report
from grader.validation.runs import Ending

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from typing_extensions import Self

    from grader.validation.fingerprint import Ground
    from grader.validation.run_cache import Slot
    from grader.validation.runs import Plan, Run

# What a run may take beyond its training: starting, marking, waiting for a busy machine.
AROUND = 1800.0
REPORTED = (ExitStatus.PASSED, ExitStatus.NOT_PASSED)


def command(run: Run, kind: str, sandbox: str) -> list[str]:
    """The command line that checks a submission."""
    case = run.case
    options = [
        "--data",
        kind,
        "--sandbox",
        sandbox,
        "--json",
        "--seed",
        str(run.seed),
        "--no-history",
    ]
    options += ["--variant", str(case.variant)] if case.variant else []
    return [sys.executable, str(ROOT / "cli.py"), "check", case.problem, str(case.path), *options]


def execute(run: Run, plan: Plan, children: Children, place: Slot, ground: Ground) -> Ending:
    """Check a submission; an outcome of the submission's own is kept, a fault of the kit is not.

    Nor is kept what another hash belongs to: the files may have changed since `place` was made.
    """
    # A stub is refused by reading alone: no data set is to be drawn for it.
    kind = "auto" if run.case.kind is Kind.STUB else plan.kind
    was_so = ground.still_has(run, place.fingerprint)
    longest = WALL * plan.problem.limits.seconds + AROUND
    finished = children.run(command(run, kind, ground.sandbox), longest)
    if finished.status not in REPORTED:
        return _without_report(finished, "")
    try:
        report = json.loads(finished.stdout)
        seen = read_report(report)
    except ValueError as error:
        return _without_report(finished, f"its report cannot be read: {error}")
    if was_so and ground.still_has(run, place.fingerprint):
        run_cache.save(place, finished.status, finished.seconds, report)
    else:
        seen = replace(seen, changed=True)
    return Ending(finished.status, seen, "", finished.seconds)


def _without_report(finished: Finished, why: str) -> Ending:
    last = next((line for line in reversed(finished.stderr.splitlines()) if line.strip()), "")
    said = last.removeprefix("practice: ").removeprefix("a fault of the kit, not of your file: ")
    return Ending(finished.status, None, why or said, finished.seconds)


LEASH = Path(__file__).with_name("parent_death.py")
GRACE = 30.0


class Ended(Exception):
    """No command is started any more."""


@dataclass(frozen=True)
class Finished:
    """A command that has ended: its exit status, negative for a signal, and what it wrote."""

    status: int
    stdout: str
    stderr: str
    seconds: float


class Children:
    """Runs commands, from several threads; leaving its `with` block ends those that still run."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self._environ, self._folder = dict(environ), folder
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[str]] = set()
        self._is_over = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def run(self, command: list[str], seconds: float) -> Finished:
        """Run a command to its end, at most so many seconds; raises Ended after `end`."""
        began = time.monotonic()
        with self._lock:
            if self._is_over:
                raise Ended
            child = subprocess.Popen(
                _on_a_leash(command),
                cwd=self._folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                # Ctrl-C comes to us alone: we end it in our own way and wait until it is gone.
                start_new_session=True,
            )
            self._running.add(child)
        try:
            stdout, stderr = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end([child])
            stdout, stderr = child.communicate()
            stderr += f"\nit did not end within {seconds:.0f} s"
        finally:
            with self._lock:
                self._running.discard(child)
        return Finished(child.returncode, stdout, stderr, time.monotonic() - began)

    def end(self) -> None:
        """End all that runs, and start nothing after it."""
        with self._lock:
            self._is_over = True
            running = list(self._running)
        _end(running)


def _on_a_leash(command: list[str]) -> list[str]:
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", str(LEASH), str(os.getpid()), *command]


def _end(children: list[subprocess.Popen[str]]) -> None:
    """Ask them to end, which takes their boxes with them; kill who does not."""
    for child in children:
        child.terminate()
    try:
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(GRACE)
    finally:  # A second Ctrl-C must not leave them either.
        for child in children:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    _kill(child)


def _kill(child: subprocess.Popen[str]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
