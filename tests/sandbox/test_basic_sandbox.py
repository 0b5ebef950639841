"""What a program in a basic sandbox leaves running, keeps, or does to its supervisor: nothing."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.sandbox import basic
from grader.sandbox.paths import PACKAGE
from grader.sandbox.plan import MEGABYTE, Ending, SandboxKind, SandboxLimits, SandboxPlan
from grader.sandbox.running import RunningSandbox
from tests.conftest import ROOT

if TYPE_CHECKING:
    from grader.sandbox.plan import Outcome

pytestmark = pytest.mark.skipif(not basic.fences(), reason="this kernel has no Landlock")

LIMITS = SandboxLimits(20.0, 300 * MEGABYTE, 10 * MEGABYTE, MEGABYTE, 40)
SECONDS = 20.0
# A process that belongs to nobody: another session, no environment, its parent gone.
ESCAPE = """
import os, sys

def escape(code):
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.execve(sys.executable, [sys.executable, "-c", code, MARK], {})
    os.waitpid(pid, 0)

"""
SLEEP = 'escape("import time; time.sleep(987)")\n'


def arguments(limits: SandboxLimits) -> str:
    names = ("seconds", "memory", "disk", "processes")
    task = {"file": "mine.py", "seed": 1, "limits": {n: getattr(limits, n) for n in names}}
    return json.dumps(task)


def run(
    folder: Path, code: str, limits: SandboxLimits = LIMITS, kind: SandboxKind = SandboxKind.BASIC
) -> Outcome:
    (folder / "work").mkdir(parents=True)
    (folder / "work" / "mine.py").write_text(code, encoding="utf-8")
    plan = SandboxPlan(folder, "train", (arguments(limits),), (), limits, Path(sys.executable))
    with RunningSandbox(plan, kind) as sandbox:
        return sandbox.finish(lambda _: None)


def running(mark: str) -> list[int]:
    """The processes that carry a mark in their command line."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in place.read_bytes():
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


def wait_until_gone(mark: str) -> None:
    until = time.monotonic() + SECONDS
    while running(mark) and time.monotonic() < until:
        time.sleep(0.05)
    assert not running(mark)


@pytest.fixture
def mark() -> str:
    return f"mark-{secrets.token_hex(8)}"


@pytest.fixture
def old_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Landlock as before version 6: the program can send signals to its supervisor."""
    patch(tmp_path, monkeypatch, "_SCOPES = (6, ", "_SCOPES = (1000, ")


def patch(folder: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    """Run what runs inside a sandbox from a copy, with other words in its landlock.py."""
    copy = folder / "sandbox"
    shutil.copytree(PACKAGE, copy)
    landlock = copy / "guest" / "landlock.py"
    text = landlock.read_text(encoding="utf-8")
    assert old in text
    landlock.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(basic, "PACKAGE", copy)


def test_a_process_that_escaped_by_a_double_fork_is_ended(tmp_path: Path, mark: str) -> None:
    outcome = run(tmp_path / "box", f"MARK = {mark!r}\n{ESCAPE}{SLEEP}")
    assert (outcome.ending, outcome.left_behind) == (Ending.EXITED, 1)
    assert not running(mark)


def test_memory_of_an_escaped_process_counts(tmp_path: Path, mark: str) -> None:
    code = "escape(\"import time; held = b'x' * 400_000_000; time.sleep(987)\")\n"
    wait = "import time\ntime.sleep(60)\n"
    outcome = run(tmp_path / "box", f"MARK = {mark!r}\n{ESCAPE}{code}{wait}")
    assert outcome.ending is Ending.OUT_OF_MEMORY
    assert not running(mark)


def test_escaped_processes_count_to_the_process_limit(tmp_path: Path, mark: str) -> None:
    outcome = run(tmp_path / "box", f"MARK = {mark!r}\n{ESCAPE}while True:\n    {SLEEP}")
    assert outcome.ending is Ending.TOO_MANY_PROCESSES
    assert not running(mark)


@pytest.mark.parametrize(
    ("code", "exit_code", "ended_by"),
    [
        ("raise SystemExit(7)", 7, 0),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", 139, signal.SIGSEGV),
    ],
)
def test_exit_status_and_signal_reach_the_host(
    tmp_path: Path, code: str, exit_code: int, ended_by: int
) -> None:
    outcome = run(tmp_path / "box", code)
    assert (outcome.exit_code, outcome.signal, outcome.left_behind) == (exit_code, ended_by, 0)


def test_a_helper_that_ends_with_its_parent_was_not_left_behind(tmp_path: Path) -> None:
    code = "from multiprocessing import shared_memory as s\ns.SharedMemory(create=True, size=9)\n"
    outcome = run(tmp_path / "box", code)
    assert (outcome.ending, outcome.left_behind) == (Ending.EXITED, 0), outcome.output


def test_a_killed_host_takes_everything_with_it(tmp_path: Path, mark: str) -> None:
    mine = tmp_path / "mine.py"
    wait = "import time\ntime.sleep(987)\n"
    mine.write_text(f"MARK = {mark!r}\n{ESCAPE}{SLEEP}{wait}", encoding="utf-8")
    host = (
        "import sys; from pathlib import Path; from tests.sandbox import test_basic_sandbox as t\n"
        "t.run(Path(sys.argv[1]) / 'box', (Path(sys.argv[1]) / 'mine.py').read_text())\n"
    )
    with subprocess.Popen([sys.executable, "-c", host, str(tmp_path)], cwd=ROOT) as started:
        until = time.monotonic() + SECONDS
        while not running(mark) and time.monotonic() < until:
            time.sleep(0.05)
        assert running(mark)
        assert running(f"{tmp_path}/box/work/mine.py") or running("sandbox.guest.train")
        started.kill()
    wait_until_gone(mark)
    wait_until_gone(str(tmp_path))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_no_signal_reaches_the_supervisor(tmp_path: Path, number: signal.Signals) -> None:
    code = f"import os\nos.kill(os.getppid(), {int(number)})\n"
    outcome = run(tmp_path / "box", code)
    if "PermissionError" not in outcome.output:
        pytest.skip("this kernel's Landlock does not keep signals in")
    assert (outcome.ending, outcome.exit_code) == (Ending.EXITED, 1)


@pytest.mark.usefixtures("old_kernel")
def test_who_kills_the_supervisor_is_ended_by_the_host(tmp_path: Path, mark: str) -> None:
    code = "import time\nos.kill(os.getppid(), 9)\ntime.sleep(987)\n"
    outcome = run(tmp_path / "box", f"MARK = {mark!r}\n{ESCAPE}{SLEEP}{code}")
    assert (outcome.ending, outcome.signal) == (Ending.KILLED, signal.SIGKILL)
    assert not running(mark)
    assert not running(str(tmp_path))


@pytest.mark.usefixtures("old_kernel")
def test_who_stops_the_supervisor_is_ended_at_the_limit(tmp_path: Path, mark: str) -> None:
    code = "os.kill(os.getppid(), 19)\n"
    limits = SandboxLimits(1.0, LIMITS.memory, LIMITS.disk, LIMITS.output, LIMITS.processes)
    outcome = run(tmp_path / "box", f"MARK = {mark!r}\n{ESCAPE}{SLEEP}{code}", limits)
    assert outcome.ending is Ending.TIMED_OUT
    assert not running(mark)


def test_a_program_that_cannot_be_fenced_off_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch(tmp_path, monkeypatch, "445, 446", "445, 100446")
    outcome = run(tmp_path / "box", "open('started', 'w')\n")
    assert not (tmp_path / "box" / "work" / "started").exists()
    assert outcome.exit_code == 1
    assert outcome.output == "the basic sandbox cannot be closed: Landlock refused the rules\n"


def test_no_capability_is_left(tmp_path: Path) -> None:
    code = "print(*[w for w in open('/proc/self/status') if w.startswith(('Cap', 'NoNew'))])"
    outcome = run(tmp_path / "box", code)
    status = dict(line.split(":") for line in outcome.output.split("\n") if ":" in line)
    values = {name.strip(): int(value, 16) for name, value in status.items()}
    bounded = {} if os.getuid() else {"CapBnd": 0}
    wanted = {"CapInh": 0, "CapPrm": 0, "CapEff": 0, "CapAmb": 0, "NoNewPrivs": 1, **bounded}
    assert {name: values[name] for name in wanted} == wanted
