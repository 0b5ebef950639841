"""The layout of the official rock-paper-scissors, from archives that the tests make."""

from __future__ import annotations

import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.datasets.layout import DataSet
from grader.datasets.rock_paper_scissors import official
from grader.datasets.rock_paper_scissors.spec import SPEC
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import names, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CLASSES = ("paper", "rock", "scissors")
STRAYS = ("__MACOSX/rps/paper/._paper01-000.png", "rps/.DS_Store", "rps/rock/notes.txt")
# What stands for a picture is its own path: nothing of it is decoded on the way.
SHOWN = [f"rps/{name}/{name}01-{shot:03}.png" for name in CLASSES for shot in range(840)]
HIDDEN = [f"rps-test-set/{name}/test{name}01-{n:02}.png" for name in CLASSES for n in range(124)]


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, raw in members.items():
            packed.writestr(name, raw)
    return path


def hand_archives(folder: Path, hidden: list[str]) -> dict[str, Path]:
    shown = {path: path.encode() for path in (*STRAYS, *SHOWN)}
    kept = {path: path.encode() for path in (".DS_Store", *hidden)}
    return {
        "rps.zip": pack(folder / "rps.zip", shown),
        "rps-test-set.zip": pack(folder / "rps-test-set.zip", kept),
    }


@pytest.fixture(scope="module")
def hands(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    archives = hand_archives(tmp_path_factory.mktemp("archives"), HIDDEN)
    folder = tmp_path_factory.mktemp("hands")
    official.lay_out(archives, folder, silent)
    return DataSet("rps", "real", folder)


def test_the_visible_hands_are_the_official_files(hands: DataSet) -> None:
    files = [path for path in hands.visible.rglob("*") if path.is_file()]
    found = {path.relative_to(hands.visible).as_posix(): path.read_bytes() for path in files}
    assert found == {path: path.encode() for path in SHOWN}
    for below, count in SPEC.counts.items():
        assert sum(path.is_file() for path in (hands.visible / below).iterdir()) == count


def test_the_complete_test_set_is_held_out(hands: DataSet) -> None:
    classes, labels = hands.held_out_labels()
    assert classes == CLASSES
    assert Counter(labels) == {0: 124, 1: 124, 2: 124}
    assert names(hands.held_out_images) == [f"{index:05}.png" for index in range(372)]
    found = [path.read_text() for path in sorted(hands.held_out_images.iterdir())]
    assert sorted(found) == sorted(HIDDEN)
    assert [path.split("/")[1] for path in found] == [CLASSES[label] for label in labels]
    assert sha256(json.dumps(found).encode()) == HANDS_ORDER


HANDS_ORDER = "11c4aa1bccc01baf5149c50ecc8903ee442ae299a9ac19c45e8016f2a9761fcb"


def test_neither_order_nor_times_of_held_out_hands_reveal_the_class(hands: DataSet) -> None:
    times = [path.stat().st_mtime_ns for path in sorted(hands.held_out_images.iterdir())]
    assert times == sorted(times)
    _, labels = hands.held_out_labels()
    assert 0.57 < np.mean(np.diff(labels) != 0) < 0.77


def test_nothing_else_of_the_archives_is_installed(hands: DataSet) -> None:
    assert names(hands.folder) == ["held-out", "visible"]
    assert names(hands.visible) == ["rps"]


def test_archives_of_other_images_are_refused(tmp_path: Path) -> None:
    archives = hand_archives(tmp_path, HIDDEN[:200])
    with pytest.raises(UsageError, match=r"rps-test-set\.zip has 76 images of rock, expected 124"):
        official.lay_out(archives, tmp_path / "out", silent)
