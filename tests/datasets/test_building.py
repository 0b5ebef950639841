from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from grader import locking
from grader.datasets import building, manifest
from grader.datasets.manifest import Origin
from grader.errors import UsageError
from grader.progress import silent
from tests.conftest import ROOT
from tests.datasets.conftest import names

if TYPE_CHECKING:
    from pathlib import Path


def make(work: Path) -> Origin:
    (work / "visible").mkdir()
    (work / "visible" / "file").write_bytes(b"new")
    images = work / "held-out" / "pictures"
    images.mkdir(parents=True)
    (images / "0.png").write_bytes(b"hidden")
    return Origin("made")


def build(folder: Path) -> None:
    building.build(folder, lambda: False, make, silent)


def test_a_set_is_complete_and_only_its_owner_can_read_the_held_out_part(tmp_path: Path) -> None:
    folder = tmp_path / "sample" / "toy-v1"
    build(folder)
    there = manifest.read(folder)
    assert there is not None
    assert there.origin == Origin("made")
    assert list(manifest.changed(folder, there, silent)) == []
    assert names(folder.parent) == [".toy.lock", "toy-v1"]
    for path in (folder / "held-out", folder / "held-out" / "pictures"):
        assert path.stat().st_mode & 0o777 == 0o700
    assert (folder / "held-out" / "pictures" / "0.png").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode == (folder / "visible").stat().st_mode


def test_nothing_is_built_when_the_set_exists(tmp_path: Path) -> None:
    folder = tmp_path / "toy-v1"
    build(folder)
    before = (folder / manifest.NAME).stat().st_mtime_ns
    building.build(folder, lambda: True, make, silent)
    assert (folder / manifest.NAME).stat().st_mtime_ns == before


def test_older_versions_are_removed_and_others_stay(tmp_path: Path) -> None:
    for name in ("toy-v1", "toy-v2", "toy-v10", "toy-box-v1"):
        (tmp_path / name / "sub").mkdir(parents=True)
    build(tmp_path / "toy-v3")
    assert names(tmp_path) == [".toy.lock", "toy-box-v1", "toy-v10", "toy-v3"]


def test_a_damaged_set_stays_until_the_new_one_is_complete(tmp_path: Path) -> None:
    folder = tmp_path / "toy-v1"
    folder.mkdir()
    (folder / "old").write_bytes(b"old")

    def failing(work: Path) -> Origin:
        assert names(folder) == ["old"]
        (work / "half").write_bytes(b"half")
        raise UsageError("no archives")

    with pytest.raises(UsageError, match="no archives"):
        building.build(folder, lambda: False, failing, silent)
    assert names(folder) == ["old"]
    assert names(tmp_path) == [".toy.lock", "toy-v1"]
    build(folder)
    assert names(folder) == ["files.json", "held-out", "visible"]


def test_without_locks_the_first_to_finish_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "_HAVE_LOCKS", False)
    folder = tmp_path / "toy-v1"

    def enough() -> bool:
        return manifest.read(folder) is not None

    def slow(work: Path) -> Origin:
        building.build(folder, enough, make, silent)
        (work / "late").write_bytes(b"")
        return Origin("late")

    building.build(folder, enough, slow, silent)
    assert names(folder) == ["files.json", "held-out", "visible"]
    assert names(tmp_path) == ["toy-v1"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_disk_error_is_one_line_and_leaves_nothing(tmp_path: Path, number: int) -> None:
    def full(work: Path) -> Origin:
        (work / "half").write_bytes(b"half")
        raise OSError(number, os.strerror(number), "/place/file")

    with pytest.raises(UsageError) as caught:
        building.build(tmp_path / "toy-v1", lambda: False, full, silent)
    reason = os.strerror(number)
    assert str(caught.value) == f"cannot build the data set toy: /place/file ({reason})"
    assert names(tmp_path) == [".toy.lock"]


def test_a_write_that_the_system_refuses_is_one_line(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys, pathlib\n"
        "from tests.datasets.test_building import *\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2, 2))\n"
        "try:\n    build(pathlib.Path(sys.argv[1]))\n"
        "except UsageError as error:\n    print(error)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "toy-v1")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("cannot build the data set toy")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert names(tmp_path) == [".toy.lock"]


def test_a_folder_below_a_file_is_a_one_line_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for folder in (tmp_path / "file" / "toy-v1", tmp_path / "file" / "sample" / "toy-v1"):
        with pytest.raises(UsageError, match="cannot write to"):
            build(folder)
        assert not building.remove(folder, silent)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_read_only_place_is_one_line(tmp_path: Path) -> None:
    place = tmp_path / "place"
    build(place / "toy-v1")
    place.chmod(0o500)
    try:
        with pytest.raises(UsageError, match=r"cannot build the data set toy.*Permission denied"):
            build(place / "toy-v2")
        with pytest.raises(UsageError, match=r"cannot remove the data set toy.*Permission denied"):
            building.remove(place / "toy-v1", silent)
    finally:
        place.chmod(0o700)
    assert names(place) == [".toy.lock", "toy-v1"]


def test_remove_deletes_the_set_its_older_versions_and_leftovers(tmp_path: Path) -> None:
    folder = tmp_path / "toy-v2"
    assert not building.remove(folder, silent)
    build(folder)
    (tmp_path / "toy-v1").mkdir()
    (tmp_path / ".toy-v2.abc.building" / "set").mkdir(parents=True)
    assert building.remove(folder, silent)
    assert names(tmp_path) == [".toy.lock"]
    assert not building.remove(folder, silent)


def test_remove_follows_no_links(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "file").write_bytes(b"")
    folder = tmp_path / "sample" / "toy-v1"
    folder.parent.mkdir()
    folder.symlink_to(tmp_path / "precious")
    assert building.remove(folder, silent)
    assert names(folder.parent) == [".toy.lock"]
    assert names(tmp_path / "precious") == ["file"]


def test_delete_deletes_and_says_what_it_cannot(tmp_path: Path) -> None:
    (tmp_path / "folder" / "sub").mkdir(parents=True)
    building.delete(tmp_path / "folder")
    assert names(tmp_path) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot remove"):
        building.delete(tmp_path / "file" / "below")
