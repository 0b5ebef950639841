"""Stubs for modules that course code imports and that are not installed.

What they would show, upload or mount is ignored. An installed module is never replaced.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.abc
import importlib.machinery
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import types
    from collections.abc import Callable, Sequence

GOOGLE = ("google.colab", "google.colab.files", "google.colab.drive", "google.colab.output")
# Each with the word in the source of a program that imports it.
TOPS = {"google": b"colab", "IPython": b"IPython", "ipywidgets": b"ipywidgets", "wget": b"wget"}
IPYTHON = (9, 0, 0)


class _Nothing:
    """Replaces an object that only shows, uploads or downloads, and all its attributes."""

    def __call__(self, *_given: object, **_options: object) -> None:
        """Do nothing."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return self


NOTHING = _Nothing()


class Shown:
    """Replaces an image, a page or a widget: stores its arguments."""

    def __init__(self, *_given: object, **options: object) -> None:
        self.__dict__.update(options)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("_"):
            raise AttributeError(name)
        return NOTHING


def install(source: bytes) -> None:
    """Let the modules that a program names be imported."""
    names = {name for name, word in TOPS.items() if word in source}
    known = next((one for one in sys.meta_path if isinstance(one, _Finder)), None)
    if known is not None:
        known.tops |= names
    elif names:
        sys.meta_path.append(_Finder(names))


def display(*values: object, **_options: object) -> None:
    """Print what a notebook would show."""
    for value in values:
        print(value)  # noqa: T201


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds these modules if no other finder does."""

    def __init__(self, tops: set[str]) -> None:
        self.tops = tops

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        top = name.partition(".")[0]
        if top not in self.tops:
            return None
        if top == "google" and name != top and not f"{name}.".startswith("google.colab."):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, _spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        return None

    def exec_module(self, module: types.ModuleType) -> None:
        """Give the module attributes that do nothing, except those that return something."""
        name = module.__name__
        if name == "google":
            return
        module.__dict__["__getattr__"] = _Names(name)
        if name == "IPython":
            version = ".".join(map(str, IPYTHON))
            module.__dict__.update(version_info=IPYTHON, __version__=version, get_ipython=_no_shell)


def _no_shell() -> None:
    """Return None: no notebook runs here."""


class _Names:
    """Returns the attributes of a stub module."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __call__(self, wanted: str) -> Any:  # noqa: ANN401
        whole = f"{self._module}.{wanted}"
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        if whole in GOOGLE or whole == "IPython.display":
            return importlib.import_module(whole)
        known = _KNOWN.get(whole)
        if known is not None:
            return known
        of_shows = self._module.split(".")[0] in {"IPython", "ipywidgets"}
        return Shown if of_shows and wanted[0].isupper() else NOTHING


def _uploaded(*_given: object, **_options: object) -> dict[str, bytes]:
    """Return no file: nobody can choose one."""
    return {}


def _mount(place: str = "/content/drive", *_given: object, **_options: object) -> None:
    """Make an empty drive, if the folder can be made."""
    with contextlib.suppress(OSError):
        os.makedirs(os.path.join(place, "MyDrive"), exist_ok=True)  # noqa: PTH103, PTH118
        os.symlink("MyDrive", os.path.join(place, "My Drive"))  # noqa: PTH118, PTH211  (until 2020)


def _download(url: str, out: str | None = None, *_bar: object, **_options: object) -> str:
    """Download a file as the package wget does, under a free name."""
    import shutil  # noqa: PLC0415
    from urllib.request import urlopen  # noqa: PLC0415

    from .offline.catalogue import name_in  # noqa: PLC0415

    target = out or name_in(url)
    if os.path.isdir(target):  # noqa: PTH112
        target = os.path.join(target, name_in(url))  # noqa: PTH118
    stem, ending = os.path.splitext(target)  # noqa: PTH122
    number = 0
    while os.path.exists(target):  # noqa: PTH110
        number += 1
        target = f"{stem} ({number}){ending}"
    with urlopen(url) as answer, open(target, "wb") as file:  # noqa: PTH123, S310
        shutil.copyfileobj(answer, file)
    return target


_KNOWN: dict[str, Callable[..., object]] = {
    "google.colab.files.upload": _uploaded,
    "google.colab.drive.mount": _mount,
    "IPython.core.display.display": display,
    "IPython.display.display": display,
    "wget.download": _download,
}
