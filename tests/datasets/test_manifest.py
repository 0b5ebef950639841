from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from grader.datasets import manifest
from grader.datasets.manifest import Damage, Origin
from grader.progress import silent
from tests.datasets.conftest import Told, sha256

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "toy-v1"
    (made / "visible" / "empty").mkdir(parents=True)
    (made / "visible" / "one").write_bytes(b"1" * 10)
    (made / "two").write_bytes(b"2" * 20)
    manifest.write(made, Origin("from here", {"b": "2", "a": "1"}), silent)
    return made


def amiss(folder: Path) -> list[Damage]:
    there = manifest.read(folder)
    assert there is not None
    quick = list(manifest.damages(folder, there))
    assert list(manifest.changed(folder, there, silent))[: len(quick)] == quick
    return quick


def test_what_is_written_is_read(folder: Path) -> None:
    there = manifest.read(folder)
    assert there is not None
    assert there.bytes == 30
    assert there.origin == Origin("from here", {"a": "1", "b": "2"})
    assert there.files["visible/one"].sha256 == sha256(b"1" * 10)
    assert there.folders == {"visible", "visible/empty"}
    assert sorted(path.name for path in folder.iterdir()) == ["files.json", "two", "visible"]


def test_an_intact_set_has_no_damage_and_progress_is_reported(folder: Path) -> None:
    told = Told()
    there = manifest.read(folder)
    assert there is not None
    assert list(manifest.changed(folder, there, told)) == []
    assert told.calls == [("checking files", 20, 30), ("checking files", 30, 30)]


def test_missing_and_resized_files_are_reported(folder: Path) -> None:
    (folder / "two").write_bytes(b"2")
    (folder / "visible" / "one").unlink()
    assert amiss(folder) == [
        Damage("two", "has 1 bytes, expected 20"),
        Damage("visible/one", "is missing"),
    ]


def test_unexpected_files_and_folders_are_reported(folder: Path) -> None:
    (folder / "visible" / "class").mkdir()
    (folder / "visible" / ".DS_Store").write_bytes(b"")
    assert amiss(folder) == [
        Damage("visible/.DS_Store", "is an unexpected file"),
        Damage("visible/class", "is an unexpected folder"),
    ]


def test_a_link_instead_of_a_file_is_reported(folder: Path) -> None:
    (folder / "two").rename(folder.parent / "elsewhere")
    (folder / "two").symlink_to(folder.parent / "elsewhere")
    assert amiss(folder) == [Damage("two", "is not a regular file")]


def test_changed_bytes_of_the_same_size_are_found_by_hash_only(folder: Path) -> None:
    (folder / "two").write_bytes(b"3" * 20)
    there = manifest.read(folder)
    assert there is not None
    assert list(manifest.damages(folder, there)) == []
    assert list(manifest.changed(folder, there, silent)) == [
        Damage("two", "has changed since it was installed")
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads anything")
def test_a_file_that_cannot_be_read_is_damage(folder: Path) -> None:
    (folder / "visible").chmod(0)
    try:
        assert amiss(folder) == [Damage("visible", "cannot be read (Permission denied)")]
    finally:
        (folder / "visible").chmod(0o700)


def test_what_is_neither_file_nor_folder_is_not_recorded(folder: Path) -> None:
    (folder / "link").symlink_to("two")
    with pytest.raises(OSError, match="neither a regular file nor a folder"):
        manifest.write(folder, Origin(""), silent)


GOOD = {"origin": {"text": "", "archives": {}}, "folders": [], "files": {"a": [1, "f"]}}


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[" * 100_000,
        json.dumps([GOOD]),
        json.dumps({**GOOD, "files": {"a": 1}}),
        json.dumps({**GOOD, "files": {"a": ["1", "f"]}}),
        json.dumps({**GOOD, "origin": {"text": 1, "archives": {}}}),
        json.dumps({**GOOD, "origin": {"text": "", "archives": [1]}}),
    ],
)
def test_a_damaged_manifest_is_none(folder: Path, stored: str) -> None:
    (folder / manifest.NAME).write_text(stored, encoding="utf-8")
    assert manifest.read(folder) is None


def test_a_missing_manifest_is_none(tmp_path: Path) -> None:
    assert manifest.read(tmp_path) is None
    assert manifest.read(tmp_path / "nowhere") is None
