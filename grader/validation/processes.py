"""Run `practice check` in child processes that do not outlive the validation."""

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
from grader.errors import KIT_FAULT, ExitStatus
from grader.sandbox.plan import WALL
from grader.solutions import Kind
from grader.validation import run_cache
from grader.validation.run_summary import read_report
from grader.validation.runs import Ending

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from typing_extensions import Self

    from grader.validation.fingerprint import Basis
    from grader.validation.run_cache import Slot
    from grader.validation.runs import Plan, Run

# Seconds beyond the training: start, scoring, waiting for a busy machine.
OVERHEAD = 1800.0
REPORTED = (ExitStatus.PASSED, ExitStatus.NOT_PASSED)


def command(run: Run, kind: str, sandbox: str) -> list[str]:
    """Return the command line that checks a submission."""
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


def execute(run: Run, plan: Plan, children: Children, place: Slot, basis: Basis) -> Ending:
    """Check a submission, and cache the report.

    Not cached are errors of the kit, and reports of files that changed since `place` was created.
    """
    # A stub is rejected without training: it needs no data set.
    kind = "auto" if run.case.kind is Kind.STUB else plan.kind
    was_current = basis.is_current(run, place.fingerprint)
    longest = WALL * plan.problem.limits.seconds + OVERHEAD
    finished = children.run(command(run, kind, basis.sandbox), longest)
    if finished.status not in REPORTED:
        return _without_report(finished, "")
    try:
        report = json.loads(finished.stdout)
        summary = read_report(report)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        return _without_report(finished, f"invalid report: {error!r}")
    if was_current and basis.is_current(run, place.fingerprint):
        run_cache.save(place, finished.status, finished.seconds, report)
    else:
        summary = replace(summary, changed=True)
    return Ending(finished.status, summary, "", finished.seconds)


def _without_report(finished: Finished, why: str) -> Ending:
    last = next((line for line in reversed(finished.stderr.splitlines()) if line.strip()), "")
    message = last.removeprefix("practice: ").removeprefix(f"{KIT_FAULT}: ")
    return Ending(finished.status, None, why or message, finished.seconds)


PARENT_DEATH = Path(__file__).with_name("parent_death.py")
GRACE = 30.0


class Ended(Exception):
    """The runner is closed: it starts no command."""


@dataclass(frozen=True)
class Finished:
    """A finished command: its exit status, negative for a signal, and its output."""

    status: int
    stdout: str
    stderr: str
    seconds: float


class Children:
    """Runs commands from several threads; leaving the `with` block stops them."""

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
        """Run a command for at most this many seconds; raise Ended after `end`."""
        began = time.monotonic()
        with self._lock:
            if self._is_over:
                raise Ended
            child = subprocess.Popen(
                _dying_with_us(command),
                cwd=self._folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
                # Only this process gets Ctrl-C: it terminates the child and waits for it.
                start_new_session=True,
            )
            self._running.add(child)
        try:
            stdout, stderr = child.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            _end([child])
            stdout, stderr = child.communicate()
            stderr += f"\nnot finished after {seconds:.0f} s"
        finally:
            with self._lock:
                self._running.discard(child)
        return Finished(child.returncode, stdout, stderr, time.monotonic() - began)

    def end(self) -> None:
        """Stop all running commands, and start no others."""
        with self._lock:
            self._is_over = True
            running = list(self._running)
        _end(running)


def _dying_with_us(command: list[str]) -> list[str]:
    if sys.platform != "linux":
        return command
    return [sys.executable, "-I", "-S", str(PARENT_DEATH), str(os.getpid()), *command]


def _end(children: list[subprocess.Popen[str]]) -> None:
    """Terminate children, whose sandboxes end with them; kill those that do not exit."""
    for child in children:
        child.terminate()
    try:
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(GRACE)
    finally:  # Also after a second Ctrl-C.
        for child in children:
            if child.poll() is None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    _kill(child)


def _kill(child: subprocess.Popen[str]) -> None:
    if hasattr(os, "killpg"):
        os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
