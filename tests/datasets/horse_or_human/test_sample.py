"""The sample of horse-or-human: the same pixels everywhere, the official layout."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from grader.datasets.horse_or_human import sample
from grader.datasets.layout import DataSet

# Over the raw pixels of 47 pictures of all splits; the same under CPython 3.10 with numpy 1.26,
# 3.11 and 3.13 with numpy 2.4, and with numpy's SIMD paths switched off.
GOLDEN = "72ea995d895b5d8c20d63bb078fdd0e4e9b72b54e75161e87e41a9e2d74fd681"


def some_shots(seed: int) -> list[sample.Shot]:
    return [*sample.visible()][::40] + [*sample.held_out(seed)][::20]


def test_the_same_seed_draws_the_same_pixels_on_any_machine() -> None:
    drawn = hashlib.sha256()
    for shot in some_shots(1):
        drawn.update(sample.image(1, shot).tobytes())
    assert drawn.hexdigest() == GOLDEN


def test_an_image_does_not_depend_on_what_was_drawn_before() -> None:
    first, second = some_shots(1)[:2]
    in_order = [sample.image(1, first), sample.image(1, second)]
    assert np.array_equal(sample.image(1, second), in_order[1])
    assert np.array_equal(sample.image(1, first), in_order[0])


def test_another_seed_draws_other_images() -> None:
    shot = next(sample.visible())
    assert not np.array_equal(sample.image(1, shot), sample.image(2, shot))


def test_all_images_of_a_sample_differ() -> None:
    pixels = [sample.image(1, shot).tobytes() for shot in some_shots(1)]
    assert len(set(pixels)) == len(pixels)


def test_folders_hold_as_many_images_as_the_official_ones() -> None:
    folders = Counter(str(shot.path.parent) for shot in sample.visible())
    assert folders == {
        "visible/horse-or-human/horses": 500,
        "visible/horse-or-human/humans": 527,
        "visible/validation-horse-or-human/horses": 128,
        "visible/validation-horse-or-human/humans": 128,
    }


@pytest.mark.parametrize(
    "path",
    [
        "visible/horse-or-human/horses/horse01-0.png",
        "visible/horse-or-human/horses/horse50-9.png",
        "visible/horse-or-human/humans/human01-00.png",
        "visible/horse-or-human/humans/human17-30.png",
        "visible/validation-horse-or-human/horses/horse1-000.png",
        "visible/validation-horse-or-human/horses/horse1-105.png",
        "visible/validation-horse-or-human/horses/horse6-544.png",
        "visible/validation-horse-or-human/humans/valhuman01-00.png",
        "visible/validation-horse-or-human/humans/valhuman05-27.png",
    ],
)
def test_names_are_the_official_ones(path: str) -> None:
    assert path in {str(shot.path) for shot in sample.visible()}


def test_no_name_is_given_twice() -> None:
    paths = [shot.path for shot in (*sample.visible(), *sample.held_out(1))]
    assert len(set(paths)) == len(paths)


def test_held_out_figures_are_in_no_other_split() -> None:
    assert {shot.split for shot in sample.held_out(1)} == {sample.HELD_OUT}
    assert sample.HELD_OUT not in {shot.split for shot in sample.visible()}


def test_the_order_of_the_held_out_images_reveals_nothing() -> None:
    labels = [shot.label for shot in sample.held_out(1)]
    assert Counter(labels) == {0: 200, 1: 200}
    assert 60 <= sum(labels[:200]) <= 140
    alike = sum(one == other for one, other in pairwise(labels))
    assert 140 <= alike <= 260


def test_brightness_alone_reveals_little() -> None:
    shots = [*sample.held_out(1)][:160]
    light = np.array([sample.image(1, shot).mean() for shot in shots])
    labels = np.array([shot.label for shot in shots])
    best = max(
        max(correct, 1 - correct)
        for cut in light
        for correct in [float(((light > cut) == labels).mean())]
    )
    assert best < 0.68


@dataclass(frozen=True)
class Drawing:
    data: DataSet
    progress: list[tuple[float, float]]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    folder = tmp_path_factory.mktemp("creatures")
    seen: list[tuple[float, float]] = []
    sample.draw(folder, lambda _what, done, total: seen.append((done, total)), seed=3)
    return Drawing(DataSet("horse-or-human", "sample", folder), seen)


@pytest.fixture(scope="module")
def drawn(drawing: Drawing) -> DataSet:
    return drawing.data


def test_the_whole_set_is_written_with_its_labels(drawn: DataSet) -> None:
    classes, labels = drawn.held_out_labels()
    names = [path.name for path in sorted(drawn.held_out_images.iterdir())]
    assert names == [f"{number:05}.png" for number in range(400)]
    assert classes == ("horses", "humans")
    assert list(labels) == [shot.label for shot in sample.held_out(3)]
    assert len([*drawn.visible.rglob("*.png")]) == 500 + 527 + 128 + 128


def test_files_hold_the_pixels_as_opaque_rgba(drawn: DataSet) -> None:
    shot = next(sample.visible())
    with Image.open(drawn.folder / shot.path) as stored:
        assert (stored.format, stored.mode, stored.size) == ("PNG", "RGBA", (150, 150))
        pixels = np.asarray(stored)
    assert (pixels[:, :, 3] == 255).all()
    assert np.array_equal(pixels[:, :, :3], sample.image(3, shot))


def test_nothing_but_the_set_is_written(drawn: DataSet) -> None:
    beside = {path.name for path in drawn.folder.iterdir()}
    assert beside == {"visible", "held-out"}
    assert {path.name for path in (drawn.folder / "held-out").iterdir()} == {
        "pictures",
        "labels.json",
    }
    stored = json.loads((drawn.folder / "held-out" / "labels.json").read_text(encoding="utf-8"))
    assert set(stored) == {"classes", "labels"}


def test_progress_rises_to_its_end(drawing: Drawing) -> None:
    done = [done for done, _ in drawing.progress]
    assert done == sorted(done)
    assert drawing.progress[-1] == (1683, 1683)
