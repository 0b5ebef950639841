"""Measure the distance of a threshold from the accuracies of correct solutions."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from grader.json_types import Amount, Share, described, restricted

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 3.0
FAR = 6.0
# The sd of fewer runs is too uncertain to propose a threshold.
FEWEST_TO_PROPOSE = 5
NORMAL_95 = statistics.NormalDist().inv_cdf(0.975)


@dataclass(frozen=True)
class Spread:
    """Accuracies of the reference over its runs."""

    count: Annotated[int, restricted(minimum=1)]
    minimum: Share
    median: Share
    mean: Share
    sd: Annotated[Amount | None, described("of a sample; null for one run")]


@dataclass(frozen=True)
class ThresholdResult:
    """A threshold and the accuracies that were reached."""

    name: Annotated[str, described("as in problem.toml")]
    value: Share
    spread: Annotated[Spread | None, described("of the reference; null if no run measured it")] = (
        None
    )
    distance: Annotated[
        float | None,
        described("from the reference's mean down to the threshold, in sd; null without an sd"),
    ] = None
    too_near: Annotated[bool | None, described("null if unknown")] = None
    least_alternative: Annotated[
        Share | None, described("the lowest accuracy of an alternative solution that passed")
    ] = None
    best_wrong: Annotated[
        Share | None,
        described("the highest accuracy of a wrong solution that must miss this threshold"),
    ] = None
    proposed: Annotated[
        Share | None,
        described(
            "the highest value that the reference and alternative solutions clear; null if "
            "unknown, or if the best wrong solution would pass"
        ),
    ] = None


def spread(values: Sequence[float]) -> Spread | None:
    """Return the spread of accuracies; None if there are none."""
    if not values:
        return None
    sd = statistics.stdev(values) if len(values) > 1 else None
    middle = statistics.median(values)
    return Spread(len(values), min(values), middle, statistics.fmean(values), sd)


def lies_clear(reached: Spread | None, value: float, distance: float) -> bool | None:
    """Whether a value lies at least `distance` sd below the mean, and below every run.

    None if unknown.
    """
    if reached is None or reached.sd is None:
        return None
    # Both sides are accuracies: rounding must not decide.
    return reached.minimum >= value and reached.mean - value >= distance * reached.sd - 1e-12


def threshold_result(
    name: str,
    value: float,
    reference: Sequence[float],
    alternative: Sequence[float] = (),
    wrong: Sequence[float] = (),
) -> ThresholdResult:
    """Compare a threshold with accuracies of correct solutions and of those that must miss it."""
    reached = spread(reference)
    clear = lies_clear(reached, value, NEAR)
    least, best = min(alternative, default=None), max(wrong, default=None)
    distance = (reached.mean - value) / reached.sd if reached and reached.sd else None
    return ThresholdResult(
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
    """Return the highest hundredth FAR below the reference and not above a correct solution."""
    if reached is None or reached.sd is None or reached.count < FEWEST_TO_PROPOSE:
        return None
    highest = min(reached.mean - FAR * reached.sd, reached.minimum)
    if least_alternative is not None:
        highest = min(highest, least_alternative)
    value = math.floor(highest * 100 + 1e-9) / 100
    return value if value > (best_wrong or 0.0) else None


def wilson(passed: int, runs: int, z: float = NORMAL_95) -> tuple[float, float]:
    """Return Wilson's score interval of a chance, from `passed` of `runs`; (0, 1) without runs.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212: the chances p for which
    |passed/runs - p| <= z * sqrt(p (1 - p) / runs). `z` is 1.96 for 95 %.
    """
    if not runs:
        return 0.0, 1.0
    share, square = passed / runs, z * z / runs
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / runs + square / (4 * runs))
    # At the ends the formula gives 0 and 1, except for rounding.
    low = 0.0 if passed == 0 else max(0.0, middle - half)
    high = 1.0 if passed == runs else min(1.0, middle + half)
    return low, high
