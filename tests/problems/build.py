"""A problem for tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from grader.problem import Problem
from grader.problem_format import ByKind, Data, Limits

RISING = (0.6, 0.7, 0.8, 0.85, 0.9)


def a_problem(**changes: Any) -> Problem:
    """Return a problem of one check; its folder does not exist."""
    accuracy = {"held_out_accuracy": 0.80}
    values: dict[str, Any] = {
        "id": "problem9",
        "title": "An example",
        "category": "Examples",
        "skills": ("1.5",),
        "data": Data(set="fashion-mnist"),
        "limits": Limits(
            seconds=600, memory_mb=6000, disk_mb=2000, output_mb=100, processes=256, model_mb=25
        ),
        "thresholds": ByKind(sample=accuracy, real=accuracy),
        "tiers": ByKind(sample=RISING, real=RISING),
        "points": {"check_held_out_accuracy": 2},
        "folder": Path("nowhere"),
        **changes,
    }
    return Problem(**values)
