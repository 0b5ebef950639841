"""Unpack zip archives so that nothing is written outside a folder or fills the disk."""

from __future__ import annotations

import re
import stat
import unicodedata
import zlib
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from zipfile import ZipFile, ZipInfo

    from grader.progress import Progress

_BLOCK = 1 << 18
# A small file may have any compression ratio: only the total does harm, and it has its own cap.
_SMALL = 1 << 16
# Bits 0, 6 and 13 of a member's flags: encrypted, strongly so, with a hidden directory.
_ENCRYPTED = 0x2041
_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Caps:
    """The most files and bytes that an archive may hold, and its highest compression ratio."""

    files: int
    bytes: int
    ratio: float = 100.0


def unpack(archive: Path, folder: Path, caps: Caps, progress: Progress) -> tuple[str, ...]:
    """Unpack a zip archive into a folder, with default permissions; return its files' names.

    Raises UsageError that names the archive and the member. If the archive's index is invalid,
    nothing is written; if a member is, the caller has to remove what was written before it. Raises
    OSError where a file cannot be written.
    """
    import zipfile  # noqa: PLC0415

    try:
        opened = zipfile.ZipFile(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UsageError(f"{archive.name} is not a valid zip archive: {error}") from error
    except OSError as error:
        raise UsageError(f"cannot read {archive} ({error.strerror})") from error
    with opened:
        members = opened.infolist()
        _check(archive, members, caps)
        folder.mkdir(parents=True, exist_ok=True)
        total = sum(member.file_size for member in members)
        written: list[str] = []
        done = 0
        for member in members:
            target = folder / member.filename
            if member.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as stream:
                done += _copy(archive, opened, member, stream, caps, caps.bytes - done)
            written.append(member.filename)
            progress(f"unpacking {archive.name}", done, total)
    return tuple(written)


def _copy(
    archive: Path, opened: ZipFile, member: ZipInfo, stream: IO[bytes], caps: Caps, left: int
) -> int:
    """Write one member; return the number of bytes that it really holds."""
    most = max(_SMALL, int(caps.ratio * member.compress_size))
    count = 0
    for block in _blocks(archive, opened, member):
        count += len(block)
        if count > left:
            raise _refusal(
                archive, member, f"exceeds the limit of {caps.bytes} bytes for the archive"
            )
        if count > most:
            raise _refusal(archive, member, f"is compressed more than {caps.ratio:g} to 1")
        stream.write(block)
    return count


def _blocks(archive: Path, opened: ZipFile, member: ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of a member; raises UsageError where it is damaged."""
    import lzma  # noqa: PLC0415
    from zipfile import BadZipFile  # noqa: PLC0415

    damages = (
        BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError,
        NotImplementedError, ValueError,
    )  # fmt: skip
    try:
        packed = opened.open(member)
    except damages as error:
        raise _refusal(archive, member, f"is damaged: {error}") from error
    with packed:
        while True:
            try:
                block = packed.read(_BLOCK)
            except damages as error:
                raise _refusal(archive, member, f"is damaged: {error}") from error
            if not block:
                return
            yield block


def _check(archive: Path, members: Sequence[ZipInfo], caps: Caps) -> None:
    """Reject an archive by its index, before anything is written."""
    if len(members) > caps.files:
        raise UsageError(f"{archive.name} has {len(members)} members, more than {caps.files}")
    total = 0
    spelled: dict[str, tuple[str, bool]] = {}
    for member in members:
        reason = _bad_name(member.orig_filename) or _bad_kind(member)
        if reason:
            raise _refusal(archive, member, reason)
        if _clashes(member, spelled):
            raise _refusal(archive, member, "has the name of another member")
        total += member.file_size
        if total > caps.bytes:
            raise _refusal(
                archive, member, f"exceeds the limit of {caps.bytes} bytes for the archive"
            )
        if member.file_size > max(_SMALL, caps.ratio * member.compress_size):
            raise _refusal(archive, member, f"is compressed more than {caps.ratio:g} to 1")


def _bad_name(name: str) -> str | None:
    if _UNSAFE.search(name):
        return "has a backslash or a control character in its name"
    if name.startswith("/"):
        return "has an absolute path"
    if _DRIVE.match(name):
        return "has a drive letter in its name"
    if any(part in {"", ".", ".."} for part in name.removesuffix("/").split("/")):
        return "has a path that is not below the folder"
    return None


def _bad_kind(member: ZipInfo) -> str | None:
    if member.flag_bits & _ENCRYPTED:
        return "is encrypted"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFDIR if member.is_dir() else stat.S_IFREG}:
        return "is neither a regular file nor a folder"
    if member.is_dir() and member.file_size:
        return "is a folder that holds bytes"
    return None


def _clashes(member: ZipInfo, spelled: dict[str, tuple[str, bool]]) -> bool:
    """Tell whether a path, or a folder above it, differs from an earlier one in case only.

    `spelled` stores each path: its spelling, and whether it was a member itself.
    """
    parts = member.filename.removesuffix("/").split("/")
    for length in range(1, len(parts)):
        path = "/".join(parts[:length]) + "/"
        if spelled.setdefault(_folded(path), (path, False))[0] != path:
            return True
    own = _folded(member.filename)
    known = spelled.get(own)
    if known is not None and known != (member.filename, False):
        return True
    spelled[own] = (member.filename, True)
    other = own.removesuffix("/") if member.is_dir() else f"{own}/"
    return other in spelled or any(
        _folded("/".join(parts[:length])) in spelled for length in range(1, len(parts))
    )


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _refusal(archive: Path, member: ZipInfo, reason: str) -> UsageError:
    return UsageError(f"{archive.name}: {member.orig_filename!a} {reason}")
