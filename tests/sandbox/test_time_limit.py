"""The time limit counts CPU time of all processes; wall time is limited far above it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from grader.assessment.mistakes import faults
from grader.sandbox import cgroup, cpu, running
from grader.sandbox.plan import Ending, Outcome, SandboxKind, SandboxLimits
from tests.sandbox.test_basic_sandbox import LIMITS, run

if TYPE_CHECKING:
    from pathlib import Path

KINDS = pytest.mark.parametrize("kind", list(SandboxKind), ids=lambda kind: kind.value)
SPIN = "while True:\n    pass\n"
# Each process ends long before the limit.
CHILDREN = """
import subprocess, sys
while True:
    code = "import time\\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", code], check=True)
"""


def limits(seconds: float) -> SandboxLimits:
    return dataclasses.replace(LIMITS, seconds=seconds)


@pytest.fixture(params=["group", "no group"])
def counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """CPU time is read from a group, or summed up where none can be made."""
    if request.param == "no group":
        monkeypatch.setattr(cgroup, "_is_root", lambda: False)


@pytest.mark.usefixtures("closed_sandbox", "counted")
@KINDS
@pytest.mark.parametrize("code", [SPIN, CHILDREN], ids=["one process", "many short ones"])
def test_cpu_time_of_all_processes_is_limited(
    kind: SandboxKind, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "cores_granted", lambda: 0.1)
    outcome = run(tmp_path / "box", code, limits(15.0), kind)
    assert outcome.ending is Ending.OUT_OF_CPU_TIME, outcome
    assert 1.5 < outcome.cpu_seconds < 3
    assert outcome.cores == 0.1


@pytest.mark.usefixtures("closed_sandbox")
@KINDS
def test_a_run_that_waits_for_a_busy_machine_is_not_ended(
    kind: SandboxKind, tmp_path: Path
) -> None:
    code = "import time\ntime.sleep(2)\n"
    outcome = run(tmp_path / "box", code, limits(1.5), kind)
    assert outcome.ending is Ending.EXITED
    assert outcome.seconds > 2
    assert outcome.cpu_seconds < 1.5


@pytest.mark.usefixtures("closed_sandbox")
@KINDS
def test_wall_time_is_limited_to_four_times_as_much(kind: SandboxKind, tmp_path: Path) -> None:
    outcome = run(tmp_path / "box", "import time\ntime.sleep(60)\n", limits(0.5), kind)
    assert outcome.ending is Ending.TIMED_OUT
    assert 2 < outcome.seconds < 30


def test_the_smallest_quota_of_all_groups_counts(tmp_path: Path) -> None:
    listing = tmp_path / "cgroup"
    listing.write_text("4:memory:/a\n3:cpu,cpuacct:/docker/x\n0::/outer/inner\n")
    for name, files in {
        "cpu": {"cpu.cfs_quota_us": "150000", "cpu.cfs_period_us": "100000"},
        "cpu/docker": {"cpu.cfs_quota_us": "-1", "cpu.cfs_period_us": "100000"},
        "outer": {"cpu.max": "50000 100000\n"},
        "outer/inner": {"cpu.max": "max 100000\n"},
    }.items():
        (tmp_path / name).mkdir(exist_ok=True)
        for file, text in files.items():
            (tmp_path / name / file).write_text(text)
    assert sorted(cpu._quotas(listing, tmp_path)) == [0.5, 1.5]
    assert cpu._quotas(tmp_path / "none", tmp_path) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.0128, "0.0128 s"),
        (4.5, "4.5 s"),
        (90, "90 s"),
        (119.7, "2 minutes"),
        (200, "3 minutes 20 s"),
        (1800, "30 minutes"),
        (3600.4, "60 minutes"),
    ],
)
def test_a_duration_is_told_in_whole_minutes_and_seconds(seconds: float, words: str) -> None:
    assert faults._duration(seconds) == words


def ended(ending: Ending, cpu_seconds: float) -> Outcome:
    allowed = SandboxLimits(200.0, 10**9, 10**9, 10**6, 10)
    return Outcome(
        ending, 0, 0, 800.3, 0, "", 0, cpu_seconds=cpu_seconds, cores=2.0, limits=allowed
    )


def test_the_message_says_which_limit_was_hit() -> None:
    outcome = ended(Ending.OUT_OF_CPU_TIME, 400.2)
    assert outcome.limits is not None
    message, advice = faults._cpu_limit(outcome, outcome.limits, "")
    assert message == (
        "stopped at the limit of 6 minutes 40 s of CPU time (3 minutes 20 s on 2 cores): "
        "it used 6 minutes 40 s"
    )
    fewer = "train fewer epochs or a smaller model"
    assert advice == f"{fewer}; --time-limit 400 allows twice as much"


@pytest.mark.parametrize(
    ("cpu_seconds", "used", "advice"),
    [
        (3.2, "3.2 s", "remove what waits, such as input() or time.sleep()"),
        (
            300,
            "5 minutes",
            "train fewer epochs or a smaller model, and close other programs that use the CPU",
        ),
    ],
)
def test_the_wall_limit_tells_a_program_that_waits_from_a_busy_machine(
    cpu_seconds: float, used: str, advice: str
) -> None:
    outcome = ended(Ending.TIMED_OUT, cpu_seconds)
    assert outcome.limits is not None
    message, told = faults._wall_limit(outcome, outcome.limits, "")
    assert message == (
        "stopped at the limit of 13 minutes 20 s of wall time (4 x 3 minutes 20 s): "
        f"it used {used} of 6 minutes 40 s of CPU time"
    )
    assert told == f"{advice}; --time-limit 400 allows twice as much"
