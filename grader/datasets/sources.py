"""The sources of a data set's archives: official addresses, a folder, or a mirror.

A folder or a mirror may have a SHA256SUMS file, as `sha256sum` writes it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from grader.datasets import download
from grader.datasets.download import Remote
from grader.datasets.manifest import Origin
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.datasets.spec import DatasetSpec
    from grader.progress import Progress

SUMS = "SHA256SUMS"
MOST_BYTES = 1 << 20
_BLOCK = 1 << 20
_LINE = re.compile(r"(?P<sha256>[0-9a-fA-F]{64}) [ *](?:\./)?(?P<path>\S(?:.*\S)?)")


@dataclass(frozen=True)
class Plan:
    """Where to get each archive: files to read in place, and files to download.

    `origin.archives` has the sha256 of each.
    """

    name: str
    origin: Origin
    local: Mapping[str, Path]
    remote: tuple[Remote, ...]


def plan(spec: DatasetSpec, source: str | None) -> Plan:
    """Plan how to get the archives of a data set; None is the official addresses.

    Any other source is a folder or its file: URL, or an http: or https: URL. The archives have
    their official names, at the top of the source or in a folder with the name of the data set.
    If the source has SHA256SUMS, its hashes replace the official ones. If it lacks an official
    file, a smaller copy of the data set is used that SHA256SUMS names. Raises UsageError where
    the source is invalid, a folder lacks a file, or SHA256SUMS does not name one.
    """
    if not spec.archives:
        raise UsageError(f"{spec.name} has no official data: use --data sample")
    if source is None:
        return _official(spec)
    scheme, mark, _ = source.partition("://")
    if not mark:
        return _from_folder(spec, Path(source).expanduser())
    if scheme.lower() == "file":
        return _from_folder(spec, _path_of(source))
    if scheme.lower() in {"http", "https"}:
        return _from_web(spec, source)
    raise UsageError(
        f"{download.shown(source)} is neither a folder nor a file:, http: or https: URL"
    )


def bring(plan: Plan, downloads: Path, progress: Progress) -> Mapping[str, Path]:
    """Download the remote archives and verify the local ones; return file name -> path.

    Downloads are cached in a folder with the name of the data set. Raises UsageError where a file
    is unavailable or has another hash.
    """
    found: dict[str, Path] = {}
    for file, path in plan.local.items():
        _verify(path, plan.origin.archives[file], progress)
        found[file] = path
    for remote in plan.remote:
        found[remote.file] = download.fetch(remote, downloads / plan.name, progress)
    return found


def parse_sums(raw: bytes, where: str) -> Mapping[str, str]:
    """Return the sha256 of each path in a SHA256SUMS file, in lower case.

    `where` names the file in messages. Raises UsageError where a line is invalid, a path leads
    out of the folder, or a path is listed twice.
    """
    if len(raw) > MOST_BYTES:
        raise UsageError(f"{where} is longer than {MOST_BYTES} bytes")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{where} is not UTF-8 text") from error
    found: dict[str, str] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line:
            continue
        matched = _LINE.fullmatch(line)
        if matched is None:
            raise UsageError(f"{where}, line {number}: not a sha256, two spaces and a file name")
        path = matched["path"]
        if "\\" in path or any(part in {"", ".", ".."} for part in path.split("/")):
            raise UsageError(f"{where}, line {number}: {path!a} is not a path below the folder")
        if path in found:
            raise UsageError(f"{where}, line {number}: {path!a} is listed twice")
        found[path] = matched["sha256"].lower()
    if not found:
        raise UsageError(f"{where} lists no file")
    return found


def _official(spec: DatasetSpec) -> Plan:
    hosts = sorted({urlsplit(url).netloc for archive in spec.archives for url in archive.urls})
    origin = Origin(f"official archives from {', '.join(hosts)}", _official_hashes(spec))
    remote = tuple(Remote(it.file, it.urls, it.sha256, it.bytes) for it in spec.archives)
    return Plan(spec.name, origin, {}, remote)


def _from_folder(spec: DatasetSpec, folder: Path) -> Plan:
    folder = folder.absolute()
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder")
    known = _sums_of(folder)
    files = _choice(spec, lambda file: _find(folder, spec, file) is not None)
    paths: dict[str, Path] = {}
    for file in files:
        path = _find(folder, spec, file)
        if path is None:
            raise UsageError(f"no {file} in {folder} or in its folder {spec.name}")
        paths[file] = path
    hashes = {file: _hash(spec, file, known, folder) for file in files}
    return Plan(spec.name, Origin(f"from {folder}", hashes), paths, ())


def _from_web(spec: DatasetSpec, source: str) -> Plan:
    base = source.rstrip("/")
    where = download.shown(base)
    if not re.fullmatch(r"https?://[^/?#\s]+(/[^?#\s]*)?", base, re.IGNORECASE):
        raise UsageError(f"{where} is not the URL of a folder")
    raw = download.small(f"{base}/{SUMS}", MOST_BYTES)
    known = None if raw is None else parse_sums(raw, f"{where}/{SUMS}")
    named = known or {}
    files = _choice(spec, lambda file: any(place in named for place in _places(spec, file)))
    sizes = {it.file: it.bytes for it in spec.archives} if known is None else {}
    remote = []
    for file in files:
        places = sorted(_places(spec, file), key=lambda place: place not in named)
        urls = tuple(f"{base}/{place}" for place in places)
        remote.append(Remote(file, urls, _hash(spec, file, known, where), sizes.get(file, 0)))
    origin = Origin(f"from {where}", {it.file: it.sha256 for it in remote})
    return Plan(spec.name, origin, {}, tuple(remote))


def _official_hashes(spec: DatasetSpec) -> Mapping[str, str]:
    return {archive.file: archive.sha256 for archive in spec.archives}


def _choice(spec: DatasetSpec, has: Callable[[str], bool]) -> tuple[str, ...]:
    """Choose the official files, or a smaller copy where only that is available."""
    official = tuple(archive.file for archive in spec.archives)
    instead = not all(map(has, official)) and any(map(has, spec.smaller_copy))
    return spec.smaller_copy if instead else official


def _places(spec: DatasetSpec, file: str) -> tuple[str, str]:
    """Return the paths that a file may have below the top of a source, and in SHA256SUMS."""
    return file, f"{spec.name}/{file}"


def _hash(spec: DatasetSpec, file: str, known: Mapping[str, str] | None, where: object) -> str:
    """Return the sha256 that a file must have; raises UsageError where no trusted one is known."""
    official = _official_hashes(spec)
    if known is None and file not in official:
        raise UsageError(
            f"{where} has {file} and no {SUMS}: provide the official {', '.join(official)}, "
            f"or a {SUMS} that names {', '.join(spec.smaller_copy)}"
        )
    if known is None:
        return official[file]
    for place in _places(spec, file):
        if place in known:
            return known[place]
    raise UsageError(f"{SUMS} in {where} does not name {file}")


def _find(folder: Path, spec: DatasetSpec, file: str) -> Path | None:
    for place in _places(spec, file):
        if (folder / place).is_file():
            return folder / place
    return None


def _sums_of(folder: Path) -> Mapping[str, str] | None:
    path = folder / SUMS
    try:
        with path.open("rb") as stream:
            return parse_sums(stream.read(MOST_BYTES + 1), str(path))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"cannot read {path} ({error.strerror})") from error


def _path_of(url: str) -> Path:
    from urllib.request import url2pathname  # noqa: PLC0415  (0.03 s)

    parts = urlsplit(url)
    if parts.netloc not in {"", "localhost"} or not parts.path:
        raise UsageError(f"{url} is not the file: URL of a folder on this machine")
    return Path(url2pathname(parts.path))


def _verify(path: Path, sha256: str, progress: Progress) -> None:
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
        raise UsageError(f"cannot read {path} ({error.strerror})") from error
    if digest.hexdigest() != sha256:
        raise UsageError(f"{path} has the sha256 {digest.hexdigest()}, expected {sha256}")
