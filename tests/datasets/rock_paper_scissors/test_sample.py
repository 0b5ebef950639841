"""The sample of rock-paper-scissors: the same pixels everywhere, the official layout."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image

from grader.datasets.layout import DataSet
from grader.datasets.rock_paper_scissors import sample

# Over the raw pixels of 61 images of both splits; the same under CPython 3.10 with numpy 1.26,
# 3.11 with 2.4 and 3.13 with 2.5, and with numpy's AVX paths switched off.
GOLDEN = "6bd12f545d95474d8cd0eec0ae90f6e2f17d78283552f72e49f373d53b0497e8"


def some_shots(seed: int) -> list[sample.Shot]:
    return [*sample.visible()][::60] + [*sample.held_out(seed)][::20]


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
        "visible/rps/paper": 840,
        "visible/rps/rock": 840,
        "visible/rps/scissors": 840,
    }


@pytest.mark.parametrize(
    "path",
    [
        "visible/rps/paper/paper01-000.png",
        "visible/rps/paper/paper07-119.png",
        "visible/rps/rock/rock04-119.png",
        "visible/rps/rock/rock05ck01-000.png",
        "visible/rps/rock/rock06ck02-064.png",
        "visible/rps/rock/rock07-k03-119.png",
        "visible/rps/scissors/scissors04-119.png",
        "visible/rps/scissors/testscissors01-000.png",
        "visible/rps/scissors/testscissors03-119.png",
    ],
)
def test_names_are_the_official_ones(path: str) -> None:
    assert path in {str(shot.path) for shot in sample.visible()}


def test_no_name_is_given_twice() -> None:
    paths = [shot.path for shot in (*sample.visible(), *sample.held_out(1))]
    assert len(set(paths)) == len(paths)


def test_held_out_hands_are_in_no_other_split() -> None:
    assert {shot.split for shot in sample.held_out(1)} == {sample.HELD_OUT}
    assert sample.HELD_OUT not in {shot.split for shot in sample.visible()}


@pytest.mark.parametrize("label", range(len(sample.CLASSES)))
def test_the_first_fifth_by_name_shows_other_hands_than_most_of_the_rest(label: int) -> None:
    shots = sorted((shot for shot in sample.visible() if shot.label == label), key=lambda s: s.path)
    validation = Counter(shot.individual for shot in shots[:168])
    training = Counter(shot.individual for shot in shots[168:])
    assert validation == {0: 120, 1: 48}
    assert 0 not in training
    assert training[1] == 72


def test_the_order_of_the_held_out_images_reveals_nothing() -> None:
    labels = [shot.label for shot in sample.held_out(1)]
    assert Counter(labels) == {0: 124, 1: 124, 2: 124}
    assert all(40 <= count <= 85 for count in Counter(labels[:186]).values())
    alike = sum(one == other for one, other in pairwise(labels))
    assert 90 <= alike <= 160


@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (1, 2)])
def test_brightness_alone_reveals_little(one: int, other: int) -> None:
    shots = [shot for shot in sample.held_out(1) if shot.label in {one, other}][:160]
    light = np.array([sample.image(1, shot).mean() for shot in shots])
    labels = np.array([shot.label == other for shot in shots])
    best = max(
        max(correct, 1 - correct)
        for cut in light
        for correct in [float(((light > cut) == labels).mean())]
    )
    assert best < 0.68


def test_the_background_is_nearly_white() -> None:
    corners = [sample.image(1, shot)[:20, :20] for shot in some_shots(1)]
    assert float(np.median([corner.mean() for corner in corners])) > 200


@dataclass(frozen=True)
class Drawing:
    data: DataSet
    progress: list[tuple[float, float]]


@pytest.fixture(scope="module")
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Drawing:
    folder = tmp_path_factory.mktemp("hands")
    seen: list[tuple[float, float]] = []
    sample.draw(folder, lambda _what, done, total: seen.append((done, total)), seed=3)
    return Drawing(DataSet("rps", "sample", folder), seen)


@pytest.fixture(scope="module")
def drawn(drawing: Drawing) -> DataSet:
    return drawing.data


@pytest.mark.slow
def test_the_whole_set_is_written_with_its_labels(drawn: DataSet) -> None:
    classes, labels = drawn.held_out_labels()
    names = [path.name for path in sorted(drawn.held_out_images.iterdir())]
    assert names == [f"{number:05}.png" for number in range(372)]
    assert classes == ("paper", "rock", "scissors")
    assert list(labels) == [shot.label for shot in sample.held_out(3)]
    assert len([*drawn.visible.rglob("*.png")]) == 3 * 840


@pytest.mark.slow
def test_files_hold_the_pixels_as_opaque_rgba(drawn: DataSet) -> None:
    shot = next(sample.visible())
    with Image.open(drawn.folder / shot.path) as stored:
        assert (stored.format, stored.mode, stored.size) == ("PNG", "RGBA", (150, 150))
        pixels = np.asarray(stored)
    assert (pixels[:, :, 3] == 255).all()
    assert np.array_equal(pixels[:, :, :3], sample.image(3, shot))


@pytest.mark.slow
def test_nothing_but_the_set_is_written(drawn: DataSet) -> None:
    beside = {path.name for path in drawn.folder.iterdir()}
    assert beside == {"visible", "held-out"}
    assert {path.name for path in (drawn.folder / "held-out").iterdir()} == {
        "pictures",
        "labels.json",
    }
    stored = json.loads((drawn.folder / "held-out" / "labels.json").read_text(encoding="utf-8"))
    assert set(stored) == {"classes", "labels"}


@pytest.mark.slow
def test_progress_rises_to_its_end(drawing: Drawing) -> None:
    done = [done for done, _ in drawing.progress]
    assert done == sorted(done)
    assert drawing.progress[-1] == (2892, 2892)
