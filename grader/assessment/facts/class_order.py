"""The class order of a model's outputs, where it differs from the required order."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import fail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.assessment.evidence import Scored
    from grader.training.record import Loader

# The argument that sets the class order of a loader.
ARGUMENTS = {"flow_from_directory": "classes", "image_dataset_from_directory": "class_names"}


def refuse_order(
    order: tuple[str, ...],
    loaders: Sequence[Loader],
    held_out: Scored,
    truth: Sequence[str],
    threshold: float,
) -> None:
    """Fail if an inaccurate model has its classes in another order than the required one.

    `truth` names the class of each held-out image, `threshold` is the required accuracy. The
    order comes from the loaders, else from the order in which the predictions would be right.
    """
    measured = f"accuracy {held_out.accuracy:.3f} on {held_out.count:,} held-out images"
    asked = f"the outputs in the order {', '.join(order)}"
    loader = next((each for each in loaders if _others(each, order)), None)
    if loader is not None:
        there = ", ".join(sorted(loader.classes, key=lambda name: loader.classes[name]))
        argument = ARGUMENTS.get(loader.kind, "classes")
        fail(
            expected=asked,
            actual=f"the loader at line {loader.line} has them in the order {there}: {measured}",
            fix=f"write {argument}={list(order)} in each loader: without it the order "
            "is alphabetical",
        )
    right = _order_of_answers(order, held_out, truth, threshold)
    if right is not None:
        fail(
            expected=asked,
            actual=f"predictions that are right in the order {', '.join(right)}: {measured}",
            fix=f"number the classes from 0 in the order {', '.join(order)}",
        )


def _others(loader: Loader, order: tuple[str, ...]) -> bool:
    """Return whether a loader has the same classes in another order."""
    numbers = {name: number for number, name in enumerate(order)}
    return {*loader.classes} == {*order} and dict(loader.classes) != numbers


def _order_of_answers(
    order: tuple[str, ...], held_out: Scored, truth: Sequence[str], threshold: float
) -> tuple[str, ...] | None:
    """Return the other order in which the predictions reach the threshold; None without one."""
    if held_out.predictions.shape[1] != len(order):
        return None
    guesses = held_out.predictions.argmax(axis=1).tolist()
    for other in permutations(order):
        right = sum(other[guess] == name for guess, name in zip(guesses, truth, strict=True))
        if other != order and right >= threshold * len(truth):
            return other
    return None
