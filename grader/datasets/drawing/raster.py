"""Draw on an image with numpy, so that every machine draws the same pixels.

It uses only elementwise IEEE operations (+ - * / sqrt, comparisons) on float32 arrays, whose
results the standard defines for all processors and numpy releases.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Random = np.random.Generator

Colour = tuple[float, float, float]
Point = tuple[float, float]

_GRID = 4096  # sines have 12 bits, so that the last bit of a machine's libm has no effect


def turn(degrees: int) -> Point:
    """Return the cosine and sine of a number of degrees, rounded alike on every machine."""
    angle = math.radians(degrees % 360)
    return round(math.cos(angle) * _GRID) / _GRID, round(math.sin(angle) * _GRID) / _GRID


def along(start: Point, degrees: int, length: float) -> Point:
    """Return the point at a distance from `start` in a direction: 0 is right, 90 is up."""
    cosine, sine = turn(degrees)
    return start[0] + cosine * length, start[1] + sine * length


def span(random: Random, low: float, high: float) -> float:
    """Draw a number between low and high."""
    return low + (high - low) * float(random.random())


def whole(random: Random, low: int, high: int) -> int:
    """Draw a whole number from low to high, both included."""
    return int(random.integers(low, high + 1))


def chance(random: Random, share: float) -> bool:
    """Return True in about `share` of all calls."""
    return float(random.random()) < share


def tinted(colour: Colour, factor: float) -> Colour:
    """Return the colour, darker (factor below 1) or lighter."""
    return colour[0] * factor, colour[1] * factor, colour[2] * factor


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Return a mix with `share` of the other colour."""
    return (
        one[0] + (other[0] - one[0]) * share,
        one[1] + (other[1] - one[1]) * share,
        one[2] + (other[2] - one[2]) * share,
    )


@dataclass(frozen=True)
class Coat:
    """The look of a surface: a colour and, where `mask` is 1, a second colour.

    `mask` has the canvas's height and width; None is a surface of one colour.
    """

    colour: Colour
    other: Colour = (0.0, 0.0, 0.0)
    mask: Floats | None = None

    def darker(self, factor: float) -> Coat:
        """Return the same coat in less light."""
        return Coat(tinted(self.colour, factor), tinted(self.other, factor), self.mask)


@dataclass(frozen=True)
class Canvas:
    """A square image being drawn.

    `pixels` is (size, size, 3), 0 is black and 1 full light; x runs right, y runs down, in
    pixels. `light` is the direction that the light comes from, as x and y of a unit vector.
    """

    pixels: Floats
    light: Point = (-0.5, -0.6)

    @property
    def size(self) -> int:
        """Pixels a side."""
        return int(self.pixels.shape[0])

    def _window(self, left: float, top: float, right: float, bottom: float) -> tuple[Any, ...]:
        """Return the rows and columns of a rectangle within the image, and the pixels' x and y."""
        import numpy as np  # noqa: PLC0415

        x0, x1 = max(0, math.floor(left)), min(self.size, math.ceil(right) + 1)
        y0, y1 = max(0, math.floor(top)), min(self.size, math.ceil(bottom) + 1)
        x = np.arange(x0, max(x0, x1), dtype=np.float32)[None, :]
        y = np.arange(y0, max(y0, y1), dtype=np.float32)[:, None]
        return slice(y0, max(y0, y1)), slice(x0, max(x0, x1)), x, y

    def _paint(self, rows: slice, columns: slice, cover: Floats, shade: Floats, coat: Coat) -> None:
        """Paint a shaded coat over the part of the image that `cover` (0 to 1) selects."""
        mask = None if coat.mask is None else coat.mask[rows, columns]
        for channel in range(3):
            target = self.pixels[rows, columns, channel]
            paint = shade * coat.colour[channel]
            if mask is not None:
                paint += mask * (shade * coat.other[channel] - paint)
            target += cover * (paint - target)

    def limb(self, start: Point, end: Point, thick: float, thin: float, coat: Coat) -> None:
        """Draw a round limb from start (radius `thick`) to end (radius `thin`)."""
        import numpy as np  # noqa: PLC0415

        reach = max(thick, thin) + 1.0
        rows, columns, x, y = self._window(
            min(start[0], end[0]) - reach,
            min(start[1], end[1]) - reach,
            max(start[0], end[0]) + reach,
            max(start[1], end[1]) + reach,
        )
        if not x.size or not y.size:
            return
        dx, dy = end[0] - start[0], end[1] - start[1]
        square = max(dx * dx + dy * dy, 1e-6)
        x, y = x - start[0], y - start[1]
        share = x * (dx / square) + y * (dy / square)
        np.minimum(np.maximum(share, 0.0, out=share), 1.0, out=share)
        x, y = x - share * dx, y - share * dy
        radius = share * (thin - thick) + thick
        away = np.sqrt(x * x + y * y)
        cover = np.minimum(np.maximum(radius - away + 0.5, 0.0), 1.0)
        steep = np.minimum(away / radius, 1.0)
        bulge = np.sqrt(1.0 - steep * steep)
        facing = (x * self.light[0] + y * self.light[1]) / radius
        shade = np.maximum(0.5 + 0.35 * bulge + 0.3 * facing, 0.2)
        self._paint(rows, columns, cover, shade, coat)

    def ellipse(
        self, centre: Point, wide: float, high: float, coat: Coat, solid: float = 1.0
    ) -> None:
        """Draw an upright ellipse with half-axes `wide` and `high`; `solid` is its opacity."""
        import numpy as np  # noqa: PLC0415

        rows, columns, x, y = self._window(
            centre[0] - wide - 1, centre[1] - high - 1, centre[0] + wide + 1, centre[1] + high + 1
        )
        if not x.size or not y.size:
            return
        x, y = (x - centre[0]) / wide, (y - centre[1]) / high
        away = np.sqrt(x * x + y * y)
        edge = min(wide, high)
        cover = np.minimum(np.maximum((1.0 - away) * edge + 0.5, 0.0), 1.0) * solid
        shade = np.maximum(0.8 + 0.3 * (x * self.light[0] + y * self.light[1]), 0.2)
        self._paint(rows, columns, cover, shade, coat)

    def block(self, corner: Point, wide: float, high: float, coat: Coat) -> None:
        """Draw an upright rectangle from its upper left corner, darker towards its foot."""
        import numpy as np  # noqa: PLC0415

        rows, columns, x, y = self._window(
            corner[0] - 1, corner[1] - 1, corner[0] + wide + 1, corner[1] + high + 1
        )
        if not x.size or not y.size:
            return
        x, y = x - corner[0], y - corner[1]
        inside = np.minimum(np.minimum(x, wide - x), np.minimum(y, high - y))
        cover = np.minimum(np.maximum(inside + 0.5, 0.0), 1.0)
        shade = (1.05 - 0.3 * (y / high)) + 0.0 * x
        self._paint(rows, columns, cover, shade, coat)


def blotches(random: Random, size: int, cells: int) -> Floats:
    """Return smooth noise from 0 to 1, (size, size): linear between random values on a grid."""
    import numpy as np  # noqa: PLC0415

    heights = random.random((cells + 2, cells + 2)).astype(np.float32)
    place = np.arange(size, dtype=np.float32) * (cells / size)
    index = place.astype(np.int64)
    share = place - index.astype(np.float32)
    down = heights[index] + share[:, None] * (heights[index + 1] - heights[index])
    across: Floats = down[:, index] + share[None, :] * (down[:, index + 1] - down[:, index])
    return across
