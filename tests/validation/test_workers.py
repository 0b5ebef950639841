"""Several runs at a time, and commands that never outlive the validation."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import psutil
import pytest

from grader.report import Verdict
from grader.validation.processes import Children, Ended
from grader.validation.run_summary import RunSummary
from grader.validation.runs import Ending
from grader.validation.schedule import Schedule
from grader.validation.workers import cores, shares, work
from tests.validation.examples import reference_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.validation.runs import Outcome, Run

SECONDS = 60
PASSED = Ending(0, RunSummary(Verdict.PASSED, accuracy={"held-out": 0.9}), "", 1.0)
# Writes its number to a file, then sleeps; SIGTERM makes it say so and leave.
SLEEPS = """
import os, pathlib, signal, sys, time
def leave(*_):
    print("asked to leave", flush=True)
    sys.exit(130)
signal.signal(signal.SIGTERM, leave)
path = pathlib.Path(sys.argv[1])
path.with_suffix(".new").write_text(str(os.getpid()))
path.with_suffix(".new").rename(path)
time.sleep(600)
"""


class Notes:
    """A Board that keeps the most runs that went on at once, and all outcomes."""

    def __init__(self) -> None:
        self.now: set[Run] = set()
        self.most = 0
        self.outcomes: list[Outcome] = []

    def started(self, run: Run) -> None:
        self.now.add(run)
        self.most = max(self.most, len(self.now))

    def ended(self, outcome: Outcome, waiting: Sequence[Run]) -> None:
        assert outcome.run not in waiting
        self.now.discard(outcome.run)
        self.outcomes.append(outcome)

    def tick(self) -> None:
        pass


def pid_in(path: Path) -> int:
    pause = threading.Event()
    for _ in range(SECONDS * 20):
        if path.is_file():
            return int(path.read_text(encoding="utf-8"))
        pause.wait(0.05)
    raise AssertionError(f"{path} was never written")


def gone(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return True
    return not psutil.wait_procs([process], timeout=SECONDS)[1]


@pytest.mark.parametrize(
    ("there", "jobs", "wanted"),
    [
        ([0, 1], 1, [[0, 1]]),
        ([0, 1], 2, [[0], [1]]),
        ([0, 1, 2, 3, 4], 2, [[0, 1], [2, 3, 4]]),
        ([4, 6], 3, [[4], [6], [4]]),
    ],
)
def test_each_job_has_cores_of_its_own(
    there: list[int], jobs: int, wanted: list[list[int]]
) -> None:
    assert shares(there, jobs) == wanted


def test_every_run_is_done_and_no_more_at_once_than_jobs() -> None:
    schedule, notes = Schedule([reference_plan(5)]), Notes()
    work(schedule, lambda _: PASSED, notes, 2, lambda: None)
    assert sorted(outcome.run.seed for outcome in notes.outcomes) == [1, 2, 3, 4, 5]
    assert notes.most == 2
    assert schedule.take() is None


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="cores are shared by Linux only")
def test_a_command_stays_on_the_cores_of_its_job(tmp_path: Path) -> None:
    there = cores()
    asked = "import os; print(sorted(os.sched_getaffinity(0)))"
    printed = []
    with Children(os.environ, tmp_path) as children:

        def execute(_run: Run) -> Ending:
            printed.append(children.run([sys.executable, "-c", asked], SECONDS).stdout.strip())
            return PASSED

        work(Schedule([reference_plan(4)]), execute, Notes(), 2, children.end)
    assert set(printed) <= {str(share) for share in shares(there, 2)}
    assert cores() == there


def test_a_command_tells_its_status_and_words(tmp_path: Path) -> None:
    code = "import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)"
    with Children(os.environ, tmp_path) as children:
        found = children.run([sys.executable, "-c", code], SECONDS)
    assert (found.status, found.stdout, found.stderr) == (3, "out\n", "err\n")


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with Children(os.environ, tmp_path) as children:
        found = children.run([sys.executable, "-c", SLEEPS, str(tmp_path / "pid")], 2)
    assert found.status != 0
    assert "did not end within 2 s" in found.stderr


def test_the_end_asks_commands_to_leave_and_starts_no_other(tmp_path: Path) -> None:
    children = Children(os.environ, tmp_path)
    found = []
    command = [sys.executable, "-c", SLEEPS, str(tmp_path / "pid")]
    thread = threading.Thread(target=lambda: found.append(children.run(command, 600)))
    thread.start()
    pid_in(tmp_path / "pid")
    children.end()
    thread.join(SECONDS)
    assert [(one.status, one.stdout) for one in found] == [(130, "asked to leave\n")]
    with pytest.raises(Ended):
        children.run(command, SECONDS)


def test_an_interrupt_ends_what_runs(tmp_path: Path) -> None:
    class Interrupted(Notes):
        def tick(self) -> None:
            pid_in(tmp_path / "pid")
            raise KeyboardInterrupt

    with Children(os.environ, tmp_path) as children:

        def execute(_run: Run) -> Ending:
            children.run([sys.executable, "-c", SLEEPS, str(tmp_path / "pid")], 600)
            return PASSED

        with pytest.raises(KeyboardInterrupt):
            work(Schedule([reference_plan(2)]), execute, Interrupted(), 1, children.end)
    assert gone(pid_in(tmp_path / "pid"))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel does this on Linux only")
def test_a_killed_validation_takes_its_commands_with_it(tmp_path: Path) -> None:
    starts = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from grader.validation.processes import Children\n"
        "Children(os.environ, Path.cwd()).run(sys.argv[1:], 600)\n"
    )
    command = [sys.executable, "-c", SLEEPS, str(tmp_path / "pid")]
    with subprocess.Popen([sys.executable, "-c", starts, *command]) as running:
        pid = pid_in(tmp_path / "pid")
        running.send_signal(signal.SIGKILL)
    assert gone(pid)
