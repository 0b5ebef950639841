"""The scene of a drawn figure: background, things, light, and where the figure is placed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets.drawing.palette import a_colour
from grader.datasets.drawing.raster import Coat, Point, blotches, chance, span, turn, whole

if TYPE_CHECKING:
    from grader.datasets.drawing.raster import Canvas, Colour, Floats, Random

# From the top of the image to the horizon: noon, clouds, dusk, night, studio, wall, wood.
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((0.30, 0.52, 0.85), (0.78, 0.88, 0.96)),
    ((0.55, 0.58, 0.62), (0.80, 0.80, 0.82)),
    ((0.20, 0.16, 0.34), (0.92, 0.55, 0.35)),
    ((0.06, 0.07, 0.14), (0.25, 0.26, 0.36)),
    ((0.88, 0.86, 0.82), (0.95, 0.94, 0.92)),
    ((0.50, 0.38, 0.28), (0.62, 0.50, 0.38)),
    ((0.10, 0.18, 0.10), (0.30, 0.40, 0.22)),
)
# The two colours of a texture: meadow, sand, earth, snow, asphalt, dark floor, boards.
GROUNDS: tuple[tuple[Colour, Colour], ...] = (
    ((0.25, 0.45, 0.15), (0.50, 0.62, 0.25)),
    ((0.75, 0.62, 0.45), (0.90, 0.80, 0.62)),
    ((0.30, 0.22, 0.16), (0.50, 0.38, 0.28)),
    ((0.88, 0.88, 0.90), (0.97, 0.97, 0.98)),
    ((0.40, 0.40, 0.42), (0.55, 0.55, 0.56)),
    ((0.12, 0.12, 0.14), (0.22, 0.20, 0.20)),
    ((0.45, 0.26, 0.12), (0.60, 0.36, 0.18)),
)


@dataclass(frozen=True)
class Placing:
    """The place of a figure: feet at (x, y) in pixels, `scale` pixels a unit, leaning, mirrored."""

    x: float
    y: float
    scale: float
    lean: int
    mirrored: bool

    def point(self, place: Point) -> Point:
        """Return the pixel of a point in the figure's frame (x ahead, y up, the ground at 0)."""
        cosine, sine = turn(self.lean)
        ahead = place[0] * cosine - (place[1] - 0.5) * sine
        up = place[0] * sine + (place[1] - 0.5) * cosine + 0.5
        return self.x + (-ahead if self.mirrored else ahead) * self.scale, self.y - up * self.scale


def light(random: Random) -> Point:
    """Choose the direction of the light: from above, on the left or the right."""
    side = -1.0 if chance(random, 0.5) else 1.0
    return side * span(random, 0.3, 0.8), -span(random, 0.3, 0.6)


def background(canvas: Canvas, random: Random) -> float:
    """Fill the canvas with sky over ground, or ground alone; return the y where ground begins."""
    import numpy as np  # noqa: PLC0415

    size = canvas.size
    sky = SKIES[whole(random, 0, len(SKIES) - 1)]
    ground = GROUNDS[whole(random, 0, len(GROUNDS) - 1)]
    horizon = 0.0 if chance(random, 0.2) else span(random, 40, 115)
    row = np.arange(size, dtype=np.float32)[:, None]
    fade = (row / max(horizon, 1.0)).clip(0.0, 1.0)
    below = (row - horizon + 0.5).clip(0.0, 1.0)
    clouds = (blotches(random, size, whole(random, 2, 6)) - 0.5) * span(random, 0.0, 0.3)
    texture = blotches(random, size, whole(random, 4, 40)) * 0.6 + blotches(random, size, 3) * 0.4
    for channel in range(3):
        high, low = sky[0][channel], sky[1][channel]
        one, other = ground[0][channel], ground[1][channel]
        above = fade * (low - high) + high + clouds
        under = texture * (other - one) + one
        canvas.pixels[:, :, channel] = above + below * (under - above)
    return horizon or size / 2


def things(canvas: Canvas, random: Random, ground: float, count: int) -> None:
    """Draw things that are the same for all classes, with feet from y = `ground` downwards."""
    for _ in range(count):
        thing = THINGS[whole(random, 0, len(THINGS) - 1)]
        foot = (span(random, 0, canvas.size), ground + span(random, 0, 30))
        thing(canvas, random, foot, span(random, 0.5, 1.3))


def _tree(canvas: Canvas, random: Random, foot: Point, big: float) -> None:
    top = (foot[0] + span(random, -8, 8), foot[1] - 70 * big)
    canvas.limb(foot, top, 5 * big, 3 * big, Coat(a_colour(random)))
    canvas.ellipse(top, 26 * big, 22 * big, Coat(a_colour(random)))


def _post(canvas: Canvas, random: Random, foot: Point, big: float) -> None:
    top = (foot[0] + span(random, -20, 20), foot[1] - 60 * big)
    canvas.limb(foot, top, 4 * big, 4 * big, Coat(a_colour(random)))


def _crate(canvas: Canvas, random: Random, foot: Point, big: float) -> None:
    canvas.block((foot[0], foot[1] - 30 * big), 40 * big, 30 * big, Coat(a_colour(random)))


def _rock(canvas: Canvas, random: Random, foot: Point, big: float) -> None:
    canvas.ellipse(foot, 30 * big, 14 * big, Coat(a_colour(random)))


def _ball(canvas: Canvas, random: Random, foot: Point, big: float) -> None:
    canvas.limb(foot, foot, 12 * big, 12 * big, Coat(a_colour(random)))


def _fence(canvas: Canvas, random: Random, foot: Point, big: float) -> None:
    coat, rail = Coat(a_colour(random)), foot[1] - 25 * big
    canvas.limb((0, rail), (canvas.size, rail + span(random, -8, 8)), 2 * big, 2 * big, coat)
    for post in range(5):
        x = post * 35 + foot[0] / 5
        canvas.limb((x, rail - 8), (x, foot[1]), 2 * big, 2 * big, coat)


THINGS = (_tree, _post, _crate, _rock, _ball, _fence)


def grain(pixels: Floats, random: Random) -> None:
    """Change the brightness and tint of a finished image, and add grain as a camera does."""
    import numpy as np  # noqa: PLC0415

    gain = span(random, 0.75, 1.2)
    noise = random.integers(0, 256, pixels.shape[:2], dtype=np.uint8).astype(np.float32)
    noise = (noise - 127.5) * (span(random, 0.02, 0.12) / 255.0)
    for channel in range(3):
        pixels[:, :, channel] *= gain * span(random, 0.9, 1.1)
        pixels[:, :, channel] += noise
