"""Lays the toy data set out as its drawing does, from another seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.datasets.toy_sets.toy import sample
from tests.datasets.toy_sets.toy.spec import ARCHIVES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.progress import Progress


def lay_out(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    assert set(archives) == set(ARCHIVES)
    sample.draw(folder, progress, seed=2)
