"""How far a threshold lies from what right solutions reach, and how sure that is."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 3.0
FAR = 6.0
# The sd of fewer runs is too uncertain to choose a threshold by.
FEWEST_TO_PROPOSE = 5
NORMAL_95 = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Spread:
    """Accuracies of several runs in a few figures; `sd` (of a sample) is None for one run."""

    count: int
    minimum: float
    median: float
    mean: float
    sd: float | None


@dataclass(frozen=True)
class ThresholdFigures:
    """One threshold beside what was reached.

    `spread` is the reference's, None where no run gave a figure; `distance` is from the mean down
    to the threshold in sd, None where there is no sd or it is 0; `too_near` is None where that
    cannot be told. `least_alternative` is the lowest figure of a right solution, `best_wrong` the
    highest of a solution that must miss this threshold. `proposed` is the highest value that
    keeps clear of the reference and of right solutions; None where that is not known, or where
    it would let the best wrong one pass.
    """

    name: str
    value: float
    spread: Spread | None = None
    distance: float | None = None
    too_near: bool | None = None
    least_alternative: float | None = None
    best_wrong: float | None = None
    proposed: float | None = None


def spread(values: Sequence[float]) -> Spread | None:
    """The figures of some runs; None where there are none."""
    if not values:
        return None
    sd = statistics.stdev(values) if len(values) > 1 else None
    middle = statistics.median(values)
    return Spread(len(values), min(values), middle, statistics.fmean(values), sd)


def lies_clear(reached: Spread | None, value: float, distance: float) -> bool | None:
    """Whether a value lies at least `distance` sd below the mean, and below every run.

    None where that cannot be told.
    """
    if reached is None or reached.sd is None:
        return None
    # Both sides are accuracies: a difference of rounding only must not decide.
    return reached.minimum >= value and reached.mean - value >= distance * reached.sd - 1e-12


def threshold_figures(
    name: str,
    value: float,
    reference: Sequence[float],
    alternative: Sequence[float] = (),
    wrong: Sequence[float] = (),
) -> ThresholdFigures:
    """Set a threshold against the accuracies of right solutions, and of those that must miss it."""
    reached = spread(reference)
    clear = lies_clear(reached, value, NEAR)
    least, best = min(alternative, default=None), max(wrong, default=None)
    distance = (reached.mean - value) / reached.sd if reached and reached.sd else None
    return ThresholdFigures(
        name=name,
        value=value,
        spread=reached,
        distance=distance,
        too_near=None if clear is None else not clear,
        least_alternative=least,
        best_wrong=best,
        proposed=_proposed(reached, least, best),
    )


def _proposed(
    reached: Spread | None, least_alternative: float | None, best_wrong: float | None
) -> float | None:
    """The highest hundredth that lies FAR below the reference, and not above a right solution."""
    if reached is None or reached.sd is None or reached.count < FEWEST_TO_PROPOSE:
        return None
    highest = min(reached.mean - FAR * reached.sd, reached.minimum)
    if least_alternative is not None:
        highest = min(highest, least_alternative)
    value = math.floor(highest * 100 + 1e-9) / 100
    return value if value > (best_wrong or 0.0) else None


def wilson(passed: int, runs: int, z: float = NORMAL_95) -> tuple[float, float]:
    """The score interval of a chance, from `passed` of `runs`; (0, 1) where there are no runs.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212: the chances p for which
    |passed/runs - p| <= z * sqrt(p (1 - p) / runs). `z` is 1.96 for 95 %.
    """
    if not runs:
        return 0.0, 1.0
    share, square = passed / runs, z * z / runs
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / runs + square / (4 * runs))
    # At the ends the formula gives 0 and 1, but for rounding.
    low = 0.0 if passed == 0 else max(0.0, middle - half)
    high = 1.0 if passed == runs else min(1.0, middle + half)
    return low, high
