"""What a training sandbox has of a data set in its home: mounted data, and files to download.

A program inside finds the data where Keras caches it, and can download the known files: the
sandbox's offline world (`grader/sandbox/guest/offline`) serves them from the mounted data. It
cannot read specs, so it gets what it needs of them as JSON.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from grader.datasets.spec import Arrays
from grader.sandbox.conventions import DATA, KERAS_DATA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from grader.datasets.spec import DatasetSpec


def home_mounts(spec: DatasetSpec, visible: Path) -> Iterator[tuple[Path, str]]:
    """Yield the data to mount, each with its place below the sandbox's home."""
    for folder in spec.form.folders:
        yield visible / folder, _place(spec, folder)
    if isinstance(spec.form, Arrays) and spec.form.keras_cache and not _is_cached_folder(spec):
        file = visible / spec.form.folder / f"{spec.form.folder}.npz"
        yield file, f"{KERAS_DATA}/{spec.form.keras_cache}"


def catalogue(specs: Iterable[DatasetSpec]) -> str:
    """Return the JSON that the sandbox's offline world reads, as its `catalogue.py` describes it.

    It covers all data sets, so that a download of another problem's data gets its own answer.
    """
    specs = tuple(specs)
    return json.dumps(
        {
            "places": {
                folder: _place(spec, folder) for spec in specs for folder in spec.form.folders
            },
            "files": [asdict(served) for spec in specs for served in spec.served],
            "withheld": [name for spec in specs for name in spec.withheld],
        }
    )


def _place(spec: DatasetSpec, folder: str) -> str:
    if isinstance(spec.form, Arrays) and _is_cached_folder(spec):
        return f"{KERAS_DATA}/{spec.form.keras_cache}"
    return f"{DATA}/{folder}"


def _is_cached_folder(spec: DatasetSpec) -> bool:
    """Tell whether Keras caches the data set as a folder rather than as one file."""
    form = spec.form
    return isinstance(form, Arrays) and bool(form.keras_cache) and form.file_format == "idx"
