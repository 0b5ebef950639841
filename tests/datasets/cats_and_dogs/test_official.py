"""The layout of the official cats and dogs, from archives that the tests make."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, UnidentifiedImageError

from grader.datasets.cats_and_dogs.official import lay_out
from grader.datasets.cats_and_dogs.spec import SPEC
from grader.datasets.layout import DataSet
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import Told, names, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CLASSES = ("Cat", "Dog")
EMPTY = {"Cat": 666, "Dog": 11702}
# Cat/3.jpg, 5 and 8 are no JPEG pictures, or not whole ones.
BROKEN = ("Cat/3.jpg", "Cat/5.jpg", "Cat/8.jpg")
# By this, Cat shows 0 to 1503 without four, and hides 1504 to 1903.
SHOWN = {
    "Cat": [n for n in range(1504) if n not in {3, 5, 8, 666}],
    "Dog": list(range(1500)),
}
HIDDEN = {"Cat": range(1504, 1904), "Dog": range(1500, 1900)}


def encoded(kind: str, mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    Image.new(mode, (16, 12), 90).save(stream, kind)
    return stream.getvalue()


PLAIN = {mode: encoded("JPEG", mode) for mode in ("RGB", "L", "CMYK")}


def jpeg(path: str) -> bytes:
    """A small picture that has its path for a comment; some are grey or of printers' colours."""
    whole = PLAIN[("RGB", "L", "CMYK")[len(path) % 3]]
    text = path.encode()
    return whole[:2] + b"\xff\xfe" + (len(text) + 2).to_bytes(2, "big") + text + whole[2:]


def official() -> dict[str, bytes]:
    """The members of an archive like the whole one, in an order of no number."""
    members = {f"{name}/{n}.jpg": jpeg(f"{name}/{n}.jpg") for name in CLASSES for n in range(1950)}
    members |= {f"{name}/{number}.jpg": b"" for name, number in EMPTY.items()}
    broken = (jpeg("Cat/3.jpg")[:-4], encoded("PNG"), b"no picture")
    members |= dict(zip(BROKEN, broken, strict=True))
    members |= {f"{name}/Thumbs.db": b"pictures, small" for name in CLASSES}
    members |= {"Dog/0001.jpg": jpeg("x"), "Dog/cat.jpg": jpeg("x"), "Dog/old/2.jpg": jpeg("x")}
    found = {f"PetImages/{path}": raw for path, raw in sorted(members.items())}
    return {"readme[1].txt": b"read me", **found}


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, raw in members.items():
            packed.writestr(name, raw)
    return path


def laid_out(folder: Path, archives: Mapping[str, Mapping[str, bytes]]) -> DataSet:
    folder.mkdir()
    packed = {name: pack(folder / name, members) for name, members in archives.items()}
    lay_out(packed, folder / "out", silent)
    return DataSet("cats-and-dogs", "real", folder / "out")


@pytest.fixture(scope="module")
def pets(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    place = tmp_path_factory.mktemp("pets")
    return laid_out(place / "whole", {"kagglecatsanddogs_5340.zip": official()})


def files_of(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_first_readable_pets_are_visible(pets: DataSet) -> None:
    found = files_of(pets.visible / "PetImages")
    images = {path: raw for path, raw in found.items() if path.endswith(".jpg") and raw}
    wanted = [f"{name}/{number}.jpg" for name in CLASSES for number in SHOWN[name]]
    assert images == {path: jpeg(path) for path in wanted}
    assert not set(BROKEN) & set(found)


def test_the_files_without_bytes_are_visible(pets: DataSet) -> None:
    found = files_of(pets.visible / "PetImages")
    assert [path for path, raw in sorted(found.items()) if not raw] == [
        f"{name}/{number}.jpg" for name, number in EMPTY.items()
    ]


def test_each_class_has_a_thumbs_db_without_images(pets: DataSet) -> None:
    """The official ones show, small, all pictures of their folder: the hidden ones too."""
    for name in CLASSES:
        raw = (pets.visible / "PetImages" / name / "Thumbs.db").read_bytes()
        assert raw
        assert b"pictures, small" not in raw
        with pytest.raises(UnidentifiedImageError):
            Image.open(io.BytesIO(raw))


def test_the_visible_counts_are_those_of_the_spec(pets: DataSet) -> None:
    for below, count in SPEC.counts.items():
        assert sum(path.is_file() for path in (pets.visible / below).iterdir()) == count
    assert names(pets.visible) == ["PetImages"]
    assert names(pets.visible / "PetImages") == ["Cat", "Dog"]


def test_the_next_readable_pets_are_held_out(pets: DataSet) -> None:
    classes, labels = pets.held_out_labels()
    assert classes == CLASSES
    assert Counter(labels) == {0: 400, 1: 400}
    assert names(pets.held_out_images) == [f"{index:05}.jpg" for index in range(800)]
    path_of = {jpeg(f"{name}/{n}.jpg"): f"{name}/{n}.jpg" for name in CLASSES for n in HIDDEN[name]}
    found = [path_of.pop(p.read_bytes()) for p in sorted(pets.held_out_images.iterdir())]
    assert not path_of
    assert [path.split("/")[0] for path in found] == [CLASSES[label] for label in labels]
    assert sha256(json.dumps(found).encode()) == PETS_ORDER


PETS_ORDER = "adb6e2711b0392096fea72dd357dfeb3af54f1af362a7eef8c77da1fdc01e1dd"


def test_neither_order_nor_times_of_held_out_pets_reveal_the_class(pets: DataSet) -> None:
    times = [path.stat().st_mtime_ns for path in sorted(pets.held_out_images.iterdir())]
    assert times == sorted(times)
    _, labels = pets.held_out_labels()
    assert 0.4 < np.mean(np.diff(labels) != 0) < 0.6


def test_nothing_else_of_the_archive_is_installed(pets: DataSet) -> None:
    assert names(pets.folder) == ["held-out", "visible"]


def test_a_smaller_copy_gives_the_same_choice(pets: DataSet, tmp_path: Path) -> None:
    members = official()
    shown = [f"{name}/{n}.jpg" for name in CLASSES for n in (*SHOWN[name], EMPTY[name])]
    kept = [f"{name}/{n}.jpg" for name in CLASSES for n in HIDDEN[name]]
    archives = {
        file: {f"PetImages/{path}": members[f"PetImages/{path}"] for path in listed}
        for file, listed in zip(SPEC.smaller_copy, (shown, kept), strict=True)
    }
    assert files_of(laid_out(tmp_path / "copy", archives).folder) == files_of(pets.folder)


@pytest.mark.parametrize("raw", [None, jpeg("Dog/11702.jpg")])
def test_an_archive_without_the_empty_file_is_refused(tmp_path: Path, raw: bytes | None) -> None:
    members = official()
    del members["PetImages/Dog/11702.jpg"]
    if raw is not None:
        members["PetImages/Dog/11702.jpg"] = raw
    with pytest.raises(UsageError, match=r"cats-and-dogs have no empty Dog/11702\.jpg"):
        laid_out(tmp_path / "set", {"pets.zip": members})


def test_too_few_readable_pets_are_refused(tmp_path: Path) -> None:
    members = official() | {f"PetImages/Cat/{n}.jpg": b"" for n in range(100, 200)}
    with pytest.raises(UsageError, match="have 1846 readable images of class Cat, expected 1900"):
        laid_out(tmp_path / "set", {"pets.zip": members})


def test_progress_is_reported_while_pets_are_unpacked_and_read(tmp_path: Path) -> None:
    told = Told()
    archive = pack(tmp_path / "pets.zip", official())
    lay_out({"pets.zip": archive}, tmp_path / "out", told)
    assert list(dict.fromkeys(what for what, _, _ in told.calls)) == [
        "unpacking pets.zip",
        "reading images of class Cat",
        "reading images of class Dog",
    ]
    assert told.calls[-1] == ("reading images of class Dog", 1900, 1900)
