"""What every layout of an official set hides: pictures in an order of no class, and labels."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SEED = 1


def key(entry: str) -> bytes:
    """Give what puts entries into an order that tells nothing, with no random generator."""
    return hashlib.sha256(f"{_SEED}:{entry}".encode()).digest()


def made(folder: Path) -> Path:
    """Make a folder, with those above it, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def hide(folder: Path, classes: Sequence[str], chosen: Iterable[tuple[str, int, Path]]) -> None:
    """Copy pictures, each with what its place is drawn from and its label, to `folder/held-out`.

    A file that is moved keeps its time, and the classes were unpacked one after the other: these
    are written in the order of their new names, that mixes the classes.
    """
    ordered = sorted(chosen, key=lambda entry: key(entry[0]))
    place = made(folder / "held-out" / "pictures")
    for index, (_, _, path) in enumerate(ordered):
        shutil.copyfile(path, place / f"{index:05d}{path.suffix}")
    write_labels(folder, classes, [label for _, label, _ in ordered])


def write_labels(folder: Path, classes: Sequence[str], labels: Sequence[int]) -> None:
    """Write `folder/held-out/labels.json`, as layout.py describes it."""
    text = json.dumps({"classes": list(classes), "labels": list(labels)})
    (folder / "held-out" / "labels.json").write_text(text, encoding="utf-8")
