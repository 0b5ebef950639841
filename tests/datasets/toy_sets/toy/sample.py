"""Draws the toy data set at once: two visible files and three held-out images."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from grader.progress import Progress


def draw(folder: Path, progress: Progress, seed: int = 1) -> None:
    visible = folder / "visible" / "toy"
    visible.mkdir(parents=True)
    for name in ("one", "two"):
        (visible / f"{name}.txt").write_text(f"{name} of seed {seed}\n" * 20, encoding="utf-8")
    hidden = folder / "held-out" / "pictures"
    hidden.mkdir(parents=True)
    for index in range(3):
        (hidden / f"{index}.png").write_bytes(bytes([index]) * 50)
    labels = {"classes": ["a", "b"], "labels": [0, 1, 0]}
    (folder / "held-out" / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    progress("drawing toys", 3, 3)
