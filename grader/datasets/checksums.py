"""SHA256SUMS, as `sha256sum` writes it: a hash, two blanks and a name on each line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "SHA256SUMS"
MOST_BYTES = 1 << 20
_LINE = re.compile(r"(?P<sha256>[0-9a-fA-F]{64}) [ *](?:\./)?(?P<path>\S(?:.*\S)?)")


def parse(raw: bytes, where: str) -> Mapping[str, str]:
    """Read which path has which sha256, in lower case; `where` is the file's name for messages.

    Raises UsageError where a line is another one, where a path leads out of the folder, and
    where one path stands twice.
    """
    if len(raw) > MOST_BYTES:
        raise UsageError(f"{where} is longer than {MOST_BYTES} bytes")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UsageError(f"{where} is no UTF-8 text") from error
    found: dict[str, str] = {}
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not line:
            continue
        matched = _LINE.fullmatch(line)
        if matched is None:
            raise UsageError(f"{where}, line {number}: not a sha256, two blanks and a file name")
        path = matched["path"]
        if "\\" in path or any(part in {"", ".", ".."} for part in path.split("/")):
            raise UsageError(f"{where}, line {number}: {path!a} is no path below the folder")
        if path in found:
            raise UsageError(f"{where}, line {number}: {path!a} stands there twice")
        found[path] = matched["sha256"].lower()
    if not found:
        raise UsageError(f"{where} names no file")
    return found
