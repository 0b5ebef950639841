"""Report every loader of images in folders as it is made, also those that no fit uses."""

from __future__ import annotations

import functools
import inspect
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..observations import Loader

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Found = Callable[[Loader, list[str]], None]

AUGMENTATIONS = (
    "rotation_range",
    "width_shift_range",
    "height_shift_range",
    "brightness_range",
    "shear_range",
    "zoom_range",
    "channel_shift_range",
    "horizontal_flip",
    "vertical_flip",
)
MARK = "_practice_loader"
DATASET = "image_dataset_from_directory"


def watch(keras: ModuleType, found: Found) -> None:
    """Report folder iterators of ImageDataGenerator and sets of image_dataset_from_directory."""
    count = iter(range(1, 1_000_000))
    top = keras.__name__  # keras, or tf_keras beside it
    iterator = getattr(
        sys.modules.get(f"{top}.src.legacy.preprocessing.image"), "DirectoryIterator", None
    ) or getattr(getattr(keras.preprocessing, "image", None), "DirectoryIterator", None)
    if iterator is not None:
        _watch_iterators(iterator, count, found)
    original = keras.preprocessing.image_dataset_from_directory
    replaced = _watched_dataset(original, count, found)
    for name, module in list(sys.modules.items()):
        if name.startswith(top) and vars(module).get(DATASET) is original:
            setattr(module, DATASET, replaced)


def _watch_iterators(iterator: Any, count: Any, found: Found) -> None:  # noqa: ANN401
    original = iterator.__init__

    @functools.wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        original(self, *args, **kwargs)
        number = next(count)
        setattr(self, MARK, number)
        generator = self.image_data_generator
        found(
            Loader(
                id=number,
                kind="flow_from_directory",
                directory=os.path.abspath(self.directory),  # noqa: PTH100
                classes=dict(self.class_indices),
                count=int(self.samples),
                size=tuple(self.target_size),
                class_mode=self.class_mode,
                subset=self.subset,
                rescale=getattr(generator, "rescale", None),
                augmentation=augmentation(generator),
                batch=self.batch_size,
            ),
            [os.path.abspath(path) for path in self.filepaths],  # noqa: PTH100
        )

    iterator.__init__ = init


def augmentation(generator: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return the arguments by which an ImageDataGenerator changes images at random."""
    changes = []
    for name in AUGMENTATIONS:
        value = getattr(generator, name, None)
        neutral = list(value) == [1, 1] if isinstance(value, (list, tuple)) else not value
        if value is not None and not neutral:
            changes.append(name)
    return tuple(changes)


def _watched_dataset(original: Any, count: Any, found: Found) -> Any:  # noqa: ANN401
    @functools.wraps(original)
    def image_dataset_from_directory(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        try:
            bound = inspect.signature(original).bind(*args, **kwargs)
        except TypeError:
            return original(*args, **kwargs)  # Keras says what is wrong with the call.
        bound.apply_defaults()
        given = bound.arguments
        common = Loader(
            kind=DATASET,
            directory=os.path.abspath(str(given["directory"])),  # noqa: PTH100
            size=tuple(given["image_size"]),
            class_mode=given["label_mode"],
            subset=given["subset"],
            batch=given["batch_size"],
        )
        try:
            made = original(*args, **kwargs)
        except ValueError:
            found(replace(common, id=next(count)), [])
            raise
        for dataset in made if isinstance(made, (tuple, list)) else (made,):
            number = next(count)
            files = [os.path.abspath(p) for p in getattr(dataset, "file_paths", [])]  # noqa: PTH100
            names = getattr(dataset, "class_names", None) or []
            classes = {name: index for index, name in enumerate(names)}
            setattr(dataset, MARK, number)
            found(replace(common, id=number, classes=classes, count=len(files)), files)
        return made

    return image_dataset_from_directory
