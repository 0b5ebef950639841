"""Copies of submissions: whole, once, and verified."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.history import copies
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TEXT = b"print(1)\n"
HASH = hashlib.sha256(TEXT).hexdigest()


def test_a_copy_lies_under_its_hash(tmp_path: Path) -> None:
    assert copies.store(tmp_path, TEXT, ".py") == HASH
    place = tmp_path / "submissions" / HASH[:2] / f"{HASH}.py"
    assert place.read_bytes() == TEXT
    assert copies.read(tmp_path, HASH, ".py") == TEXT


def test_a_file_is_copied_as_it_is(tmp_path: Path) -> None:
    model = tmp_path / "mymodel.h5"
    model.write_bytes(os.urandom(3 * 10**6))
    kept = copies.store(tmp_path / "state", model, ".h5")
    assert copies.path_of(tmp_path / "state", kept, ".h5").read_bytes() == model.read_bytes()


def test_a_content_is_written_once(tmp_path: Path) -> None:
    copies.store(tmp_path, TEXT, ".py")
    (first,) = copies.every(tmp_path)
    before = first.stat().st_ino
    copies.store(tmp_path, TEXT, ".py")
    assert [path.stat().st_ino for path in copies.every(tmp_path)] == [before]
    assert list(copies.unfinished(tmp_path)) == []


def test_a_copy_that_was_cut_is_mended_by_the_next(tmp_path: Path) -> None:
    copies.store(tmp_path, TEXT, ".py")
    copies.path_of(tmp_path, HASH, ".py").write_bytes(TEXT[:4])
    copies.store(tmp_path, TEXT, ".py")
    assert copies.read(tmp_path, HASH, ".py") == TEXT


def test_a_copy_that_was_changed_is_not_shown_as_what_was_handed_in(tmp_path: Path) -> None:
    copies.store(tmp_path, TEXT, ".py")
    copies.path_of(tmp_path, HASH, ".py").write_bytes(b"print(2)\n")
    with pytest.raises(UsageError, match="was changed"):
        copies.read(tmp_path, HASH, ".py")


def test_a_copy_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=f"missing: .*{HASH}.py"):
        copies.read(tmp_path, HASH, ".py")


def test_a_copy_that_finds_no_room_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import pathlib, resource, sys\n"
        "from grader.history import copies\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "copies.store(pathlib.Path(sys.argv[1]), b'x' * 10**5, '.py')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "UsageError: cannot store a copy of the submission" in done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "submissions").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="submissions"):
        copies.store(tmp_path, TEXT, ".py")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("mine.py", ".py"),
        ("mine.ipynb", ".ipynb"),
        ("a.h5", ".h5"),
        ("mine.txt", ".py"),
        ("x", ".py"),
    ],
)
def test_a_copy_has_one_of_three_endings(tmp_path: Path, name: str, suffix: str) -> None:
    assert copies.suffix_of(tmp_path / name) == suffix
