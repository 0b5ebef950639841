"""What a submission can see and change of the machine that it runs on."""

from __future__ import annotations

import json
import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from grader.box import cgroup, plain
from grader.box.paths import inside_path
from grader.box.plan import BoxKind

if TYPE_CHECKING:
    from pathlib import Path

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


def kept_by(practice: Practice, code: str, name: str, *options: str) -> object:
    """What a submission wrote to a JSON file in its folder."""
    (practice.folder / "mine.py").write_text(code, encoding="utf-8")
    keep = ["--keep", "kept", "--data", "sample"]
    done = practice("check", "problem1", "mine.py", *keep, *options)
    assert done.returncode == 1, done.stderr
    value: object = json.loads((practice.folder / "kept" / name).read_text(encoding="utf-8"))
    return value


@pytest.mark.usefixtures("closed_box")
def test_nothing_secret_is_on_any_path_of_the_box(practice: Practice) -> None:
    found = kept_by(practice, LOOK_AROUND, "found.json", "--box", "bubblewrap")
    assert isinstance(found, list)
    shown = "work/data/fashion-mnist/train-images-idx3-ubyte.gz"
    assert inside_path(BoxKind.BUBBLEWRAP, practice.folder, shown) in found
    for secret in (
        "/labels.json",
        "/held-out",
        "/solutions/problem",
        "/grader/checks/",
        "/problem.toml",
    ):
        assert [path for path in found if secret in path] == [], secret
    for place in (str(practice.home), str(practice.folder), os.path.expanduser("~/.cache")):  # noqa: PTH111
        assert [path for path in found if path.startswith(place)] == [], place


@pytest.mark.skipif(not plain.fences(), reason="this kernel has no Landlock")
def test_a_plain_box_keeps_to_its_folder_where_there_is_landlock(
    practice: Practice, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("mine", encoding="utf-8")
    target = tmp_path / "outside.txt"
    code = REACH_OUT.format(secret=str(secret), target=str(target))
    results = kept_by(practice, code, "results.json", "--box", "plain")
    expected = {"read": "PermissionError", "write": "PermissionError", "inside": "done"}
    assert results == expected
    assert not target.exists()


def test_a_plain_box_says_what_it_does_not_keep_out(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text("raise SystemExit\n", encoding="utf-8")
    options = ["--box", "plain", "--data", "sample"]
    report = practice.report("check", "problem1", "mine.py", *options)
    assert report["box"] == "plain"
    assert "run only files you trust" in report["notes"][0]
    assert ("Unix sockets" in report["notes"][0]) == plain.fences()


def test_root_without_any_fence_is_refused() -> None:
    refusal = plain.refusal(fenced=False)
    assert (refusal is not None) == (os.geteuid() == 0)
    assert plain.refusal(fenced=True) is None


def test_a_group_bounds_what_root_starts_and_goes_with_the_box() -> None:
    with cgroup.bounded(10, f"test-{os.getpid()}") as group:
        if group is None:
            pytest.skip("this user makes no groups here")
        assert (group / "pids.max").read_text(encoding="ascii").strip() == "1040"
        entered = cgroup.within(group, ["cat", "/proc/self/cgroup"])
        said = subprocess.run(entered, capture_output=True, text=True, check=True).stdout
        assert group.name in said
    assert not group.exists()
