"""The colours of drawn figures and of what surrounds them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets.drawing.raster import Colour, mixed, span, tinted, whole

if TYPE_CHECKING:
    from grader.datasets.drawing.raster import Random

# One palette for coats, clothes and things: no colour reveals a class.
PALETTE: tuple[Colour, ...] = (
    (0.45, 0.27, 0.14),
    (0.30, 0.18, 0.10),
    (0.62, 0.38, 0.20),
    (0.80, 0.64, 0.42),
    (0.90, 0.87, 0.80),
    (0.58, 0.57, 0.58),
    (0.20, 0.19, 0.21),
    (0.13, 0.10, 0.09),
    (0.72, 0.20, 0.18),
    (0.20, 0.30, 0.62),
    (0.24, 0.48, 0.28),
)
COATS = 8  # the first colours are those that coats and hair have
SKINS: tuple[Colour, ...] = (
    (0.93, 0.75, 0.62),
    (0.80, 0.58, 0.42),
    (0.55, 0.36, 0.24),
    (0.34, 0.21, 0.14),
)


def a_colour(random: Random, first: int = len(PALETTE)) -> Colour:
    """Return one of the first colours of the palette, slightly changed."""
    colour = PALETTE[whole(random, 0, first - 1)]
    return mixed(
        tinted(colour, span(random, 0.8, 1.25)),
        (float(random.random()), float(random.random()), float(random.random())),
        0.06,
    )
