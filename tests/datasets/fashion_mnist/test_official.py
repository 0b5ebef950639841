"""The layout of the official Fashion-MNIST, from archives that the tests make."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.datasets.array_files import read_idx, write_idx
from grader.datasets.fashion_mnist import official
from grader.datasets.fashion_mnist.spec import SPEC
from grader.datasets.layout import DataSet
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import names, sha256

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

TRAIN, TEST = "train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"
TRAIN_LABELS, TEST_LABELS = "train-labels-idx1-ubyte.gz", "t10k-labels-idx1-ubyte.gz"


def numbered_images() -> NDArray[np.uint8]:
    """10,000 black pictures whose first two pixels are their number."""
    images = np.zeros((10_000, 28, 28), np.uint8)
    images[:, 0, 0], images[:, 0, 1] = np.divmod(np.arange(10_000), 256)
    return images


def numbers(images: NDArray[np.uint8]) -> list[int]:
    found: list[int] = (images[:, 0, 0].astype(int) * 256 + images[:, 0, 1]).tolist()
    return found


def write_garments(folder: Path, test_labels: NDArray[np.uint8]) -> Mapping[str, Path]:
    arrays = {
        TRAIN: np.zeros((60_000, 28, 28), np.uint8),
        TRAIN_LABELS: (np.arange(60_000) % 10).astype(np.uint8),
        TEST: numbered_images(),
        TEST_LABELS: test_labels,
    }
    for name, array in arrays.items():
        write_idx(folder / name, array.shape, [array])
    return {name: folder / name for name in arrays}


@pytest.fixture(scope="module")
def garments(tmp_path_factory: pytest.TempPathFactory) -> tuple[Mapping[str, Path], DataSet]:
    archives = write_garments(
        tmp_path_factory.mktemp("archives"), (np.arange(10_000) // 1000).astype(np.uint8)
    )
    folder = tmp_path_factory.mktemp("garments")
    official.lay_out(archives, folder, silent)
    return archives, DataSet("fashion-mnist", "real", folder)


def test_the_training_files_are_the_official_ones(
    garments: tuple[Mapping[str, Path], DataSet],
) -> None:
    archives, made = garments
    visible = made.visible / "fashion-mnist"
    assert names(visible) == sorted(it.file for it in SPEC.archives)
    for name in (TRAIN, TRAIN_LABELS):
        assert (visible / name).read_bytes() == archives[name].read_bytes()


def test_half_of_the_test_images_are_held_out(
    garments: tuple[Mapping[str, Path], DataSet],
) -> None:
    _, made = garments
    assert names(made.held_out_images) == ["pictures.npy"]
    hidden = np.load(made.held_out_images / "pictures.npy")
    assert (hidden.dtype, hidden.shape) == (np.uint8, (5_000, 28, 28))
    classes, labels = made.held_out_labels()
    assert (len(classes), classes[0], classes[9]) == (10, "T-shirt/top", "Ankle boot")
    assert Counter(labels) == dict.fromkeys(range(10), 500)
    assert [number // 1000 for number in numbers(hidden)] == list(labels)
    assert Counter(labels[:200]).keys() == set(range(10))


def test_the_other_half_occurs_twice(garments: tuple[Mapping[str, Path], DataSet]) -> None:
    _, made = garments
    visible = made.visible / "fashion-mnist"
    seen = numbers(read_idx(visible / TEST, (10_000, 28, 28)))
    hidden = numbers(np.load(made.held_out_images / "pictures.npy"))
    assert Counter(seen) == dict.fromkeys(set(range(10_000)) - set(hidden), 2)
    labels = read_idx(visible / TEST_LABELS, (10_000,)).tolist()
    assert labels == [number // 1000 for number in seen]
    assert Counter(labels[:400]).keys() == set(range(10))


def test_the_choice_is_the_same_everywhere(
    garments: tuple[Mapping[str, Path], DataSet],
) -> None:
    _, made = garments
    hidden = numbers(np.load(made.held_out_images / "pictures.npy"))
    seen = numbers(read_idx(made.visible / "fashion-mnist" / TEST, (10_000, 28, 28)))
    assert sha256(json.dumps([hidden, seen]).encode()) == GARMENTS_ORDER


GARMENTS_ORDER = "98304dc106b1f70209edf90dc1a3941211791d363721626c151c0647b994ab00"


@pytest.mark.parametrize(
    ("name", "array", "said"),
    [
        (TEST_LABELS, np.full(10_000, 10, np.uint8), f"{TEST_LABELS} has labels over 9"),
        (TEST_LABELS, np.zeros(10_000, np.uint8), "too few images of class 'Trouser'"),
        (TEST_LABELS, np.zeros(9_999, np.uint8), "is not an idx file of shape"),
        (TRAIN_LABELS, np.full(60_000, 10, np.uint8), f"{TRAIN_LABELS} has labels over 9"),
    ],
)
def test_archives_of_other_arrays_are_refused(
    garments: tuple[Mapping[str, Path], DataSet],
    tmp_path: Path,
    name: str,
    array: NDArray[np.uint8],
    said: str,
) -> None:
    write_idx(tmp_path / name, array.shape, [array])
    with pytest.raises(UsageError, match=said):
        official.lay_out({**garments[0], name: tmp_path / name}, tmp_path / "out", silent)
