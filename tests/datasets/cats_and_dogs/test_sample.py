"""The sample of cats and dogs: the same pixels everywhere, the official names and files."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, UnidentifiedImageError

from grader.datasets.cats_and_dogs import sample
from grader.datasets.layout import DataSet

# Over the sizes and raw pixels of 38 images of both splits and classes; the same under CPython
# 3.10 with numpy 1.26 and 2.2, 3.11 with numpy 2.4, 3.13 with numpy 2.5, and with numpy's SIMD
# paths switched off.
GOLDEN = "9d02b1b5f8e4b110f94e5c2ed61f946acb3d0c3f0b011c6f00bfced6123cac92"


def some_shots(seed: int) -> list[sample.Shot]:
    return [*sample.visible()][::100] + [*sample.held_out(seed)][::100]


def test_the_same_seed_draws_the_same_pixels_on_any_machine() -> None:
    drawn = hashlib.sha256()
    for shot in some_shots(1):
        pixels = sample.image(1, shot)
        drawn.update(repr(pixels.shape).encode() + pixels.tobytes())
    assert drawn.hexdigest() == GOLDEN


def test_an_image_does_not_depend_on_what_was_drawn_before() -> None:
    first, second = some_shots(1)[:2]
    in_order = [sample.image(1, first), sample.image(1, second)]
    assert np.array_equal(sample.image(1, second), in_order[1])
    assert np.array_equal(sample.image(1, first), in_order[0])


def test_another_seed_draws_other_images() -> None:
    shot = next(sample.visible())
    assert not np.array_equal(sample.image(1, shot), sample.image(2, shot))


def test_no_held_out_animal_is_visible() -> None:
    shown, kept = next(sample.visible()), sample.held_out(1)[0]
    twin = sample.Shot(sample.HELD_OUT, shown.label, shown.number, kept.path)
    assert not np.array_equal(sample.image(1, shown), sample.image(1, twin))
    assert {shot.split for shot in sample.held_out(1)} == {sample.HELD_OUT}
    assert {shot.split for shot in sample.visible()} == {sample.VISIBLE}


def test_sides_are_those_of_photographs_of_many_sizes() -> None:
    sizes = {sample.image(1, shot).shape for shot in some_shots(1)}
    assert all(max(height, width) == 180 for height, width, _ in sizes)
    assert all(min(height, width) >= 120 for height, width, _ in sizes)
    assert {channels for _, _, channels in sizes} == {3}
    assert any(height > width for height, width, _ in sizes)
    assert any(width > height for height, width, _ in sizes)
    assert len(sizes) > 20


def test_names_are_the_official_ones() -> None:
    named = {str(shot.path) for shot in sample.visible()} | {
        str(path) for path, _ in sample.traps()
    }
    cats = [f"visible/PetImages/Cat/{number}.jpg" for number in range(1501)]
    dogs = [f"visible/PetImages/Dog/{number}.jpg" for number in (*range(1500), 11702)]
    thumbs = [f"visible/PetImages/{name}/Thumbs.db" for name in ("Cat", "Dog")]
    assert named == {*cats, *dogs, *thumbs}


def test_no_name_is_given_twice() -> None:
    shots = [shot.path for shot in (*sample.visible(), *sample.held_out(1))]
    paths = [*shots, *(path for path, _ in sample.traps())]
    assert len(set(paths)) == len(paths) == 3800 + 4


def test_no_animal_is_drawn_twice() -> None:
    animals = [
        (shot.split, shot.label, shot.number) for shot in (*sample.visible(), *sample.held_out(1))
    ]
    assert len(set(animals)) == len(animals)


def test_the_order_of_the_held_out_images_reveals_nothing() -> None:
    labels = [shot.label for shot in sample.held_out(1)]
    assert Counter(labels) == {0: 400, 1: 400}
    assert 150 <= sum(labels[:400]) <= 250
    alike = sum(one == other for one, other in pairwise(labels))
    assert 330 <= alike <= 470


@pytest.mark.parametrize("channel", ["red", "green", "blue", "all"])
def test_light_and_colour_alone_reveal_little(channel: str) -> None:
    shots = [*sample.held_out(1)][:200]
    chosen = {"red": [0], "green": [1], "blue": [2], "all": [0, 1, 2]}[channel]
    light = np.array([sample.image(1, shot)[:, :, chosen].mean() for shot in shots])
    labels = np.array([shot.label for shot in shots])
    best = max(
        max(correct, 1 - correct)
        for cut in light
        for correct in [float(((light > cut) == labels).mean())]
    )
    assert best < 0.65


@dataclass(frozen=True)
class Drawing:
    data: DataSet
    progress: list[tuple[float, float]]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    folder = tmp_path_factory.mktemp("pets")
    seen: list[tuple[float, float]] = []
    sample.draw(folder, lambda _what, done, total: seen.append((done, total)), seed=3)
    return Drawing(DataSet("cats-and-dogs", "sample", folder), seen)


@pytest.fixture(scope="module")
def drawn(drawing: Drawing) -> DataSet:
    return drawing.data


@pytest.mark.slow
def test_the_whole_set_is_written_with_its_labels(drawn: DataSet) -> None:
    classes, labels = drawn.held_out_labels()
    names = [path.name for path in sorted(drawn.held_out_images.iterdir())]
    assert names == [f"{number:05}.jpg" for number in range(800)]
    assert classes == ("Cat", "Dog")
    assert list(labels) == [shot.label for shot in sample.held_out(3)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "empty"), [("Cat", "666.jpg"), ("Dog", "11702.jpg")])
def test_a_class_has_1500_good_images_and_two_traps(drawn: DataSet, name: str, empty: str) -> None:
    files = [*(drawn.visible / "PetImages" / name).iterdir()]
    assert len(files) == 1502
    assert [file.name for file in files if not file.stat().st_size] == [empty]
    good = [file for file in files if file.suffix == ".jpg" and file.stat().st_size]
    assert len(good) == 1500


@pytest.mark.slow
@pytest.mark.parametrize("name", ["Cat", "Dog"])
def test_thumbs_db_has_bytes_and_is_not_an_image(drawn: DataSet, name: str) -> None:
    thumbs = drawn.visible / "PetImages" / name / "Thumbs.db"
    assert thumbs.stat().st_size
    with pytest.raises(UnidentifiedImageError):
        Image.open(thumbs)


@pytest.mark.slow
def test_files_are_rgb_jpeg_near_to_what_was_drawn(drawn: DataSet) -> None:
    shot = next(sample.visible())
    wanted = sample.image(3, shot)
    with Image.open(drawn.folder / shot.path) as stored:
        assert (stored.format, stored.mode) == ("JPEG", "RGB")
        pixels = np.asarray(stored).astype(int)
    assert pixels.shape == wanted.shape
    assert np.abs(pixels - wanted).mean() < 12


@pytest.mark.slow
def test_all_stored_images_differ(drawn: DataSet) -> None:
    files = [file for file in drawn.folder.rglob("*.jpg") if file.stat().st_size]
    sums = {hashlib.sha256(file.read_bytes()).digest() for file in files}
    assert len(sums) == len(files) == 3800


@pytest.mark.slow
def test_nothing_but_the_set_is_written(drawn: DataSet) -> None:
    assert {path.name for path in drawn.folder.iterdir()} == {"visible", "held-out"}
    assert {path.name for path in drawn.visible.iterdir()} == {"PetImages"}
    held_out = drawn.folder / "held-out"
    assert {path.name for path in held_out.iterdir()} == {"pictures", "labels.json"}
    stored = json.loads((held_out / "labels.json").read_text(encoding="utf-8"))
    assert set(stored) == {"classes", "labels"}


@pytest.mark.slow
def test_progress_rises_to_its_end(drawing: Drawing) -> None:
    done = [done for done, _ in drawing.progress]
    assert done == sorted(done)
    assert drawing.progress[-1] == (3800, 3800)
