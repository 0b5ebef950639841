"""What a submission left in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_ENTRIES = 10_000


def files_below(work: Path, *, with_data: bool = False) -> Iterator[Path]:
    """What a submission left, the data left out unless it is asked for."""
    waiting, seen = [work], 0
    while waiting:
        folder = waiting.pop()
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            continue
        for entry in entries:
            seen += 1
            if seen > MOST_ENTRIES:
                return
            if entry.is_dir() and not entry.is_symlink():
                if with_data or entry != work / "data":
                    waiting.append(entry)
            else:
                yield entry
