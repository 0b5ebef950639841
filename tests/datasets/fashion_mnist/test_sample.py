from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.datasets.fashion_mnist.sample import draw, drawn_images, labels_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

# Labels and pixels of the first 600 training garments of seed 1; seen to be the same under
# numpy 1.26, 2.0, 2.2 and 2.4, CPython 3.10, 3.11 and 3.13, with and without AVX2.
GOLDEN = "7ee8fddd6835bd31feaeea38d7353be3942e2b8ee3efcddef0a24ddf50384f89"
OFFICIAL = {
    "train-images-idx3-ubyte.gz": (60_000, 28, 28),
    "train-labels-idx1-ubyte.gz": (60_000,),
    "t10k-images-idx3-ubyte.gz": (10_000, 28, 28),
    "t10k-labels-idx1-ubyte.gz": (10_000,),
}


@pytest.fixture(scope="module")
def told() -> list[tuple[str, float, float]]:
    return []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, told: list[tuple[str, float, float]]) -> Path:
    whole = tmp_path_factory.mktemp("garments")
    draw(whole, lambda what, done, total: told.append((what, done, total)))
    return whole


def some(seed: int, part: int, count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    labels = labels_of(seed, part, count)
    return np.concatenate(list(drawn_images(seed, part, labels))), labels


def official(folder: Path, name: str) -> NDArray[np.uint8]:
    shape = OFFICIAL[name]
    raw = gzip.decompress((folder / "visible" / "fashion-mnist" / name).read_bytes())
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * len(shape)).reshape(shape)


def test_a_seed_gives_the_same_pixels_on_every_machine() -> None:
    images, labels = some(seed=1, part=0, count=600)
    assert hashlib.sha256(labels.tobytes() + images.tobytes()).hexdigest() == GOLDEN


def test_another_seed_gives_other_clothes() -> None:
    assert not np.array_equal(some(1, 0, 50)[0], some(2, 0, 50)[0])


def test_the_first_images_do_not_depend_on_how_many_follow() -> None:
    labels = labels_of(1, 0, 600)
    first = next(iter(drawn_images(1, 0, labels[:250])))
    assert np.array_equal(first, next(iter(drawn_images(1, 0, labels))))


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_files_have_the_official_form(folder: Path, name: str) -> None:
    path = folder / "visible" / "fashion-mnist" / name
    shape = OFFICIAL[name]
    header = bytes([0, 0, 8, len(shape)]) + np.array(shape, ">u4").tobytes()
    with gzip.open(path) as stream:
        assert stream.read(len(header)) == header
        assert len(stream.read()) == np.prod(shape)


@pytest.mark.parametrize("name", OFFICIAL)
def test_the_files_carry_no_name_and_no_time(folder: Path, name: str) -> None:
    head = (folder / "visible" / "fashion-mnist" / name).read_bytes()[:10]
    assert (head[3], head[4:8]) == (0, bytes(4))


@pytest.mark.parametrize(
    ("name", "each"), [("train-labels-idx1-ubyte.gz", 6000), ("t10k-labels-idx1-ubyte.gz", 1000)]
)
def test_every_class_has_as_many_images(folder: Path, name: str, each: int) -> None:
    assert np.bincount(official(folder, name)).tolist() == [each] * 10


def test_the_classes_are_shuffled(folder: Path) -> None:
    labels = official(folder, "train-labels-idx1-ubyte.gz")
    for start in range(0, 60_000, 6_000):
        assert np.bincount(labels[start : start + 6_000], minlength=10).min() > 500


def test_five_hundred_images_a_class_are_held_out(folder: Path) -> None:
    images = np.load(folder / "held-out" / "pictures" / "pictures.npy", allow_pickle=False)
    answers = json.loads((folder / "held-out" / "labels.json").read_text(encoding="utf-8"))
    assert (images.shape, images.dtype) == ((5000, 28, 28), np.uint8)
    assert np.bincount(answers["labels"]).tolist() == [500] * 10
    assert answers["classes"][0] == "T-shirt/top"
    assert answers["classes"][9] == "Ankle boot"


def test_no_held_out_image_is_visible(folder: Path) -> None:
    hidden = np.load(folder / "held-out" / "pictures" / "pictures.npy")
    hashes = {hash(image.tobytes()) for image in hidden}
    for name in ("train-images-idx3-ubyte.gz", "t10k-images-idx3-ubyte.gz"):
        assert not hashes & {hash(image.tobytes()) for image in official(folder, name)}


def test_every_image_shows_something_on_black(folder: Path) -> None:
    lit = (official(folder, "t10k-images-idx3-ubyte.gz") > 8).mean(axis=(1, 2))
    assert lit.min() > 0.02
    assert lit.max() < 0.95


def test_progress_reaches_the_number_of_images(
    folder: Path, told: list[tuple[str, float, float]]
) -> None:
    assert folder.is_dir()
    done = [done for _, done, _ in told]
    assert done == sorted(done)
    assert done[-1] == 75_000
    assert {total for _, _, total in told} == {75_000}


def test_the_classes_are_neither_trivial_nor_indistinguishable(folder: Path) -> None:
    # Whoever guesses the class with the nearest mean picture is right on 0.70 of the real set.
    images = official(folder, "t10k-images-idx3-ubyte.gz").reshape(-1, 784).astype(np.float32)
    labels = official(folder, "t10k-labels-idx1-ubyte.gz")
    means = np.stack([images[:8000][labels[:8000] == label].mean(0) for label in range(10)])
    asked = images[8000:9000]
    guesses = ((asked[:, None] - means) ** 2).sum(2).argmin(1)
    assert 0.45 < (guesses == labels[8000:9000]).mean() < 0.75
