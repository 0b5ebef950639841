"""Ctrl-C and its kin leave nothing running, and say what was kept."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import psutil
import pytest

from grader.assessment.checks.engine import run_checks
from grader.catalog import BUILT_IN
from tests.conftest import ROOT, heeding_signals
from tests.grading.corpus_heads import CORPUS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from tests.conftest import Practice

SLEEPS = "import time\nprint('here')\ntime.sleep(600)\n"
SECONDS = 60


@contextlib.contextmanager
def started(practice: Practice, code: str = SLEEPS) -> Iterator[subprocess.Popen[str]]:
    """A check that has come to the training of a file, which only sleeps if no other is given."""
    (practice.folder / "mine.py").write_text(code, encoding="utf-8")
    with heeding_signals():
        running = subprocess.Popen(
            practice.command("check", "problem1", "mine.py", "--data", "sample"),
            cwd=practice.folder,
            env=practice.environ(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    assert running.stderr is not None
    for line in running.stderr:
        if "Training in a sandbox" in line:
            break
    try:
        yield running
    finally:
        running.kill()
        running.communicate()


def children(running: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes of both boxes, once they are there."""
    until = time.monotonic() + SECONDS
    found: list[psutil.Process] = []
    while len(found) < 4 and time.monotonic() < until:
        found = psutil.Process(running.pid).children(recursive=True)
        time.sleep(0.1)
    assert len(found) >= 4
    return found


def sandbox_root(practice: Practice) -> list[object]:
    return list((practice.home / "cache" / "boxes").glob("*"))


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_check_leaves_nothing_and_says_so(
    practice: Practice, number: signal.Signals
) -> None:
    with started(practice) as running:
        inside = children(running)
        running.send_signal(number)
        assert running.stderr is not None
        said = running.stderr.read()
        running.wait(timeout=SECONDS)
    assert running.returncode == 130
    assert "your file is unchanged" in said
    assert "Traceback" not in said
    _, alive = psutil.wait_procs(inside, timeout=SECONDS)
    assert not alive
    assert not sandbox_root(practice)


@pytest.mark.usefixtures("closed_sandbox")
def test_a_killed_check_takes_its_sandboxes_with_it(practice: Practice) -> None:
    with started(practice) as running:
        inside = children(running)
        running.kill()
        running.wait(timeout=SECONDS)
    _, alive = psutil.wait_procs(inside, timeout=SECONDS)
    assert not alive
    assert sandbox_root(practice)
    (practice.folder / "mine.py").write_text("raise SystemExit\n", encoding="utf-8")
    practice("check", "problem1", "mine.py", "--data", "sample")
    assert not sandbox_root(practice)


def test_ctrl_c_while_the_command_is_being_loaded_shows_no_traceback() -> None:
    program = (
        "import os, signal, sys, types\n"
        "press = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.modules['cli'] = types.SimpleNamespace(main=press)\n"
        "from grader.entry import main\n"
        "main()\n"
    )
    with heeding_signals():
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


SWALLOWS = """
import os, signal, time
from grader.commands.guard import guarded

def command(settings):
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(60)
    except KeyboardInterrupt:
        os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)

guarded(command, dict(os.environ))
"""


def test_a_command_that_swallows_the_interrupt_ends_all_the_same(practice: Practice) -> None:
    began = time.monotonic()
    with heeding_signals():
        done = subprocess.run(
            [sys.executable, "-c", SWALLOWS],
            cwd=ROOT,
            env=practice.environ(),
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    assert (done.returncode, done.stdout) == (130, "")
    assert done.stderr == "practice: interrupted: all processes were stopped\n"
    assert time.monotonic() - began < 30


def test_an_interrupt_of_the_checks_is_no_fault_of_the_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> pytest.ExitCode:
        return pytest.ExitCode.INTERRUPTED

    monkeypatch.setattr(pytest, "main", interrupted)
    evidence = SimpleNamespace(problem=BUILT_IN.load("problem1"))
    with pytest.raises(KeyboardInterrupt):
        run_checks(cast("Evidence", evidence))


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("name", ["floods_names_of_loaders", "floods_epochs_of_fits"])
def test_a_flood_of_events_does_not_delay_an_interrupt(practice: Practice, name: str) -> None:
    code = (CORPUS / "problem1" / f"{name}.py").read_text(encoding="utf-8")
    with started(practice, code) as running:
        inside = children(running)
        time.sleep(5)
        began = time.monotonic()
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=SECONDS)
        assert time.monotonic() - began < 5  # 2 s on a machine that does nothing else
    assert running.returncode == 130
    _, alive = psutil.wait_procs(inside, timeout=SECONDS)
    assert not alive
