"""Files from the web: resumed where they were cut, tried again, checked by their hash."""

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

# Seconds to wait before a server that gave nothing new is asked again.
PAUSES = (0.5, 1.5)
# Seconds to connect, and seconds without a byte.
_TIMEOUTS = (10.0, 30.0)
_BLOCK = 1 << 16
# No archive of any set is as large: a server that sends more is amiss.
_MOST_BYTES = 2 << 30
_NOT_THERE = (403, 404, 410)
_NO_BYTES_LEFT = 416
# What another request may mend; all other answers from 400 on are final.
_PASSING = (408, 425, 429, 500, 502, 503, 504)


@dataclass(frozen=True)
class Remote:
    """One file on the web: its addresses in turn, its sha256, its bytes (0: nobody knows)."""

    file: str
    urls: tuple[str, ...]
    sha256: str
    bytes: int = 0


class _Failed(Exception):
    """An address did not give the file; `final` is where asking again is of no use."""

    def __init__(self, reason: str, *, final: bool = False) -> None:
        super().__init__(reason)
        self.final = final


def fetch(
    remote: Remote, folder: Path, progress: Progress, pauses: Sequence[float] = PAUSES
) -> Path:
    """Download a file into a folder, unless it is there, and return its path.

    What came of a download that was cut is kept, and the next one goes on from there. Raises
    UsageError where no address gives the file, and where it cannot be written.
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
            raise UsageError(f"cannot keep {remote.file} in {folder} ({reason})") from error
    raise UsageError(f"cannot download {remote.file}: {'; '.join(failures)}")


def small(url: str, limit: int, pauses: Sequence[float] = PAUSES) -> bytes | None:
    """Read a small file, no more than one byte over the limit; None where there is none.

    Raises UsageError where the server does not answer.
    """
    for pause in (*pauses, None):
        raw = b""
        try:
            with _asked(url, 0) as response:
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
    """Show an address without the name and the password that may stand in it."""
    return re.sub(r"(?<=://)[^/?#]*@", "", url)


def _retrieved(
    remote: Remote, url: str, folder: Path, progress: Progress, pauses: Sequence[float]
) -> Path:
    """Let pooch have one address tried; once more from the start where what was kept misleads."""
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
                raise _Failed("serves another file", final=True) from error
    raise _Failed("serves another file", final=True)


def _complete(
    remote: Remote, url: str, part: Path, progress: Progress, pauses: Sequence[float]
) -> bool:
    """Ask for what is missing until nothing is, or until nothing new comes any more.

    True where the file may be of several answers, that need not be pieces of the same one.
    """
    left = list(pauses)
    best = _size(part)
    resumed = best > 0
    while True:
        try:
            _go_on(remote, url, part, progress)
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


def _go_on(remote: Remote, url: str, part: Path, progress: Progress) -> None:
    """Ask once for what is missing; returns where the server says that nothing is any more."""
    have = _size(part)
    if remote.bytes and have == remote.bytes:
        return
    with _asked(url, have) as response:
        if have and response.status_code == _NO_BYTES_LEFT:
            return
        _refuse_failures(response)
        done = start = have if _goes_on_at(response, have) else 0
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
        raise _Failed("serves another file", final=not start)
    if stated is None and done < remote.bytes:
        raise _Failed("cut the connection")


def _goes_on_at(response: Response, start: int) -> bool:
    """Tell whether an answer is the rest of the file, and not all of it."""
    stated = response.headers.get("Content-Range", "")
    return response.status_code == 206 and stated.startswith(f"bytes {start}-")  # noqa: PLR2004


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _asked(url: str, start: int) -> Response:
    """Ask for a file from a byte on, as it lies there; raises _Failed where nobody answers."""
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
        raise _Failed(f"cannot be asked ({type(error).__name__})", final=True) from error


def _refuse_failures(response: Response) -> None:
    status = response.status_code
    if status not in {200, 206}:
        raise _Failed(f"answers {status} {response.reason}", final=status not in _PASSING)


def _blocks(response: Response) -> Iterator[bytes]:
    """Yield the bytes of an answer, not unpacked; raises _Failed where it is cut."""
    import requests  # noqa: PLC0415
    import urllib3  # noqa: PLC0415

    blocks = response.raw.stream(_BLOCK, decode_content=False)
    count = 0
    while True:
        try:
            block = next(blocks, None)
        except (urllib3.exceptions.HTTPError, requests.RequestException, OSError) as error:
            raise _Failed("cut the connection") from error
        if block is None:
            break
        count += len(block)
        yield block
    if count < (_stated(response) or 0):
        raise _Failed("cut the connection")


def _stated(response: Response) -> int | None:
    """Tell how many bytes an answer says that it has; None where it does not say."""
    stated = response.headers.get("Content-Length", "")
    return int(stated) if stated.isdecimal() else None
