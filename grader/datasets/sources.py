"""Where the archives of a real set are had from: official addresses, a folder, or a mirror."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.datasets import checksums, download
from grader.datasets.download import Remote
from grader.datasets.manifest import Origin
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.datasets.registry import SetInfo
    from grader.progress import Progress

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Plan:
    """What is to be had from where: files to read in place, and files to download.

    `origin.archives` has the sha256 of each.
    """

    name: str
    origin: Origin
    local: Mapping[str, Path]
    remote: tuple[Remote, ...]


def plan(info: SetInfo, source: str | None) -> Plan:
    """Plan how to get the archives of a set; None is the official addresses.

    Another source is a folder or its file: URL, or an http: or https: URL below which files of
    the official names lie, or lie in a folder with the name of the set. SHA256SUMS at the top of
    the source has the hashes that count; without it the official ones do. Where an official file
    is not there, a smaller copy of the set is taken that SHA256SUMS names. Raises UsageError
    where the source is none, where a folder lacks a file, and where SHA256SUMS does not name one.
    """
    if source is None:
        return _official(info)
    scheme, mark, _ = source.partition("://")
    if not mark:
        return _from_folder(info, Path(source).expanduser())
    if scheme.lower() == "file":
        return _from_folder(info, _path_of(source))
    if scheme.lower() in {"http", "https"}:
        return _from_web(info, source)
    raise UsageError(
        f"{download.shown(source)} is neither a folder nor a file:, http: or https: URL"
    )


def bring(plan: Plan, downloads: Path, progress: Progress) -> Mapping[str, Path]:
    """Download what is to be downloaded, and hash what lies in a folder: file name -> path.

    Downloads are kept in a folder with the name of the set. Raises UsageError where a file cannot
    be had or is another one.
    """
    found: dict[str, Path] = {}
    for file, path in plan.local.items():
        _check(path, plan.origin.archives[file], progress)
        found[file] = path
    for remote in plan.remote:
        found[remote.file] = download.fetch(remote, downloads / plan.name, progress)
    return found


def _official(info: SetInfo) -> Plan:
    hosts = sorted({urlsplit(url).netloc for archive in info.archives for url in archive.urls})
    origin = Origin(
        f"official archives from {', '.join(hosts)}",
        {archive.file: archive.sha256 for archive in info.archives},
    )
    remote = tuple(Remote(it.file, it.urls, it.sha256, it.bytes) for it in info.archives)
    return Plan(info.name, origin, {}, remote)


def _from_folder(info: SetInfo, folder: Path) -> Plan:
    folder = folder.absolute()
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder")
    known = _sums_of(folder)
    files = _choice(info, lambda file: _lying_in(folder, info, file) is not None)
    paths: dict[str, Path] = {}
    for file in files:
        path = _lying_in(folder, info, file)
        if path is None:
            raise UsageError(f"{folder} holds no {file}, nor does a folder {info.name} in it")
        paths[file] = path
    hashes = {file: _hash(info, file, known, folder) for file in files}
    return Plan(info.name, Origin(f"from {folder}", hashes), paths, ())


def _from_web(info: SetInfo, source: str) -> Plan:
    base = source.rstrip("/")
    where = download.shown(base)
    if not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", base, re.IGNORECASE):
        raise UsageError(f"{where} is no URL of a folder")
    raw = download.small(f"{base}/{checksums.NAME}", checksums.MOST_BYTES)
    known = None if raw is None else checksums.parse(raw, f"{where}/{checksums.NAME}")
    named = known or {}
    files = _choice(info, lambda file: any(place in named for place in _places(info, file)))
    sizes = {it.file: it.bytes for it in info.archives} if known is None else {}
    remote = []
    for file in files:
        places = sorted(_places(info, file), key=lambda place: place not in named)
        urls = tuple(f"{base}/{place}" for place in places)
        remote.append(Remote(file, urls, _hash(info, file, known, where), sizes.get(file, 0)))
    origin = Origin(f"from {where}", {it.file: it.sha256 for it in remote})
    return Plan(info.name, origin, {}, tuple(remote))


def _choice(info: SetInfo, has: Callable[[str], bool]) -> tuple[str, ...]:
    """Choose what to get: the official files, or a smaller copy that is there in their place."""
    official = tuple(archive.file for archive in info.archives)
    instead = not all(map(has, official)) and any(map(has, info.smaller_copy))
    return info.smaller_copy if instead else official


def _places(info: SetInfo, file: str) -> tuple[str, str]:
    """Tell where a file may lie below the top of a source, and how SHA256SUMS may name it."""
    return file, f"{info.name}/{file}"


def _hash(info: SetInfo, file: str, known: Mapping[str, str] | None, where: object) -> str:
    """Tell the sha256 that counts; raises UsageError where nothing that is trusted tells one."""
    official = {archive.file: archive.sha256 for archive in info.archives}
    if known is None and file not in official:
        raise UsageError(
            f"{where} holds {file} and no {checksums.NAME}: wanted is the official "
            f"{', '.join(official)}, or a {checksums.NAME} that names "
            f"{', '.join(info.smaller_copy)}"
        )
    if known is None:
        return official[file]
    for place in _places(info, file):
        if place in known:
            return known[place]
    raise UsageError(f"{checksums.NAME} in {where} does not name {file}")


def _lying_in(folder: Path, info: SetInfo, file: str) -> Path | None:
    for place in _places(info, file):
        if (folder / place).is_file():
            return folder / place
    return None


def _sums_of(folder: Path) -> Mapping[str, str] | None:
    path = folder / checksums.NAME
    try:
        with path.open("rb") as stream:
            return checksums.parse(stream.read(checksums.MOST_BYTES + 1), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error


def _path_of(url: str) -> Path:
    from urllib.request import url2pathname  # noqa: PLC0415  (0.03 s)

    parts = urlsplit(url)
    if parts.netloc not in {"", "localhost"} or not parts.path:
        raise UsageError(f"{url} is no file: URL of a folder on this machine")
    return Path(url2pathname(parts.path))


def _check(path: Path, sha256: str, progress: Progress) -> None:
    digest = hashlib.sha256()
    done = 0
    try:
        total = path.stat().st_size
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
                done += len(block)
                progress(f"checking {path.name}", done, total)
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror})") from error
    if digest.hexdigest() != sha256:
        raise UsageError(
            f"{path} is another file than was wanted: its sha256 is {digest.hexdigest()}, "
            f"not {sha256}"
        )
