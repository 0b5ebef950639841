"""The ranges by which pixels that fit was fed are told to be scaled, raw, or scaled twice."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

DARK = 0.05  # Whatever is scaled once exceeds it; what is divided twice by 255 ends at 0.004.
HIGHEST = 1.6  # From 0 to 1, and a little more where a picture's light was varied after scaling.
RAW = 20  # Standardised pixels stay below it; raw ones of any photograph exceed it.


def rescaled(high: float, factors: Sequence[float]) -> float:
    """What Rescaling layers make of the highest pixel, be they in a row or side by side.

    Of the two the larger one: a first layer may undo what was done before, as times 255 does.
    """
    return high * max(math.prod(factors), min(factors, key=abs), key=abs)
