"""Validation figures that a submission's own callback adds to the logs, after ours saw them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.training.events import finite

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.training.record import Epoch

MOST = 20  # figures
LONGEST = 200  # characters of a name


def with_later_figures(
    epochs: tuple[Epoch, ...], history: Mapping[str, object]
) -> tuple[Epoch, ...]:
    """Epochs with the validation figures that only the history of fit holds, a number for each.

    ModelCheckpoint may watch such a figure: logs["val_f1"] = … in a callback before it. Training
    figures are Keras's own: what a callback says of them counts for nothing.
    """
    found: dict[str, list[float]] = {}
    known = {name for epoch in epochs for name in epoch.logs}
    for name, values in history.items():
        if (
            name in known
            or not name.startswith("val_")
            or not isinstance(values, list)
            or len(values) != len(epochs)
        ):
            continue
        numbers = [number for value in values if (number := finite(value)) is not None]
        if len(numbers) == len(epochs) and len(found) < MOST and len(name) <= LONGEST:
            found[name] = numbers
    return tuple(
        replace(epoch, logs={**epoch.logs, **{name: each[at] for name, each in found.items()}})
        for at, epoch in enumerate(epochs)
    )
