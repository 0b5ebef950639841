"""How the pixels in fit were scaled: once, twice, not at all, or to another range."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.training.record import Feed, Fit

DARK = 0.05  # Pixels scaled once exceed it; pixels divided by 255 twice end at 0.004.
HIGHEST = 1.6  # 1, and a little more where brightness was changed after scaling.
LOWEST = -1.1  # of pixels from -1 to 1
RAW = 20  # Standardised pixels stay below it; raw ones of any photograph exceed it.
TINY = 0.01  # A factor below it is for raw pixels.
CHAINS = ("Sequential", "Functional")
SCALING_LAYERS = frozenset(
    {*CHAINS, "Rescaling", "Normalization", "Lambda", "TrueDivide", "Divide", "Multiply"}
)


class Scaling(str, Enum):
    """How the pixels were scaled before the first trainable layer."""

    ONCE = "scaled once"
    IN_MODEL = "scaled by the model"
    NONE = "not scaled"
    TWICE = "scaled twice"
    TWICE_IN_MODEL = "scaled, and scaled again by the model"
    OTHER = "another range"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class InputScale:
    """The pixel range in fit; `left` is the highest value after Rescaling layers."""

    scaling: Scaling
    low: float = 0.0
    high: float = 0.0
    left: float = 0.0


def input_scale(fit: Fit | None, *, rescales: bool | None) -> InputScale:
    """Return how the pixels of a fit were scaled.

    `rescales` says whether the model scales its input; None if no saved file shows it.
    """
    feed = fit.training if fit else None
    if fit is None or feed is None or feed.high is None:
        return InputScale(Scaling.IN_MODEL if rescales else Scaling.UNKNOWN)
    left = rescaled(feed.high, fit.rescaling) if fit.rescaling else feed.high
    return InputScale(
        _scaling(fit, feed, left, rescales=rescales), feed.low or 0.0, feed.high, left
    )


def _scaling(fit: Fit, feed: Feed, left: float, *, rescales: bool | None) -> Scaling:
    low, high = feed.low or 0.0, feed.high or 0.0
    tiny = any(0 < factor < TINY for factor in fit.rescaling)
    again = bool(fit.rescaling) and (tiny if rescales is None else rescales)
    if again and DARK < high <= HIGHEST and abs(left) < DARK:
        return Scaling.TWICE_IN_MODEL
    if rescales or (rescales is None and tiny):
        return Scaling.IN_MODEL
    if -DARK < low <= high < DARK:
        return Scaling.TWICE
    if high > RAW:
        unsure = fit.model not in CHAINS or not SCALING_LAYERS.isdisjoint(fit.layers)
        return Scaling.UNKNOWN if rescales is None and unsure else Scaling.NONE
    return Scaling.OTHER if low < LOWEST or high > HIGHEST else Scaling.ONCE


def rescaled(high: float, factors: Sequence[float]) -> float:
    """Return the highest pixel after Rescaling layers, in sequence or in parallel.

    Returns the larger of the two: a first layer may undo an earlier scaling, as * 255 does.
    """
    return high * max(math.prod(factors), min(factors, key=abs), key=abs)


def differ(training: Feed | None, validation: Feed | None) -> bool:
    """Return whether only one of the training and validation images was scaled."""
    highs = [feed.high for feed in (training, validation) if feed and feed.high is not None]
    return len(highs) == 2 and min(highs) <= HIGHEST and max(highs) > RAW  # noqa: PLR2004
