"""Files that a submission left in its folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ENTRIES = 10_000
LONGEST = 900  # characters of a folder's path; the system accepts 4,096 bytes


def files_below(work: Path, *, with_data: bool = False) -> Iterator[Path]:
    """Yield the files that a submission left; those of the data only with `with_data`."""
    waiting, seen = [work], 0
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                entries = sorted(listed, key=lambda entry: entry.name)
            folders = {entry.name for entry in entries if entry.is_dir(follow_symlinks=False)}
        except OSError:  # The folder may be nested deeper than a path can be long.
            continue
        for entry in entries:
            seen += 1
            if seen > MOST_ENTRIES:
                return
            place = Path(entry.path)
            if entry.name not in folders:
                yield place
            elif len(entry.path) <= LONGEST and (with_data or place != work / "data"):
                waiting.append(place)
