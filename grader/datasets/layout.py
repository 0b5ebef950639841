"""How an installed data set lies on disk, whoever made it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class DataSet:
    """One installed data set.

    `folder/visible/NAME/…` is what a submission sees as `data/NAME/…`.
    `folder/held-out/pictures/` holds `pictures.npy` (uint8, one array) or picture files; their
    sorted names are the order of the labels. `folder/held-out/labels.json` is
    {"classes": [names], "labels": [ints]} and is on no path that a box can open.
    """

    name: str
    kind: str
    folder: Path

    @property
    def visible(self) -> Path:
        """The folders that a submission may read."""
        return self.folder / "visible"

    @property
    def held_out_images(self) -> Path:
        """Pictures that no submission sees; the box that predicts sees them, without labels."""
        return self.folder / "held-out" / "pictures"

    def held_out_labels(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Class names in label order, and one label a picture."""
        text = (self.folder / "held-out" / "labels.json").read_text(encoding="utf-8")
        stored = json.loads(text)
        return tuple(stored["classes"]), tuple(stored["labels"])
