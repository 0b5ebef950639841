"""Download files: resume, retry, and verify by hash."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import settings
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from requests import Response

    from grader.progress import Progress

# Seconds to wait before the next request to a server that sent nothing new.
PAUSES = (0.5, 1.5)
# Seconds to connect, and seconds without a byte.
_TIMEOUTS = (10.0, 30.0)
_BLOCK = 1 << 16
# No archive of a data set is as large: a server that sends more is wrong.
_MOST_BYTES = 2 << 30
_NOT_THERE = (403, 404, 410)
_NO_BYTES_LEFT = 416
# Worth another request; all other statuses from 400 on are final.
_PASSING = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Remote:
    """One file on the web: its addresses in order, its sha256, its bytes (0: unknown)."""

    file: str
    urls: tuple[str, ...]
    sha256: str
    bytes: int = 0


class _Failed(Exception):
    """An address did not provide the file; `final` where another request is useless."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def fetch(
    remote: Remote, folder: Path, progress: Progress, pauses: Sequence[float] = PAUSES
) -> Path:
    """Download a file into a folder, unless it exists, and return its path.

    A partial download is stored, and the next one resumes it. Raises UsageError where no address
    provides the file, or it cannot be written.
    """
    settings.make_folder(folder)
    failures: dict[str, None] = {}
    for url in remote.urls:
        try:
            return _retrieved(remote, url, folder, progress, pauses)
        except _Failed as failure:
            failures[f"{shown(url)} {failure}"] = None
        except OSError as error:
            reason = error.strerror or str(error)
            raise UsageError(f"cannot store {remote.file} in {folder} ({reason})") from error
    raise UsageError(f"cannot download {remote.file}: {'; '.join(failures)}")


def small(url: str, limit: int, pauses: Sequence[float] = PAUSES) -> bytes | None:
    """Return a small file, at most one byte over the limit; None where it does not exist.

    Raises UsageError where the server does not answer.
    """
    for pause in (*pauses, None):
        raw = b""
        try:
            with _request(url, 0) as response:
                if response.status_code in _NOT_THERE:
                    return None
                _refuse_failures(response)
                for block in _blocks(response):
                    raw += block
                    if len(raw) > limit:
                        return raw[: limit + 1]
        except _Failed as failure:
            if failure.final or pause is None:
                raise UsageError(f"{shown(url)} {failure}") from failure
            time.sleep(pause)
        else:
            return raw
    raise AssertionError


def shown(url: str) -> str:
    """Return an address without the user name and the password that it may contain."""
    return re.sub(r"(?<=://)[^/?#]*@", "", url)


def _retrieved(
    remote: Remote, url: str, folder: Path, progress: Progress, pauses: Sequence[float]
) -> Path:
    """Try one address through pooch; once more from the start if a resumed file is wrong."""
    import pooch  # noqa: PLC0415

    pooch.get_logger().setLevel("WARNING")
    part = folder / f"{remote.file}.{remote.sha256[:12]}.part"
    resumed = False

    def downloader(url: str, target: str, _: object) -> None:
        nonlocal resumed
        resumed = _complete(remote, url, part, progress, pauses)
        part.replace(target)

    for _ in range(2):
        try:
            return Path(
                pooch.retrieve(
                    url, f"sha256:{remote.sha256}", remote.file, folder, downloader=downloader
                )
            )
        except ValueError as error:
            if not resumed:
                raise _Failed("serves a file with another hash", final=True) from error
    raise _Failed("serves a file with another hash", final=True)


def _complete(
    remote: Remote, url: str, part: Path, progress: Progress, pauses: Sequence[float]
) -> bool:
    """Request what is missing until the file is complete, or nothing new arrives.

    Return True where the file is made of several responses, which may be parts of different files.
    """
    left = list(pauses)
    best = _size(part)
    resumed = best > 0
    while True:
        try:
            _resume(remote, url, part, progress)
        except _Failed as failure:
            size = _size(part)
            resumed = resumed or size > 0
            if failure.final or (size <= best and not left):
                raise
        else:
            return resumed
        if size > best:
            best, left = size, list(pauses)
        else:
            time.sleep(left.pop(0))


def _resume(remote: Remote, url: str, part: Path, progress: Progress) -> None:
    """Request what is missing once; return if the server says that the file is complete."""
    have = _size(part)
    if remote.bytes and have == remote.bytes:
        return
    with _request(url, have) as response:
        if have and response.status_code == _NO_BYTES_LEFT:
            return
        _refuse_failures(response)
        done = start = have if _resumes_at(response, have) else 0
        stated = _stated(response)
        total = remote.bytes or (0 if stated is None else start + stated)
        with part.open("r+b" if start else "wb") as stream:
            stream.seek(start)
            for block in _blocks(response):
                done += len(block)
                if done > (remote.bytes or _MOST_BYTES):
                    break
                stream.write(block)
                progress(f"downloading {remote.file}", done, total)
    if done > (remote.bytes or _MOST_BYTES):
        part.unlink()
        raise _Failed("serves a file with another hash", final=not start)
    if stated is None and done < remote.bytes:
        raise _Failed("closed the connection")


def _resumes_at(response: Response, start: int) -> bool:
    """Tell whether a response is the rest of the file rather than all of it."""
    stated = response.headers.get("Content-Range", "")
    return response.status_code == 206 and stated.startswith(f"bytes {start}-")  # noqa: PLR2004


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _request(url: str, start: int) -> Response:
    """Request a file from byte `start`, uncompressed; raises _Failed without a response."""
    import requests  # noqa: PLC0415

    headers = {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    try:
        return requests.get(url, headers=headers, stream=True, timeout=_TIMEOUTS)
    except requests.Timeout as error:
        raise _Failed("did not answer in time") from error
    except requests.ConnectionError as error:
        raise _Failed("cannot be reached") from error
    except (requests.RequestException, ValueError) as error:
        raise _Failed(f"cannot be requested ({type(error).__name__})", final=True) from error


def _refuse_failures(response: Response) -> None:
    status = response.status_code
    if status not in {200, 206}:
        raise _Failed(f"responds {status} {response.reason}", final=status not in _PASSING)


def _blocks(response: Response) -> Iterator[bytes]:
    """Yield the raw bytes of a response; raises _Failed where it ends too early."""
    import requests  # noqa: PLC0415
    import urllib3  # noqa: PLC0415

    blocks = response.raw.stream(_BLOCK, decode_content=False)
    count = 0
    while True:
        try:
            block = next(blocks, None)
        except (urllib3.exceptions.HTTPError, requests.RequestException, OSError) as error:
            raise _Failed("closed the connection") from error
        if block is None:
            break
        count += len(block)
        yield block
    if count < (_stated(response) or 0):
        raise _Failed("closed the connection")


def _stated(response: Response) -> int | None:
    """Return the Content-Length of a response; None without one."""
    stated = response.headers.get("Content-Length", "")
    return int(stated) if stated.isdecimal() else None
