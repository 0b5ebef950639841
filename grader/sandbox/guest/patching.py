"""Replace functions of other modules, also of modules that are imported later."""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    After = Callable[[ModuleType], None]
    from collections.abc import Callable


class _Loader(importlib.abc.Loader):
    def __init__(self, real: importlib.abc.Loader, after: After) -> None:
        self._real, self._after = real, after

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return self._real.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._real.exec_module(module)
        after, self._after = self._after, _nothing  # A reload does not count as an import.
        after(module)


def _nothing(_module: ModuleType) -> None:
    """Replace a function that has been called."""


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, after: Mapping[str, After]) -> None:
        self._after = dict(after)

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        # TensorFlow looks for Keras long before it imports it.
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
    """Call the function of each module once with the module: now, or after its import."""
    waiting = {name: act for name, act in after.items() if name not in sys.modules}
    sys.meta_path.insert(0, _Finder(waiting))
    for name in after.keys() - waiting.keys():
        after[name](sys.modules[name])


def wrap(owner: type, name: str, around: Callable[..., Any]) -> None:
    """Replace a method, inherited or not, with one that calls `around(original, self, …)`."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def replaced(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return around(original, self, *args, **kwargs)

    holder = next(kind for kind in owner.__mro__ if name in vars(kind))
    setattr(holder, name, replaced)


def everywhere(original: Callable[..., Any], around: Callable[..., Any]) -> None:
    """Replace a function of Keras with its wrapped form in every module of Keras."""

    @functools.wraps(original)
    def replaced(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return around(original, *args, **kwargs)

    name, top = original.__name__, original.__module__.partition(".")[0]
    for place, module in list(sys.modules.items()):
        if place.startswith(top) and vars(module).get(name) is original:
            setattr(module, name, replaced)
