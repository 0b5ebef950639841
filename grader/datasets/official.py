"""The official sets, laid out as the kit wants them: some pictures hidden, all names there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets.cats_and_dogs.official import lay_out as lay_out_cats_and_dogs
from grader.datasets.fashion_mnist.official import lay_out as lay_out_fashion_mnist
from grader.datasets.horse_or_human.official import lay_out as lay_out_horse_or_human
from grader.datasets.rock_paper_scissors.official import lay_out as lay_out_rock_paper_scissors
from grader.errors import GraderFault

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from grader.progress import Progress


def lay_out(name: str, archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Lay an official set out in an empty folder, from its archives, as layout.py describes it.

    The same archives give the same pictures under the same names. Raises UsageError where an
    archive holds other things than the official one.
    """
    layout = _LAYOUTS.get(name)
    if layout is None:
        raise GraderFault(f"nothing is known of how to lay out {name}")
    layout(archives, folder, progress)


_LAYOUTS: Mapping[str, Callable[[Mapping[str, Path], Path, Progress], None]] = {
    "fashion-mnist": lay_out_fashion_mnist,
    "horse-or-human": lay_out_horse_or_human,
    "cats-and-dogs": lay_out_cats_and_dogs,
    "rps": lay_out_rock_paper_scissors,
}
