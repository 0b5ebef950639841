"""What a submission can see and change of the machine that it runs on."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox import basic, cgroup, own_user
from grader.sandbox.paths import inside_path
from grader.sandbox.plan import Ending, Mount, SandboxKind, SandboxLimits, SandboxPlan
from grader.sandbox.running import RunningSandbox
from tests.conftest import ROOT
from tests.sandbox.test_basic_sandbox import ESCAPE, run, running, wait_until_gone

if TYPE_CHECKING:
    from tests.conftest import Practice

LOOK_AROUND = """
import json, os

found = []
for folder, folders, files in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr")):
        folders[:] = []
        continue
    found += [os.path.join(folder, name) for name in files]
with open("found.json", "w") as file:
    json.dump(found, file)
"""

REACH_OUT = """
import json, socket

results = {{}}
for name, act in (
    ("read", lambda: open({secret!r}).read()),
    ("write", lambda: open({target!r}, "w").write("x")),
    ("inside", lambda: open("mine.txt", "w").write("x")),
):
    try:
        act()
        results[name] = "done"
    except OSError as error:
        results[name] = type(error).__name__
with open("results.json", "w") as file:
    json.dump(results, file)
"""

OPEN_PROC = """
import json, os

tried, opened = 0, []
for folder, folders, files in os.walk("/proc"):
    if folder == "/proc":
        folders[:] = [name for name in folders if not name.isdigit()]
    for path in (os.path.join(folder, name) for name in files):
        if os.path.islink(path):
            continue
        tried += 1
        try:
            os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            continue
        opened.append(path)
with open("opened.json", "w") as file:
    json.dump([tried, opened], file)
"""

WHO_AM_I = """
import ctypes, json, os, pwd

def mount():
    if ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None):
        raise PermissionError

errors = {}
for name, act in (
    ("kill the first process", lambda: os.kill(1, 9)),
    ("read its memory", lambda: open("/proc/1/mem", "rb")),
    ("mount", mount),
    ("write a program", lambda: open(os.__file__, "ab")),
    ("write shared memory", lambda: open("/dev/shm/mine", "w").write("x")),
    ("write beside the data", lambda: open("data/mine", "w").write("x")),
    ("write at home", lambda: open(os.path.expanduser("~/.keras/mine"), "w").write("x")),
    ("open its output again", lambda: open("/dev/stdout", "w").write("here")),
):
    try:
        act()
        errors[name] = ""
    except OSError as error:
        errors[name] = type(error).__name__
entry = pwd.getpwuid(os.getuid())
found = {
    "status": dict(line.rstrip("\\n").split(":\\t") for line in open("/proc/self/status")),
    "account": [entry.pw_name, entry.pw_dir, entry.pw_uid],
    "errors": errors,
}
with open("found.json", "w") as file:
    json.dump(found, file)
"""

READ_AND_WRITE = """
with open("data/set/image.png") as file, open("copy", "w") as copy:
    copy.write(file.read())
"""

LIMITS = {"seconds": 60, "memory": 10**9, "disk": 10**9, "processes": 64}


def kept_by(practice: Practice, code: str, name: str, *options: str) -> Any:
    """What a submission wrote to a JSON file in its folder."""
    (practice.folder / "mine.py").write_text(code, encoding="utf-8")
    keep = ["--keep", "kept", "--data", "sample"]
    done = practice("check", "problem1", "mine.py", *keep, *options)
    assert done.returncode == 1, done.stderr
    value: Any = json.loads((practice.folder / "kept" / name).read_text(encoding="utf-8"))
    return value


@pytest.mark.usefixtures("closed_sandbox")
def test_nothing_secret_is_on_any_path_of_the_sandbox(practice: Practice) -> None:
    found = kept_by(practice, LOOK_AROUND, "found.json", "--sandbox", "isolated")
    assert isinstance(found, list)
    shown = "work/data/fashion-mnist/train-images-idx3-ubyte.gz"
    assert inside_path(SandboxKind.ISOLATED, practice.folder, shown) in found
    for secret in (
        "/labels.json",
        "/held-out",
        "/solutions/problem",
        "/checks.py",
        "/problem.toml",
    ):
        assert [path for path in found if secret in path] == [], secret
    for place in (str(practice.home), str(practice.folder), os.path.expanduser("~/.cache")):  # noqa: PTH111
        assert [path for path in found if path.startswith(place)] == [], place


@pytest.mark.skipif(not basic.fences(), reason="this kernel has no Landlock")
def test_a_plain_sandbox_keeps_to_its_folder_where_there_is_landlock(
    practice: Practice, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mine", encoding="utf-8")
    target = tmp_path / "outside.txt"
    code = REACH_OUT.format(secret=str(secret), target=str(target))
    results = kept_by(practice, code, "results.json", "--sandbox", "basic")
    expected = {"read": "PermissionError", "write": "PermissionError", "inside": "done"}
    assert results == expected
    assert not target.exists()


def test_a_plain_sandbox_says_what_it_does_not_keep_out(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text("raise SystemExit\n", encoding="utf-8")
    options = ["--sandbox", "basic", "--data", "sample"]
    report = practice.report("check", "problem1", "mine.py", *options)
    assert report["sandbox"] == "basic"
    assert "run only files you trust" in report["notes"][0]
    for open_place in ("Unix sockets", "/dev/shm"):
        assert (open_place in report["notes"][0]) == basic.fences()


def test_root_without_any_fence_is_refused() -> None:
    refusal = basic.refusal(fenced=False)
    assert (refusal is not None) == (os.geteuid() == 0)
    assert basic.refusal(fenced=True) is None


def test_a_group_bounds_what_root_starts_and_goes_with_the_sandbox() -> None:
    with cgroup.bounded(10, f"test-{os.getpid()}") as group:
        if group is None:
            pytest.skip("this user makes no groups here")
        assert (group / "pids.max").read_text(encoding="ascii").strip() == "1040"
        entered = cgroup.within(group, ["cat", "/proc/self/cgroup"])
        said = subprocess.run(entered, capture_output=True, text=True, check=True).stdout
        assert group.name in said
    assert not group.exists()


def test_a_folder_that_is_no_group_is_not_taken_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As /sys/fs/cgroup of version 1, a tmpfs, where the kernel has no groups for processes.
    monkeypatch.setattr(cgroup, "TOPS", (tmp_path / "pids", tmp_path))
    monkeypatch.setattr(cgroup, "_is_root", lambda: True)
    with cgroup.bounded(10, "mine") as group:
        assert group is None
    assert list(tmp_path.iterdir()) == []


def test_a_group_is_removed_although_processes_are_still_in_it() -> None:
    with cgroup.bounded(10, f"test-{os.getpid()}") as group:
        if group is None:
            pytest.skip("this user makes no groups here")
        entered = cgroup.within(group, ["sh", "-c", "sleep 600 & exec sleep 600"])
        with subprocess.Popen(entered, stdout=subprocess.DEVNULL) as running:
            while len((group / "cgroup.procs").read_text(encoding="ascii").split()) < 2:
                time.sleep(0.01)
            running.kill()
    assert not group.exists()


def test_a_group_that_a_killed_run_left_behind_is_removed_by_a_later_one() -> None:
    with cgroup.bounded(10, f"test-{os.getpid()}") as group:
        if group is None:
            pytest.skip("this user makes no groups here")
        left_behind, new = (group.with_name(f"{group.name}-{name}") for name in ("old", "new"))
        for other in (left_behind, new):
            other.mkdir()
        hours_ago = time.time() - 7200
        os.utime(left_behind, (hours_ago, hours_ago))
        with cgroup.bounded(10, f"test-{os.getpid()}-next"):
            assert not left_behind.exists()
            assert new.exists()  # It may belong to a sandbox that is starting.
        new.rmdir()


@pytest.mark.usefixtures("closed_sandbox")
def test_nothing_of_proc_but_a_process_s_own_files_can_be_opened_for_writing(
    practice: Practice,
) -> None:
    # Root runs this too: a guest that is the host's root could change /proc/sys.
    tried, opened = kept_by(practice, OPEN_PROC, "opened.json", "--sandbox", "isolated")
    assert tried > 200
    assert opened == []


@pytest.mark.usefixtures("closed_sandbox")
def test_a_guest_is_an_ordinary_user_of_the_host(practice: Practice) -> None:
    found = kept_by(practice, WHO_AM_I, "found.json", "--sandbox", "isolated")
    status = found["status"]
    uid = int(status["Uid"].split()[0])
    refused = {"mount", "write a program"}
    if os.geteuid() == 0:
        refused |= {"kill the first process", "read its memory"}
        assert uid >= own_user.FIRST_IN_CONTAINER
        assert {number for name in ("Uid", "Gid") for number in status[name].split()} == {str(uid)}
        assert status["Groups"].strip() == ""
    capabilities = [status[name] for name in status if name.startswith("Cap")]
    assert [int(held, 16) for held in capabilities] == [0] * 5
    assert status["NoNewPrivs"] == "1"
    assert found["account"] == ["learner", "/home/learner", uid]
    assert {name for name, error in found["errors"].items() if error} == refused


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts sandboxes as other users")
def test_files_that_only_root_can_read_are_shown_in_a_sandbox(tmp_path: Path) -> None:
    data, environment = tmp_path / "data", tmp_path / "environment"
    folder = environment / "sandbox"  # What is shown must not change whose the guest's folder is.
    for path in (data, environment, folder, folder / "work"):
        path.mkdir(mode=0o700)
    (data / "image.png").write_text("pixels", encoding="utf-8")
    (folder / "work" / "mine.py").write_text(READ_AND_WRITE, encoding="utf-8")
    venv.create(environment, symlinks=True)
    (environment / "pyvenv.cfg").chmod(0o600)
    (data / "image.png").chmod(0o600)
    environment.chmod(0o700)
    task = {"file": "mine.py", "seed": 1, "limits": LIMITS}
    limits = SandboxLimits(60.0, 10**9, 10**9, 10**6, 64)
    mounts, python = (Mount(data, "work/data/set"),), environment / "bin" / "python"
    plan = SandboxPlan(folder, "train", (json.dumps(task),), mounts, limits, python)
    with RunningSandbox(plan, SandboxKind.ISOLATED) as sandbox:
        outcome = sandbox.finish(lambda _: None)
    assert (outcome.ending, outcome.exit_code) == (Ending.EXITED, 0), outcome.output
    copy = folder / "work" / "copy"
    assert copy.read_text(encoding="utf-8") == "pixels"
    assert copy.stat().st_uid >= own_user.FIRST_IN_CONTAINER
    assert (data / "image.png").stat().st_uid == 0
    assert (data / "image.png").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("closed", ["", "package", "package/module.py"])
def test_what_other_users_cannot_read_is_found(tmp_path: Path, closed: str) -> None:
    top = tmp_path / "environment"
    (top / "package").mkdir(parents=True)
    (top / "package" / "module.py").touch()
    for path in (top, top / "package", top / "package" / "module.py"):
        path.chmod(0o755)
    assert own_user.unreadable(str(top)) is None
    (top / closed).chmod(0o700)
    assert own_user.unreadable(str(top)) == str(top / closed)


def test_no_two_sandboxes_of_root_share_a_user() -> None:
    users = [own_user.choose() for _ in range(4)]
    assert len(set(users)) == (4 if os.geteuid() == 0 else 1)


@pytest.mark.usefixtures("closed_sandbox")
def test_memory_can_be_written_as_files_in_one_place_only(tmp_path: Path) -> None:
    code = "for line in open('/proc/self/mountinfo'):\n    print(line, end='')\n"
    outcome = run(tmp_path, code, kind=SandboxKind.ISOLATED)
    mounts = [line.split() for line in outcome.output.splitlines()]
    memory = [line for line in mounts if len(line) > 8 and line[line.index("-") + 1] == "tmpfs"]
    assert len(memory) > 2
    assert [line[4] for line in memory if "rw" in line[5].split(",")] == ["/dev/shm"]


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("kind", list(SandboxKind))
@pytest.mark.parametrize(
    "opened", ["os.memfd_create('mine')", "os.open('mine', os.O_CREAT | os.O_RDWR)"]
)
def test_files_without_a_name_count_to_the_disk_limit(
    kind: SandboxKind, opened: str, tmp_path: Path
) -> None:
    code = (
        "import contextlib, os, time\nheld = []\n"
        f"for _ in range(4):\n    held.append({opened})\n"
        "    with contextlib.suppress(OSError):\n        os.unlink('mine')\n"
        "    os.write(held[-1], b'x' * 5_000_000)\n"
        "time.sleep(15)\n"
    )
    assert run(tmp_path, code, kind=kind).ending is Ending.DISK_FULL


@pytest.mark.usefixtures("closed_sandbox")
def test_no_process_of_a_sandbox_is_left_when_it_has_ended(tmp_path: Path) -> None:
    mark = f"mark-{secrets.token_hex(8)}"
    # Each has memory to give back, which takes the kernel a while.
    held = "held = b'x' * 60_000_000\nwhile True:\n    pass"
    code = f"MARK = {mark!r}\n{ESCAPE}for _ in range(30):\n    escape({held!r})\n"
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "mine.py").write_text(f"{code}import time\ntime.sleep(1)\n", "utf-8")
    limits = SandboxLimits(60.0, 3 * 10**9, 10**8, 10**6, 64)
    argument = json.dumps({"file": "mine.py", "seed": 1, "limits": LIMITS})
    plan = SandboxPlan(tmp_path, "train", (argument,), (), limits, Path(sys.executable))
    with RunningSandbox(plan, SandboxKind.ISOLATED) as sandbox:
        outcome = sandbox.finish(lambda _: None)
        assert (outcome.ending, running(mark)) == (Ending.EXITED, [])


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("choose", ["own_user.choose", "lambda: None"])
def test_a_host_that_is_killed_while_a_sandbox_starts_takes_it_along(
    choose: str, tmp_path: Path
) -> None:
    host = (
        "import os, sys\nfrom pathlib import Path\nfrom grader.sandbox import own_user\n"
        f"own_user.choose = {choose}\n"
        "from grader.sandbox.plan import SandboxKind, SandboxLimits, SandboxPlan\n"
        "from grader.sandbox.running import RunningSandbox\n"
        "limits = SandboxLimits(60.0, 10**9, 10**9, 10**6, 64)\n"
        "python = Path(sys.executable)\n"
        "plan = SandboxPlan(Path(sys.argv[1]), 'train', ('{}',), (), limits, python)\n"
        "box = RunningSandbox(plan, SandboxKind.ISOLATED)\nos.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", host, str(tmp_path / "box")], cwd=ROOT, check=False)
    wait_until_gone(str(tmp_path))
