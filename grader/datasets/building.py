"""Build a data set: completely or not at all, and once for all processes that need it."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from grader import locking, settings
from grader.datasets import manifest
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.datasets.manifest import Origin
    from grader.progress import Progress

HELD_OUT = "held-out"
_VERSIONED = re.compile(r"(?P<name>.+)-v(?P<version>\d+)")


def build(
    folder: Path, enough: Callable[[], bool], make: Callable[[Path], Origin], progress: Progress
) -> None:
    """Build the data set in `folder`, named NAME-vVERSION, unless `enough` returns true.

    `make` fills an empty folder and returns the origin for the manifest, which is written last. An
    existing data set in `folder` is replaced when the new one is complete; older versions are
    then removed. One process at a time builds a data set of one name; the others wait and ask
    `enough` again. Without file locks, the first to finish wins. Raises UsageError where the
    folder cannot be written, and whatever `make` raises; nothing incomplete is left then.
    """
    with _as_usage_error(f"cannot build the data set {_name(folder)}"):
        settings.make_folder(folder.parent)
        with _locked(folder, progress) as locked:
            if locked:
                _clean(folder)
            if enough():
                return
            with _scratch(folder) as scratch:
                work = scratch / "set"
                work.mkdir()
                origin = make(work)
                manifest.write(work, origin, progress)
                _restrict_to_owner(work / HELD_OUT)
                _flush(work)
                _install(work, folder, scratch, enough)
                _flush_folder(folder.parent)
                _remove_older(folder, scratch)


def remove(folder: Path, progress: Progress) -> bool:
    """Remove a data set, its older versions and the leftovers of killed builds.

    Return True where there was one. Raises UsageError where it cannot be removed.
    """
    if not folder.parent.is_dir():
        return False
    with _as_usage_error(f"cannot remove the data set {_name(folder)}"):
        if not any(_ours(folder)):
            return False
        with _locked(folder, progress) as locked:
            if locked:
                _clean(folder)
            sets = [path for path in _ours(folder) if not _is_scratch(path)]
            with _scratch(folder) as scratch:
                for path in sets:
                    path.rename(scratch / path.name)
                delete(scratch)
            return bool(sets)


def delete(folder: Path) -> None:
    """Delete a folder and its content without following links; raises UsageError on failure."""
    with _as_usage_error(f"cannot remove {folder}"):
        _delete(folder)


@contextmanager
def _as_usage_error(what: str) -> Iterator[None]:
    """Turn an error of the file system into a one-line message."""
    try:
        yield
    except OSError as error:
        place = f": {error.filename}" if error.filename is not None else ""
        reason = error.strerror or str(error) or type(error).__name__
        raise UsageError(f"{what}{place} ({reason})") from error


def _name(folder: Path) -> str:
    matched = _VERSIONED.fullmatch(folder.name)
    return matched["name"] if matched else folder.name


@contextmanager
def _locked(folder: Path, progress: Progress) -> Iterator[bool]:
    name = _name(folder)

    def waiting() -> None:
        progress(f"waiting for another process that builds {name}", 0, 0)

    with locking.held(folder.parent / f".{name}.lock", waiting) as locked:
        yield locked


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Yield a folder beside the data set that only its owner may enter, and delete it after."""
    import shutil  # noqa: PLC0415  (not needed to find a data set)
    import tempfile  # noqa: PLC0415

    scratch = Path(tempfile.mkdtemp(".building", f".{folder.name}.", folder.parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _ours(folder: Path) -> Iterator[Path]:
    """Yield this data set, its older versions, and the scratch folders of all its versions."""
    for path in sorted(folder.parent.iterdir()):
        if path == folder or _is_older(path, folder) or _is_scratch_of(path, folder):
            yield path


def _is_scratch(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".building")


def _is_scratch_of(path: Path, folder: Path) -> bool:
    """Tell whether a path is a scratch folder, .NAME-vVERSION.RANDOM.building, of this name."""
    return _is_scratch(path) and _name(Path(path.name[1:].rsplit(".", 2)[0])) == _name(folder)


def _is_older(path: Path, folder: Path) -> bool:
    mine, other = _VERSIONED.fullmatch(folder.name), _VERSIONED.fullmatch(path.name)
    return (
        mine is not None
        and other is not None
        and other["name"] == mine["name"]
        and int(other["version"]) < int(mine["version"])
    )


def _clean(folder: Path) -> None:
    """Delete what killed builds left; the lock guarantees that nobody uses it."""
    for path in _ours(folder):
        if _is_scratch(path):
            _delete(path)


def _remove_older(folder: Path, scratch: Path) -> None:
    """Remove the older versions; one that cannot be removed does not affect the new one."""
    for path in _ours(folder):
        if _is_older(path, folder):
            with suppress(OSError):
                path.rename(scratch / path.name)


def _install(work: Path, folder: Path, scratch: Path, enough: Callable[[], bool]) -> None:
    """Move the finished data set to its folder, unless another process was faster."""
    if os.path.lexists(folder):
        if enough():
            return
        folder.rename(scratch / "replaced")
    try:
        work.rename(folder)
    except OSError:
        if not enough():
            raise


def _delete(path: Path) -> None:
    import shutil  # noqa: PLC0415

    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _restrict_to_owner(held_out: Path) -> None:
    """Let only the owner read what submissions must not see."""
    for path in (held_out, *held_out.rglob("*")):
        if path.exists():
            path.chmod(0o700 if path.is_dir() else 0o600)


def _flush(folder: Path) -> None:
    """Flush all files of a data set to the disk before it gets its final name."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Flush the names in a folder to the disk, where the system supports it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
