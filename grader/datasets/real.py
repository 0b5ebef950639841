"""The official sets, laid out as the kit wants them: some pictures hidden, all names there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets import real_creatures, real_garments, real_hands, real_pets
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
    "fashion-mnist": real_garments.lay_out,
    "horse-or-human": real_creatures.lay_out,
    "cats-and-dogs": real_pets.lay_out,
    "rps": real_hands.lay_out,
}
