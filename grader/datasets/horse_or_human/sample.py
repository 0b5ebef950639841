"""The sample of horse-or-human: rendered figures on varied backgrounds.

The layout, names, counts and format are those of the official data set: 500 + 527 training images
(50 horses with ten images each, 17 humans with 31), 128 + 128 validation images of six other
horses and five other humans. The held-out images show figures that are in neither.
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
from grader.datasets.drawing.raster import Canvas, Coat, chance, span, whole
from grader.datasets.drawing.scenes import Placing, background, grain, light, things
from grader.datasets.horse_or_human import spec
from grader.datasets.horse_or_human.figures import a_horse, a_human, draw_horse, draw_human
from grader.datasets.horse_or_human.spec import SPEC
from grader.datasets.layout import write_labels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from grader.datasets.drawing.raster import Random
    from grader.progress import Progress

    Pixels = npt.NDArray[np.uint8]

SIZE = 150
CLASSES = SPEC.classes
TRAINING, VALIDATION, HELD_OUT = 0, 1, 2
HELD_OUT_EACH, HELD_OUT_INDIVIDUALS = SPEC.held_out["sample"][0], 20

# The numbers in the names of the official validation horses follow no rule; a row is a horse.
# fmt: off
VALIDATION_HORSES: tuple[tuple[int, ...], ...] = (
    (0, 105, 122, 127, 170, 204, 224, 241, 264, 276, 298, 335, 384, 411, 436, 455, 484, 510,
     539, 554, 568),
    (11, 40, 69, 112, 136, 183, 201, 218, 224, 254, 269, 294, 314, 368, 383, 412, 441, 544,
     582, 596),
    (11, 26, 55, 70, 99, 141, 171, 198, 217, 255, 326, 397, 416, 440, 469, 484, 498, 521, 541,
     584),
    (0, 14, 43, 72, 102, 159, 188, 202, 232, 302, 345, 389, 403, 439, 468, 495, 501, 503, 530,
     541, 548, 556, 588, 599),
    (2, 18, 32, 60, 65, 76, 83, 100, 103, 123, 164, 181, 192, 203, 235, 259, 275, 303, 342,
     360, 400, 402, 405, 458, 478, 488, 504, 514, 519, 550, 565, 589),
    (4, 64, 89, 153, 161, 198, 218, 275, 345, 403, 544),
)
# fmt: on
VALIDATION_HUMANS = (25, 25, 25, 25, 28)


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

    1,027 training, 256 validation and 400 held-out images, 150x150 RGBA PNG, fully opaque. The
    same seed gives the same pixels on any machine. `folder` may be there already; files of the
    same names are replaced. Raises OSError where it cannot be written.
    """
    shots_held_out = held_out(seed)
    shots = (*visible(), *shots_held_out)
    draw_all(
        folder,
        shots,
        lambda path, shot: write_png(path, image(seed, shot)),
        "drawing horses and humans",
        progress,
    )
    write_labels(folder, CLASSES, [shot.label for shot in shots_held_out])


def visible() -> Iterator[Shot]:
    """Yield the images that a submission sees, with the official names."""
    training, validation = (
        PurePosixPath("visible") / name for name in (spec.TRAINING, spec.VALIDATION)
    )
    for who, number in product(range(50), range(10)):
        name = f"horse{who + 1:02}-{number}.png"
        yield Shot(TRAINING, 0, who, number, training / "horses" / name)
    for who, number in product(range(17), range(31)):
        name = f"human{who + 1:02}-{number:02}.png"
        yield Shot(TRAINING, 1, who, number, training / "humans" / name)
    for who, numbers in enumerate(VALIDATION_HORSES):
        for number in numbers:
            name = f"horse{who + 1}-{number:03}.png"
            yield Shot(VALIDATION, 0, who, number, validation / "horses" / name)
    for who, count in enumerate(VALIDATION_HUMANS):
        for number in range(count):
            name = f"valhuman{who + 1:02}-{number:02}.png"
            yield Shot(VALIDATION, 1, who, number, validation / "humans" / name)


def held_out(seed: int) -> tuple[Shot, ...]:
    """Return the held-out images, in an order that does not reveal their class."""
    each = HELD_OUT_EACH // HELD_OUT_INDIVIDUALS
    kinds = product(range(len(CLASSES)), range(HELD_OUT_INDIVIDUALS), range(each))
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
    ground = background(canvas, scene)
    things(canvas, scene, ground, whole(scene, 0, 2))
    placing = _placing(scene, shot.label)
    shadow = Coat((0.05, 0.05, 0.05))
    feet = (placing.x, placing.y)
    canvas.ellipse(feet, placing.scale * 0.45, placing.scale * 0.06, shadow, 0.5)
    if shot.label == 0:
        draw_horse(canvas, a_horse(who), placing, scene)
    else:
        draw_human(canvas, a_human(who), placing, scene)
    if chance(scene, 0.25):
        things(canvas, scene, span(scene, 125, 150), 1)
    grain(canvas.pixels, scene)
    return (canvas.pixels.clip(0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def _placing(random: Random, label: int) -> Placing:
    """Choose a place that reveals little: both classes fill the same part of the image."""
    size = span(random, 0.6, 1.0)
    scale = (92.0 if label == 0 else 142.0) * size
    rearing = label == 0 and chance(random, 0.2)
    lean = whole(random, 20, 40) if rearing else whole(random, -8, 8)
    if label == 1 and chance(random, 0.2):
        lean = whole(random, 15, 45) * (1 if chance(random, 0.5) else -1)
    return Placing(
        x=75 + span(random, -28, 28),
        y=75 + scale * 0.5 + span(random, -18, 18),
        scale=scale,
        lean=lean,
        mirrored=chance(random, 0.5),
    )
