"""The sample of cats and dogs: drawn animals on varied backgrounds.

Names and counts are those of the installed official data set: 1,500 images a class and, as in the
official archive, one file without bytes and one Thumbs.db a class. Each image shows another animal.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.datasets.cats_and_dogs.heads import draw_head
from grader.datasets.cats_and_dogs.shapes import Place, a_pet, draw_body
from grader.datasets.cats_and_dogs.spec import EMPTY, SHOWN, SPEC, THUMBS, THUMBS_BYTES
from grader.datasets.drawing.image_files import (
    draw_all,
    random_of,
    shuffled,
)
from grader.datasets.drawing.raster import Canvas, chance, span, whole
from grader.datasets.drawing.scenes import background, grain, light, things
from grader.datasets.layout import write_labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from grader.datasets.drawing.raster import Random
    from grader.progress import Progress

    Pixels = npt.NDArray[np.uint8]

SIZE = 180  # the longer side, in pixels
SHORTEST = 120  # the least length of the shorter side
QUALITY = 85
CLASSES = SPEC.classes
VISIBLE, HELD_OUT = 0, 1


@dataclass(frozen=True)
class Shot:
    """One image to draw: its split, class and number, and its path."""

    split: int
    label: int
    number: int
    path: PurePosixPath


def draw(folder: Path, progress: Progress, seed: int = 1) -> None:
    """Draw the whole set into `folder`, in the layout of `grader.datasets.layout`.

    3,000 images to split and 800 held-out ones, RGB JPEG of 120 to 180 pixels a side. The same
    seed gives the same pixels before JPEG encoding on any machine. Files of the same
    names are replaced. Raises OSError where it cannot be written.
    """
    shots_held_out = held_out(seed)
    shots = (*visible(), *shots_held_out)
    draw_all(
        folder,
        shots,
        lambda path, shot: _write(path, seed, shot),
        "drawing cats and dogs",
        progress,
    )
    for path, content in traps():
        (folder / path).write_bytes(content)
    write_labels(folder, CLASSES, [shot.label for shot in shots_held_out])


def _write(path: Path, seed: int, shot: Shot) -> None:
    """Draw one image and write it."""
    from PIL import Image  # noqa: PLC0415

    Image.fromarray(image(seed, shot)).save(path, format="JPEG", quality=QUALITY)


def visible() -> Iterator[Shot]:
    """Yield the images that a submission sees: 0.jpg … 1500.jpg without the empty one."""
    for label, name in enumerate(CLASSES):
        folder = PurePosixPath("visible") / "PetImages" / name
        files = [f"{number}.jpg" for number in range(SHOWN + 1)]
        good = [file for file in files if file != EMPTY[name]]
        for number, file in enumerate(good[:SHOWN]):
            yield Shot(VISIBLE, label, number, folder / file)


def traps() -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield the files that are not images, as in the official archive, with their bytes."""
    for name, empty in EMPTY.items():
        folder = PurePosixPath("visible") / "PetImages" / name
        yield folder / empty, b""
        yield folder / THUMBS, THUMBS_BYTES


def held_out(seed: int) -> tuple[Shot, ...]:
    """Return the held-out images, in an order that does not reveal their class."""
    kinds = product(range(len(CLASSES)), range(SPEC.held_out["sample"][0]))
    random = random_of(seed, HELD_OUT, len(CLASSES))  # a key that no image has
    images = PurePosixPath("held-out") / "pictures"
    return tuple(
        Shot(HELD_OUT, label, number, images / f"{place:05}.jpg")
        for place, (label, number) in enumerate(shuffled(kinds, random))
    )


def image(seed: int, shot: Shot) -> Pixels:
    """Return the pixels of one image: (height, width, 3), 0 to 255, 180 on the longer side."""
    import numpy as np  # noqa: PLC0415

    random = random_of(seed, shot.split, shot.label, shot.number)
    canvas = Canvas(np.zeros((SIZE, SIZE, 3), np.float32), light(random))
    ground = background(canvas, random)
    things(canvas, random, ground, whole(random, 0, 2))
    short = whole(random, SHORTEST, SIZE)
    pet, place = a_pet(random, shot.label, SIZE), _place(random, short)
    draw_body(canvas, pet, place, random)
    draw_head(canvas, pet, place)
    if chance(random, 0.25):
        things(canvas, random, span(random, SIZE - 25, SIZE), 1)
    grain(canvas.pixels, random)
    start = (SIZE - short) // 2
    cut = slice(start, start + short)
    seen = canvas.pixels[cut] if chance(random, 0.6) else canvas.pixels[:, cut]
    return (seen.clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _place(random: Random, short: int) -> Place:
    """Choose a place that reveals little: both classes fill the same part of the image."""
    return Place(
        x=SIZE / 2 + span(random, -0.2, 0.2) * short,
        y=SIZE / 2 + span(random, -0.2, 0.15) * short,
        radius=span(random, 0.18, 0.32) * short,
        tilt=whole(random, -25, 25),
        side=span(random, 0.0, 0.9),
        mirrored=chance(random, 0.5),
    )
