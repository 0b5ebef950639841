"""What to do about an error of the submission's own, where something is known of its kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.training.record import Raised
    from grader.training.run import Training

TOOK_ALL_MEMORY = ("MemoryError", "ResourceExhaustedError")
NO_NETWORK = ("URLError", "ConnectionError", "ConnectionRefusedError", "gaierror")
FETCH = "URL fetch failure"
NO_MODEL = "'NoneType' object has no attribute 'save'"
NO_PICTURE = re.compile("Unknown image file format|Input is empty|cannot identify image file")
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png")
MOST_ENTRIES = 10_000


def advice(training: Training, raised: Raised, code: str) -> str:
    """What to do about an error that `code` raised; empty where nothing better is known."""
    record = training.record
    if raised.type in TOOK_ALL_MEMORY:
        return "it needs more memory than there is: use a smaller batch_size or model"
    if raised.type == "ModuleNotFoundError":
        return "the box has TensorFlow, NumPy, SciPy, Pillow and matplotlib, and no internet"
    if not {raised.type, *raised.bases}.isdisjoint(NO_NETWORK) or FETCH in raised.message:
        return (
            "the box has no internet: the data lies in data/ beside your file, "
            "and pretrained weights cannot be fetched (weights=None)"
        )
    if raised.type == "EOFError":
        return "nobody can answer input() in the box: leave it out"
    if raised.type == "AttributeError" and NO_MODEL in raised.message:
        return "solution_model() returned None: end it with `return model`"
    if raised.type == "UnidentifiedImageError" or NO_PICTURE.search(raised.message):
        empty = next(_empty_pictures(training.work), None)
        what = f"{empty} has no bytes" if empty else "a file that is no picture was read"
        return f"{what}: leave such files out before you count, split and train"
    if raised.type in {"FileNotFoundError", "FileExistsError"} and "mkdir(" in code:
        return (
            "os.makedirs(folder, exist_ok=True) makes those above it too, and minds no second run"
        )
    logs = [epoch.logs for fit in record.fits for epoch in fit.epochs]
    if raised.type == "KeyError" and logs and "acc" in raised.message:
        return f"the logs hold {', '.join(logs[-1])}: use one of these names"
    return ""


def _empty_pictures(work: Path) -> Iterator[str]:
    """Pictures without bytes that the submission made, by their paths below its folder."""
    for entry in files_below(work):
        if entry.suffix.lower() in PICTURE_ENDINGS and not entry.lstat().st_size:
            yield entry.relative_to(work).as_posix()


def files_below(work: Path) -> Iterator[Path]:
    """What a submission left, the data left out."""
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
                if entry != work / "data":
                    waiting.append(entry)
            else:
                yield entry
