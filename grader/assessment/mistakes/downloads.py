"""Notes on the downloads that a submission asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.training.record import TrainingRecord

DIGITS = "mnist.npz"


def notes(record: TrainingRecord) -> Iterator[str]:
    """Yield what was served from the kit's data, and what is not served."""
    served = dict.fromkeys(one.file for one in record.asked if not one.refused)
    files = [file for file in served if file != DIGITS]
    if files:
        verb = "was" if len(files) == 1 else "were"
        yield f"{', '.join(files)} {verb} served from the kit's data"
    if DIGITS in served:
        yield f"{DIGITS} was served as digits drawn by the kit: they are not the task's images"
    raised = record.raised.message if record.raised else ""
    for address in dict.fromkeys(one.address for one in record.asked if one.refused):
        if address not in raised:
            yield f"{address} is not served: the sandbox has no internet"
