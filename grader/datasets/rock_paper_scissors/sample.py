"""The sample of rock-paper-scissors: drawn hands on a white background.

The layout, names, counts and format are those of the official data set: 840 images a class, of
seven individuals with 120 each, and no validation folder: `validation_split` takes the first fifth
of the names, and so images of other hands than most of the training ones. The 124 held-out images
a class, as many as the official test set has, show hands that are not in that folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.datasets.drawing.image_files import (
    draw_all,
    random_of,
    shuffled,
    write_png,
)
from grader.datasets.drawing.raster import Canvas, blotches, chance, span, whole
from grader.datasets.drawing.scenes import Placing, grain, light
from grader.datasets.layout import write_labels
from grader.datasets.rock_paper_scissors.shapes import a_hand, draw_hand
from grader.datasets.rock_paper_scissors.spec import SPEC

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from grader.datasets.drawing.raster import Floats, Random
    from grader.progress import Progress

    Pixels = npt.NDArray[np.uint8]

SIZE = 150
CLASSES = SPEC.classes
# How the official names begin; each goes on with -000.png to -119.png.
INDIVIDUALS: tuple[tuple[str, ...], ...] = (
    ("paper01", "paper02", "paper03", "paper04", "paper05", "paper06", "paper07"),
    ("rock01", "rock02", "rock03", "rock04", "rock05ck01", "rock06ck02", "rock07-k03"),
    (
        *("scissors01", "scissors02", "scissors03", "scissors04"),
        *("testscissors01", "testscissors02", "testscissors03"),
    ),
)
IMAGES_EACH = 120
HELD_OUT_INDIVIDUALS, HELD_OUT_EACH = 31, 4
VISIBLE, HELD_OUT = 0, 1
# Pixels a unit of a hand: a fist is seen from nearer, so that it fills as much of the image.
SCALES = (92.0, 118.0, 102.0)
MIDDLES = (0.5, 0.3, 0.45)  # the height of the middle of the hand above the wrist


@dataclass(frozen=True)
class Shot:
    """One image to draw: the split, class, individual and number of the image, and its path."""

    split: int
    label: int
    individual: int
    number: int
    path: PurePosixPath


def draw(folder: Path, progress: Progress, seed: int = 1) -> None:
    """Draw the whole set into `folder`, in the layout of `grader.datasets.layout`.

    2,520 visible and 372 held-out images, 150x150 RGBA PNG, fully opaque. The same seed gives
    the same pixels on any machine. `folder` may be there already; files of the same names are
    replaced. Raises OSError where it cannot be written.
    """
    shots_held_out = held_out(seed)
    shots = (*visible(), *shots_held_out)
    draw_all(
        folder,
        shots,
        lambda path, shot: write_png(path, image(seed, shot)),
        "drawing hands",
        progress,
    )
    write_labels(folder, CLASSES, [shot.label for shot in shots_held_out])


def visible() -> Iterator[Shot]:
    """Yield the images that a submission sees, with the official names."""
    for label, kind in enumerate(CLASSES):
        folder = PurePosixPath("visible", "rps", kind)
        for (who, name), number in product(enumerate(INDIVIDUALS[label]), range(IMAGES_EACH)):
            yield Shot(VISIBLE, label, who, number, folder / f"{name}-{number:03}.png")


def held_out(seed: int) -> tuple[Shot, ...]:
    """Return the held-out images, in an order that does not reveal their class."""
    kinds = product(range(len(CLASSES)), range(HELD_OUT_INDIVIDUALS), range(HELD_OUT_EACH))
    random = random_of(seed, HELD_OUT, len(CLASSES))  # a key that no individual has
    images = PurePosixPath("held-out") / "pictures"
    return tuple(
        Shot(HELD_OUT, label, who, number, images / f"{place:05}.png")
        for place, (label, who, number) in enumerate(shuffled(kinds, random))
    )


def image(seed: int, shot: Shot) -> Pixels:
    """Return the pixels of one image: (150, 150, 3), 0 to 255."""
    import numpy as np  # noqa: PLC0415

    individual = (seed, shot.split, shot.label, shot.individual)
    who, scene = random_of(*individual), random_of(*individual, shot.number)
    canvas = Canvas(np.zeros((SIZE, SIZE, 3), np.float32), light(scene))
    _paper_white(canvas.pixels, scene)
    placing = _placing(scene, shot.label)
    draw_hand(canvas, a_hand(who, shot.individual), shot.label, placing, scene)
    grain(canvas.pixels, scene)
    return (canvas.pixels.clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _paper_white(pixels: Floats, random: Random) -> None:
    """Fill the image with white and, in most, with the soft shadow of something outside it."""
    pixels[:] = span(random, 0.92, 1.0)
    if chance(random, 0.7):
        depth = span(random, 0.1, 0.5)
        dark = (blotches(random, SIZE, whole(random, 1, 4)) - 0.5).clip(0.0, 1.0) * depth
        pixels -= dark[:, :, None]


def _placing(random: Random, label: int) -> Placing:
    """Choose a place that reveals little: all classes fill about the same part of the image."""
    scale = SCALES[label] * span(random, 0.72, 1.1)
    return Placing(
        x=75 + span(random, -22, 22),
        y=75 + scale * MIDDLES[label] + span(random, -20, 20),
        scale=scale,
        lean=whole(random, -40, 40),
        mirrored=chance(random, 0.5),
    )
