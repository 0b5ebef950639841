"""The making of a data set: whole or not at all, once however many processes want it."""

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
    """Make the data set `folder`, called NAME-vVERSION, unless `enough` says that it is there.

    `make` fills an empty folder, and what it returns goes into the manifest, written last. What
    stood at `folder` stays until the new set is whole, then goes, as do older versions. One
    process at a time makes a set of one name; the others wait and ask `enough` again. Where there
    are no locks, the first to finish wins. Raises UsageError where the place cannot be written,
    and whatever `make` raises; nothing half made is left then.
    """
    with _one_line(f"cannot make the data set {_name(folder)}"):
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
                _keep_to_owner(work / HELD_OUT)
                _flush(work)
                _install(work, folder, scratch, enough)
                _flush_folder(folder.parent)
                _remove_older(folder, scratch)


def remove(folder: Path, progress: Progress) -> bool:
    """Remove a data set, its older versions and the leftovers of killed builds.

    True where there was a set. Raises UsageError where it cannot be removed.
    """
    if not folder.parent.is_dir():
        return False
    with _one_line(f"cannot remove the data set {_name(folder)}"):
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
    """Delete a folder and all in it, links not followed; raises UsageError where that fails."""
    with _one_line(f"cannot remove {folder}"):
        _delete(folder)


@contextmanager
def _one_line(what: str) -> Iterator[None]:
    """Turn the errors of the file system into one line for a person."""
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
        progress(f"waiting for another process with {name}", 0, 0)

    with locking.held(folder.parent / f".{name}.lock", waiting) as locked:
        yield locked


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Give a folder beside the set that only its owner may enter, deleted in the end."""
    import shutil  # noqa: PLC0415  (`find` need not pay for these)
    import tempfile  # noqa: PLC0415

    scratch = Path(tempfile.mkdtemp(".building", f".{folder.name}.", folder.parent))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _ours(folder: Path) -> Iterator[Path]:
    """Yield this set, its older versions, and the scratch folders of any version of it."""
    for path in sorted(folder.parent.iterdir()):
        if path == folder or _is_older(path, folder) or _is_scratch_of(path, folder):
            yield path


def _is_scratch(path: Path) -> bool:
    return path.name.startswith(".") and path.name.endswith(".building")


def _is_scratch_of(path: Path, folder: Path) -> bool:
    """Tell whether a scratch folder, .NAME-vVERSION.RANDOM.building, is of this set's name."""
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
    """Delete what killed builds left; with the lock held, nobody works in it."""
    for path in _ours(folder):
        if _is_scratch(path):
            _delete(path)


def _remove_older(folder: Path, scratch: Path) -> None:
    """Take the older versions away; that one cannot be taken away is no harm to the new one."""
    for path in _ours(folder):
        if _is_older(path, folder):
            with suppress(OSError):
                path.rename(scratch / path.name)


def _install(work: Path, folder: Path, scratch: Path, enough: Callable[[], bool]) -> None:
    """Put the finished set in its place, unless another process did so where there are no locks."""
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


def _keep_to_owner(held_out: Path) -> None:
    """Let nobody but the owner read what submissions must not see."""
    for path in (held_out, *held_out.rglob("*")):
        if path.exists():
            path.chmod(0o700 if path.is_dir() else 0o600)


def _flush(folder: Path) -> None:
    """Bring all files of a set to the disk before its name says that it is whole."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())
        else:
            _flush_folder(path)
    _flush_folder(folder)


def _flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can do that."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
