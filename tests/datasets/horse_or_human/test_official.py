"""The layout of the official horses and humans, from archives that the tests make."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from PIL import Image

from grader.datasets.horse_or_human import official
from grader.datasets.horse_or_human.spec import SPEC
from grader.datasets.layout import DataSet
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import names, sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

HIDDEN = ("horse2-", "horse4-", "horse6-", "valhuman02-", "valhuman04-")
VALIDATION = {
    **{f"horses/horse{who}-{shot:03}.png": 0 for who, shots in
       ((1, 30), (2, 20), (3, 30), (4, 20), (5, 13), (6, 15)) for shot in range(shots)},
    **{f"humans/valhuman{who:02}-{shot:02}.png": 1 for who, shots in
       ((1, 25), (2, 25), (3, 25), (4, 25), (5, 28)) for shot in range(shots)},
}  # fmt: skip
TRAINING = {
    **{f"horses/horse{shot // 10:02}-{shot % 10}.png": 0 for shot in range(500)},
    **{f"humans/human{shot // 31:02}-{shot % 31:02}.png": 1 for shot in range(527)},
}


def pixels(number: int) -> NDArray[Any]:
    """Give a picture that is no mirror of itself, of one of two sizes, for each number."""
    image = np.full((8, 8 if number % 3 else 5, 4), 255, np.uint8)
    image[0, 0, :3] = number // 256, number % 256, 7
    return image


def png(number: int) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(pixels(number)).save(stream, "PNG")
    return stream.getvalue()


def pack(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, raw in members.items():
            packed.writestr(name, raw)
    return path


def creature_archives(folder: Path) -> dict[str, Path]:
    strays = {
        "horses/": b"",
        "__MACOSX/horses/._horse1": b"",
        ".DS_Store": b"",
        "humans/x.txt": b"",
    }
    found = {}
    for name, listed in (("horse-or-human", TRAINING), ("validation-horse-or-human", VALIDATION)):
        images = {path: png(number) for number, path in enumerate(listed)}
        found[f"{name}.zip"] = pack(folder / f"{name}.zip", {**strays, **images})
    return found


@pytest.fixture(scope="module")
def creatures(tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    archives = creature_archives(tmp_path_factory.mktemp("archives"))
    folder = tmp_path_factory.mktemp("creatures")
    official.lay_out(archives, folder, silent)
    return DataSet("horse-or-human", "real", folder)


def images_of(folder: Path) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    for path in sorted(folder.rglob("*.png")):
        with Image.open(path) as opened:
            yield path.relative_to(folder).as_posix(), np.array(opened)


def number_of(image: NDArray[np.uint8]) -> tuple[int, bool]:
    """Tell which picture this is, and whether it is mirrored."""
    mirrored = bool(image[0, 0, 2] != 7)
    whole = image[:, ::-1] if mirrored else image
    number = int(whole[0, 0, 0]) * 256 + int(whole[0, 0, 1])
    np.testing.assert_array_equal(whole, pixels(number))
    return number, mirrored


def test_all_official_names_are_visible(creatures: DataSet) -> None:
    for below, count in SPEC.counts.items():
        folder = creatures.visible / below
        assert sum(path.is_file() for path in folder.iterdir()) == count
    for name, listed in (("horse-or-human", TRAINING), ("validation-horse-or-human", VALIDATION)):
        place = creatures.visible / name
        assert names(place) == ["horses", "humans"]
        found = {path.relative_to(place).as_posix() for path in place.glob("*/*")}
        assert found == set(listed)


def test_the_training_images_are_the_official_files(creatures: DataSet) -> None:
    for number, path in enumerate(TRAINING):
        assert (creatures.visible / "horse-or-human" / path).read_bytes() == png(number)


def test_individuals_are_held_out_with_all_their_images(creatures: DataSet) -> None:
    listed = list(VALIDATION)
    classes, labels = creatures.held_out_labels()
    assert classes == ("horses", "humans")
    assert Counter(labels) == {0: 55, 1: 50}
    assert names(creatures.held_out_images) == [f"{index:05}.png" for index in range(105)]
    hidden = {path for path in listed if path.split("/")[1].startswith(HIDDEN)}
    found = []
    for label, path in zip(labels, sorted(creatures.held_out_images.iterdir()), strict=True):
        with Image.open(path) as opened:
            number, _ = number_of(np.array(opened))
        assert path.read_bytes() == png(number)
        assert VALIDATION[listed[number]] == label
        found.append(listed[number])
    assert set(found) == hidden
    assert sha256(json.dumps(found).encode()) == CREATURES_ORDER


CREATURES_ORDER = "141aa22c00a55d6e54500fc3d31a89110807e14a550ef696c1a8d4347b46a220"


def test_the_times_of_held_out_images_reveal_nothing(creatures: DataSet) -> None:
    """They were written in the order of their names, that mixes the classes."""
    times = [path.stat().st_mtime_ns for path in sorted(creatures.held_out_images.iterdir())]
    assert times == sorted(times)
    _, labels = creatures.held_out_labels()
    assert 0.3 < np.mean(np.diff(labels) != 0) < 0.7


def test_mirrored_images_of_others_have_the_held_out_names(creatures: DataSet) -> None:
    listed = list(VALIDATION)
    stands_for: dict[str, str] = {}
    for path, image in images_of(creatures.visible / "validation-horse-or-human"):
        number, mirrored = number_of(image)
        assert mirrored == path.split("/")[1].startswith(HIDDEN)
        if mirrored:
            stands_for[path] = listed[number]
        else:
            assert listed[number] == path
    assert len(stands_for) == len(set(stands_for.values())) == 105
    for path, other in stands_for.items():
        assert not other.split("/")[1].startswith(HIDDEN)
        assert VALIDATION[path] == VALIDATION[other]
    seen = {other.split("-")[0] for other in stands_for.values()}
    assert len(seen) == 6


def test_archives_of_other_images_are_refused(tmp_path: Path) -> None:
    short = dict.fromkeys(list(VALIDATION)[:40], b"")
    archives = {
        "horse-or-human.zip": pack(tmp_path / "horse-or-human.zip", {"horses/x.png": b""}),
        "validation-horse-or-human.zip": pack(tmp_path / "v.zip", short),
    }
    with pytest.raises(UsageError, match=r"v\.zip has 10 horses with names that .* horse2-, .*55"):
        official.lay_out(archives, tmp_path / "out", silent)


def test_a_broken_image_is_refused(tmp_path: Path) -> None:
    archives = {
        "horse-or-human.zip": pack(tmp_path / "horse-or-human.zip", {"horses/x.png": b""}),
        "validation-horse-or-human.zip": pack(tmp_path / "v.zip", dict.fromkeys(VALIDATION, b"x")),
    }
    with pytest.raises(UsageError, match=r"v\.zip: horse1-000\.png is not a valid image"):
        official.lay_out(archives, tmp_path / "out", silent)
