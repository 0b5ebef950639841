"""Ctrl-C and its kin leave nothing running, and say what was kept."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import psutil
import pytest

from tests.conftest import ROOT, heeding_signals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import Practice

SLEEPS = "import time\nprint('here')\ntime.sleep(600)\n"
SECONDS = 60


@contextlib.contextmanager
def started(practice: Practice) -> Iterator[subprocess.Popen[str]]:
    """A check that has come to the training of a file that only sleeps."""
    (practice.folder / "mine.py").write_text(SLEEPS, encoding="utf-8")
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
        if "Training in a box" in line:
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


def boxes(practice: Practice) -> list[object]:
    return list((practice.home / "cache" / "boxes").glob("*"))


@pytest.mark.usefixtures("closed_box")
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
    assert "your file is as it was" in said
    assert "Traceback" not in said
    _, alive = psutil.wait_procs(inside, timeout=SECONDS)
    assert not alive
    assert not boxes(practice)


@pytest.mark.usefixtures("closed_box")
def test_a_killed_check_takes_its_boxes_with_it(practice: Practice) -> None:
    with started(practice) as running:
        inside = children(running)
        running.kill()
        running.wait(timeout=SECONDS)
    _, alive = psutil.wait_procs(inside, timeout=SECONDS)
    assert not alive
    assert boxes(practice)
    (practice.folder / "mine.py").write_text("raise SystemExit\n", encoding="utf-8")
    practice("check", "problem1", "mine.py", "--data", "sample")
    assert not boxes(practice)


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
