"""The description of one data set, which each data set's folder holds as `SPEC`.

A spec is plain data. Downloads, grading, `practice new`, training and the sandbox's offline
downloads all read it, so that nothing outside the folder names the data set. Its fields are
checked when it is made; a SpecError names the field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = ("sample", "real")
SHOWN_KINDS = {"sample": "sample", "real": "official"}  # the words that users read

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = "{number}"


class SpecError(ValueError):
    """A field of a spec has an invalid value; the text begins with the field's name."""


@dataclass(frozen=True)
class Archive:
    """One file of the official data set.

    `bases` are the folders on the web that serve the file; the first is the official one.
    """

    file: str
    bases: tuple[str, ...]
    bytes: int
    sha256: str

    @property
    def urls(self) -> tuple[str, ...]:
        """The official address and its mirrors."""
        return tuple(base + self.file for base in self.bases)


@dataclass(frozen=True)
class Arrays:
    """Images that are arrays of uint8, in files of the visible folder `folder`.

    `shape` is the shape of one image. With `file_format` "idx" the folder holds the four gzipped
    files of MNIST's names; with "npz" it holds one file, FOLDER.npz, with the arrays x_train,
    y_train, x_test and y_test. `keras` is the module of tf.keras.datasets that loads the data set,
    and `keras_cache` the folder (idx) or file (npz) below ~/.keras/datasets where that module looks
    before it downloads. Both are empty for a data set that Keras does not know.
    """

    folder: str
    shape: tuple[int, ...]
    file_format: Literal["idx", "npz"] = "npz"
    keras: str = ""
    keras_cache: str = ""

    @property
    def folders(self) -> tuple[str, ...]:
        """The visible folders."""
        return (self.folder,)


@dataclass(frozen=True)
class ImageFolders:
    """Images in files, in one folder a class.

    `training` and `validation` are visible folders; `validation` is empty where the data set has
    none. `has_empty_files` tells that some image files hold no bytes, so that a submission has to
    remove them before it can load the folder.
    """

    training: str
    validation: str = ""
    has_empty_files: bool = False

    @property
    def folders(self) -> tuple[str, ...]:
        """The visible folders."""
        return (self.training, self.validation) if self.validation else (self.training,)


@dataclass(frozen=True)
class ArchivePart:
    """Files of the visible folder `source`, and the folder of an archive that holds them.

    With `rename`, such as "cat.{number}.jpg", only files with this ending that hold bytes are
    taken, ordered as numbers (2.jpg before 10.jpg) and numbered from `first`. `share` then
    says which of them: (0, 2/3) is the first two thirds.
    """

    source: str
    target: str = ""
    rename: str = ""
    first: int = 0
    share: tuple[float, float] = (0.0, 1.0)


@dataclass(frozen=True)
class ServedFile:
    """A file that course code downloads; the sandbox serves it from the visible data.

    It is known by its name, in lower case, wherever the address leads. `parts` describe a zip
    archive; `path` is instead a visible file that is served as it is. Where other data sets have
    files of the same name, the address must contain one of the words of `address_has`.
    """

    name: str
    parts: tuple[ArchivePart, ...] = ()
    path: str = ""
    address_has: tuple[str, ...] = ()


@dataclass(frozen=True)
class DatasetSpec:
    """One data set.

    `name` is the public id: `practice data get NAME`, and `data.set` in problem.toml.
    `classes` are the class names in label order. `counts[folder]` is the number of files that
    `visible/folder` itself holds, for the sample and the official set alike. `held_out[kind]` is
    the number of held-out images of each class. `versions[kind]` rises when the same seed or
    the same archives would give other files. `archives` are the official files, none for a data
    set that is only drawn. A folder or mirror may hold the files of `smaller_copy` instead: fewer
    or smaller images of the same data set, verified by its SHA256SUMS. `served` are the files
    that the sandbox serves as downloads, and `withheld` those that it must never serve.
    """

    name: str
    classes: tuple[str, ...]
    form: Arrays | ImageFolders
    counts: Mapping[str, int]
    held_out: Mapping[str, tuple[int, ...]]
    archives: tuple[Archive, ...] = ()
    versions: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 1))
    smaller_copy: tuple[str, ...] = ()
    served: tuple[ServedFile, ...] = ()
    withheld: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the fields; raises SpecError."""
        _require(bool(_NAME.fullmatch(self.name)), "name", "write lower-case words joined by '-'")
        _require(len(self.classes) > 1, "classes", "name at least two classes")
        _require(_are_unique(self.classes), "classes", "a class is listed twice")
        _check_counts(self.counts, self.form.folders)
        if isinstance(self.form, Arrays):
            _check_arrays(self.form)
        else:
            _check_folders(self.form, self.classes, self.counts)
        _require(set(self.held_out) == set(self.kinds), "held_out", f"needs {_list(self.kinds)}")
        for kind, held_out in self.held_out.items():
            right = len(held_out) == len(self.classes) and min(held_out) > 0
            _require(right, f"held_out[{kind!r}]", "needs one positive number a class")
        for kind in self.kinds:
            _require(self.versions.get(kind, 0) > 0, f"versions[{kind!r}]", "needs a number from 1")
        for archive in self.archives:
            where = f"archives[{archive.file!r}]"
            _require(bool(archive.bases) and archive.bytes > 0, where, "needs bases and bytes")
            _require(bool(_SHA256.fullmatch(archive.sha256)), where, "sha256 is not 64 hex digits")
        for served in self.served:
            _check_served(served, self.form.folders)
        for name in self.withheld:
            _require(name == name.lower(), f"withheld[{name!r}]", "write it in lower case")

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of data there are: official data needs archives."""
        return KINDS if self.archives else KINDS[:1]


def _check_counts(counts: Mapping[str, int], folders: tuple[str, ...]) -> None:
    for folder, count in counts.items():
        _require(_is_plain(folder), f"counts[{folder!r}]", "is not a path below visible/")
        _require(count >= 0, f"counts[{folder!r}]", "is negative")
    tops = {folder.split("/")[0] for folder in counts}
    _require(tops == set(folders), "counts", f"has other folders than form: {_list(folders)}")


def _check_arrays(form: Arrays) -> None:
    _require(bool(form.shape) and min(form.shape) > 0, "form.shape", "needs positive numbers")
    _require(form.file_format in {"idx", "npz"}, "form.file_format", "is neither 'idx' nor 'npz'")
    both = bool(form.keras) == bool(form.keras_cache)
    _require(both, "form.keras_cache", "set keras and keras_cache together")


def _check_folders(form: ImageFolders, classes: tuple[str, ...], counts: Mapping[str, int]) -> None:
    # Keras labels the classes of a folder by the alphabet.
    _require(list(classes) == sorted(classes), "classes", "are folders: list them by the alphabet")
    for folder in form.folders:
        for name in classes:
            _require(f"{folder}/{name}" in counts, "counts", f"needs '{folder}/{name}'")


def _check_served(served: ServedFile, folders: tuple[str, ...]) -> None:
    where = f"served[{served.name!r}]"
    _require(served.name == served.name.lower(), where, "write it in lower case")
    _require(bool(served.parts) != bool(served.path), where, "needs either parts or path")
    for source in [served.path] if served.path else [part.source for part in served.parts]:
        inside = _is_plain(source) and source.split("/")[0] in folders
        _require(inside, where, f"'{source}' is not below a visible folder")
    for part in served.parts:
        plain = not part.target or _is_plain(part.target)
        _require(plain, where, f"'{part.target}' is not a folder of an archive")
        numbered = not part.rename or part.rename.count(_NUMBER) == 1
        _require(numbered, where, f"rename needs one {_NUMBER}")
        start, stop = part.share
        _require(0 <= start < stop <= 1, where, "share needs two rising numbers from 0 to 1")


def _require(condition: bool, key: str, problem: str) -> None:  # noqa: FBT001
    if not condition:
        raise SpecError(f"{key}: {problem}")


def _is_plain(path: str) -> bool:
    """Tell whether a path leads down from a folder, and is written in the plain way."""
    parts = PurePosixPath(path).parts
    return bool(parts) and "/".join(parts) == path and parts[0] != "/" and ".." not in parts


def _are_unique(values: tuple[str, ...]) -> bool:
    return len(set(values)) == len(values)


def _list(values: Iterable[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
