"""The known data sets: every folder on this package's path that holds a `spec.py`."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING

import grader.datasets
from grader.datasets.spec import DatasetSpec
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from grader.progress import Progress

SEED = 1
_PACKAGE = grader.datasets.__name__
_SPECS = "*/spec.py"


def specs() -> dict[str, DatasetSpec]:
    """Return all data sets by name; raises UsageError where a spec is invalid."""
    return {name: spec for name, (spec, _) in _found().items()}


def spec(name: str) -> DatasetSpec:
    """Return one data set; raises UsageError that lists the names where it is unknown."""
    return _entry(name)[0]


def draw(name: str, folder: Path, progress: Progress) -> None:
    """Draw the sample set into an empty folder, by the data set's `sample.draw`."""
    _part(name, "sample").draw(folder, progress, SEED)


def lay_out(name: str, archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Lay out the official set in an empty folder, by the data set's `official.lay_out`.

    The same archives give the same files. Raises UsageError where an archive does not hold what
    the official one does.
    """
    _part(name, "official").lay_out(archives, folder, progress)


def _part(name: str, part: str) -> ModuleType:
    """Import a module of a data set's folder; only here, for it may import numpy."""
    return importlib.import_module(f"{_PACKAGE}.{_entry(name)[1]}.{part}")


def _entry(name: str) -> tuple[DatasetSpec, str]:
    found = _found()
    if name not in found:
        raise UsageError(f"no data set is called '{name}'; there are: {', '.join(found)}")
    return found[name]


def _found() -> dict[str, tuple[DatasetSpec, str]]:
    """Return each data set with the name of its folder, in the order of the data sets' names."""
    found: dict[str, tuple[DatasetSpec, str]] = {}
    owners: dict[str, str] = {}
    paths = [path for top in grader.datasets.__path__ for path in sorted(Path(top).glob(_SPECS))]
    for path in paths:
        one = _load(path)
        if one.name in found:
            raise UsageError(f"{path}: name: another data set is called '{one.name}'")
        for folder in one.form.folders:
            if owners.setdefault(folder, one.name) != one.name:
                raise UsageError(f"{path}: form: '{folder}' is a folder of {owners[folder]}")
        found[one.name] = one, path.parent.name
    return dict(sorted(found.items()))


def _load(path: Path) -> DatasetSpec:
    try:
        module = importlib.import_module(f"{_PACKAGE}.{path.parent.name}.{path.stem}")
        spec = module.SPEC
    except (ValueError, TypeError, AttributeError, ImportError, NameError, SyntaxError) as error:
        raise UsageError(f"{path}: {error}") from error
    if not isinstance(spec, DatasetSpec):
        raise UsageError(f"{path}: SPEC is not a DatasetSpec")
    return spec
