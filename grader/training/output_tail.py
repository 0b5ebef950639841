"""Keep the last lines that a submission printed itself, without output of libraries."""

from __future__ import annotations

import re
from collections import deque

from grader.sandbox.conventions import LIBRARY_BEGIN, LIBRARY_END

BEGIN, END = LIBRARY_BEGIN.encode(), LIBRARY_END.encode()
OF_A_LIBRARY = re.compile(b"%b[^%b]*%b?" % (BEGIN, END, END))
MOST_LINES = 20
MOST_SEEN = 2000  # lines of one part of the output
LONGEST = 1000  # characters of a line
BYTES = 8 * LONGEST  # of a line, with what a progress bar overwrote
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
# Logs of TensorFlow's C++ code: no Python code writes them, so they have no marks.
LOGGED = re.compile(
    rb"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+: [IWEF] "
    rb"|[IWEF]\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ |[IWEF]0000 00:00:\d+\.\d+ +\d+ "
    rb"|WARNING: All log messages before absl::InitializeLog"
)


class Printed:
    """Takes the output of a sandbox as it arrives and keeps the submission's last own lines."""

    def __init__(self) -> None:
        self._is_own = True
        self._lines = deque[bytes](maxlen=MOST_LINES)
        self._line = b""

    def take(self, data: bytes) -> bytes:
        """Take the next part of the output; return it without marks."""
        text = data if self._is_own else BEGIN + data
        self._is_own = text.rfind(BEGIN) <= text.rfind(END)
        self._add(OF_A_LIBRARY.sub(b"", text).translate(None, END))
        return data.translate(None, BEGIN + END)

    @property
    def lines(self) -> tuple[str, ...]:
        """The last own lines as a terminal shows them, without blank ones."""
        last = [*self._lines, *([self._line] if _is_kept(self._line) else [])]
        return tuple(_shown(line) for line in last[-MOST_LINES:])

    def _add(self, own: bytes) -> None:
        first, *more = own.split(b"\n")
        self._line = (self._line + first)[:BYTES]
        if not more:
            return
        ended = [self._line, *more[:-1]]
        newest: list[bytes] = []
        # A flood of blank lines must not delay the check of the limits.
        for line in reversed(ended[-MOST_SEEN:]):
            if _is_kept(line):
                newest.append(line[:BYTES])
            if len(newest) == MOST_LINES:
                break
        self._lines.extend(reversed(newest))
        self._line = more[-1][:BYTES]


def unmarked(text: str) -> str:
    """Return output without marks."""
    return text.replace(LIBRARY_BEGIN, "").replace(LIBRARY_END, "")


def _is_kept(line: bytes) -> bool:
    return bool(line.strip()) and not LOGGED.match(line)


def _shown(line: bytes) -> str:
    """Return a line as a terminal shows it, after carriage returns and backspaces."""
    cells: list[str] = []
    at = 0
    for character in ESCAPES.sub("", line.decode("utf-8", "replace")):
        if character == "\r":
            at = 0
        elif character == "\b":
            at = max(0, at - 1)
        else:
            cells[at : at + 1] = [character]
            at += 1
    text = "".join(cells).rstrip()
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
