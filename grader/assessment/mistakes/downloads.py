"""What a submission would have fetched from the internet, in a line for its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.training.record import TrainingRecord

DIGITS = "mnist.npz"


def told(record: TrainingRecord) -> Iterator[str]:
    """What was served in place of downloads, and what was asked for in vain."""
    served = dict.fromkeys(one.file for one in record.asked if not one.refused)
    files = [file for file in served if file != DIGITS]
    if files:
        verb = "was" if len(files) == 1 else "were"
        yield f"{', '.join(files)} {verb} served from the kit's data"
    if DIGITS in served:
        yield (
            f"{DIGITS} was served as digits drawn by the kit: they are not the pictures of the task"
        )
    raised = record.raised.message if record.raised else ""
    for address in dict.fromkeys(one.address for one in record.asked if one.refused):
        if address not in raised:
            yield f"{address} was asked for and is not served: the box has no internet"
