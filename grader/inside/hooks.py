"""Run something right after a module was imported, whoever imports it and whenever."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    After = Callable[[ModuleType], None]


class _Loader(importlib.abc.Loader):
    def __init__(self, real: importlib.abc.Loader, after: After) -> None:
        self._real, self._after = real, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        after, self._after = self._after, _nothing  # A reload is no second import.
        after(module)


def _nothing(_module: ModuleType) -> None:
    """Take the place of a function that has been called."""


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, after: Mapping[str, After]) -> None:
        self._after = dict(after)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        # TensorFlow asks whether Keras is there long before it imports it.
        after = self._after.get(fullname)
        if after is None:
            return None
        for finder in sys.meta_path:
            find = getattr(finder, "find_spec", None)
            spec = None if finder is self or find is None else find(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _Loader(spec.loader, after)
                return spec  # type: ignore[no-any-return]
        return None


def after_import(after: Mapping[str, After]) -> None:
    """For each module named, call its function once with the module: now, or after its import."""
    waiting = {name: act for name, act in after.items() if name not in sys.modules}
    sys.meta_path.insert(0, _Finder(waiting))
    for name in after.keys() - waiting.keys():
        after[name](sys.modules[name])
