"""What a skeleton has to know of a data set: its form, its classes, and where they lie."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets import registry
from grader.datasets.image_sets import FOLDERS
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Pixels a side and classes of the sets that are arrays: the registry counts files, not these.
ARRAYS: Mapping[str, tuple[int, int]] = {"fashion-mnist": (28, 10)}
# Sets with files without bytes among their pictures, which no loader can read.
WITH_EMPTY_FILES = frozenset({"cats-and-dogs"})
FOLDER_SIZE = 100


@dataclass(frozen=True)
class Form:
    """One data set as a skeleton uses it.

    Pictures are read at `size` x `size` pixels. `training` and `validation` are visible folders
    whose folders are the classes, empty where there is none; `counts` holds the files of all
    these folders of classes.
    """

    name: str
    size: int
    classes: int
    training: str = ""
    validation: str = ""
    counts: tuple[tuple[str, int], ...] = ()

    @property
    def is_array(self) -> bool:
        """Whether its pictures come as arrays and not as files in folders."""
        return not self.training

    @property
    def has_empty_files(self) -> bool:
        """Whether a submission must remove files without bytes before it can load a folder."""
        return self.name in WITH_EMPTY_FILES


def form(name: str) -> Form:
    """The form of a set; raises UsageError where there is none, or no skeleton is made for it."""
    info = registry.info(name)
    if name in ARRAYS:
        return Form(name, *ARRAYS[name])
    if name not in FOLDERS:
        raise UsageError(
            f"no skeleton for '{name}': name its folders in grader/datasets/image_sets.py, "
            "or its size and classes in grader/authoring/sets.py"
        )
    training, validation = FOLDERS[name]
    counts = tuple((place, count) for place, count in info.counts.items() if "/" in place)
    classes = Counter(place.split("/")[0] for place, _ in counts)[training]
    return Form(name, FOLDER_SIZE, classes, training, validation or "", counts)
