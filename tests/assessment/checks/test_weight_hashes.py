"""The hashes of the arrays in a saved file, by files that Keras wrote."""

from __future__ import annotations

import zipfile
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from grader.model_file import weight_hashes
from tests.assessment.checks.conftest import KINDS, Trained, cut_short

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def hashes(path: Path) -> Counter[str]:
    found = weight_hashes.hashes(path)
    assert found is not None
    return Counter(found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_file_holds_what_was_hashed_in_training(trained: Trained, kind: str) -> None:
    for epoch, told in enumerate(trained.told):
        assert not Counter(told) - hashes(trained.file(epoch, kind))


def test_a_whole_model_holds_the_weights_and_no_array_of_the_optimizer(trained: Trained) -> None:
    assert hashes(trained.file(0)) == Counter(trained.told[0])


@pytest.mark.parametrize("kind", ["keras", "weights.h5"])
def test_the_weights_of_a_whole_model_are_found_in_its_checkpoint(
    trained: Trained, kind: str
) -> None:
    assert not hashes(trained.file(1)) - hashes(trained.file(1, kind))


@pytest.mark.parametrize("kind", KINDS)
def test_another_epoch_is_told_apart(trained: Trained, kind: str) -> None:
    assert hashes(trained.file(0)) - hashes(trained.file(1, kind))


def overwritten_within(good: Path, place: Path) -> None:
    data = bytearray(good.read_bytes())
    data[200 : len(data) // 2] = bytes(len(data) // 2 - 200)
    place.write_bytes(data)


def link(good: Path, place: Path) -> None:
    place.symlink_to(good)


def folder(_good: Path, place: Path) -> None:
    place.mkdir()


def empty(_good: Path, place: Path) -> None:
    place.touch()


def zip_of_nothing(_good: Path, place: Path) -> None:
    zipfile.ZipFile(place, "w").close()


def zip_of_an_empty_file(_good: Path, place: Path) -> None:
    with zipfile.ZipFile(place, "w") as packed:
        packed.writestr(weight_hashes.MEMBER, b"")


def missing(_good: Path, _place: Path) -> None:
    """Make no file at all."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spoil", [cut_short, overwritten_within])
def test_a_damaged_file_has_no_hashes(
    trained: Trained, tmp_path: Path, kind: str, spoil: Callable[[Path, Path], None]
) -> None:
    place = tmp_path / f"damaged.{kind}"
    spoil(trained.file(0, kind), place)
    assert weight_hashes.hashes(place) is None


@pytest.mark.parametrize(
    "make", [link, folder, empty, zip_of_nothing, zip_of_an_empty_file, missing]
)
def test_what_is_no_file_of_weights_has_no_hashes(
    trained: Trained, tmp_path: Path, make: Callable[[Path, Path], None]
) -> None:
    make(trained.file(0), tmp_path / "best.h5")
    assert weight_hashes.hashes(tmp_path / "best.h5") is None
