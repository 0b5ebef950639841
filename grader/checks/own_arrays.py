"""Arrays of the submission's own, of which fit itself keeps a part for validation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader.checks.folders import HANDMADE
from grader.checks.outcomes import fail

if TYPE_CHECKING:
    from grader.training.record import Fit


def splits_its_arrays(fit: Fit | None) -> bool:
    """Whether fit itself kept arrays back, by its validation_split."""
    return fit is not None and fit.validation is None and fit.kept_back is not None


def require_own_share(fit: Fit, share: float) -> str:
    """How the pictures were divided, in words; fails where fit was told to keep another share."""
    kept = fit.kept_back
    if kept is not None and not math.isclose(kept, share, abs_tol=0.001):
        fail(
            expected=f"{share:g} of the pictures kept for validation",
            seen=f"fit at line {fit.line} got validation_split={kept:g}",
            advice=f"write validation_split={share:g}",
        )
    return HANDMADE
