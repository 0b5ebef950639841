"""Mark what libraries print, so that the report can show what the submission itself prints.

Output of Python code of a library or of the kit is enclosed by two marks. Output of the submission,
of commands and of C code has no marks.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from typing import TYPE_CHECKING

from ..conventions import LIBRARY_BEGIN, LIBRARY_END

if TYPE_CHECKING:
    from types import FrameType

OURS = os.path.dirname(__file__)  # noqa: PTH120
STANDARD = (os.path.dirname(os.__file__), "<frozen ")  # noqa: PTH120
LIBRARIES = ("site-packages", "dist-packages")


class _Marked(io.TextIOWrapper):
    """A standard stream that marks output of libraries."""

    mode = "w"

    def write(self, text: str) -> int:
        if text and _is_of_a_library():
            super().write(f"{LIBRARY_BEGIN}{text}{LIBRARY_END}")
            return len(text)
        return super().write(text)


def mark_libraries() -> None:
    """Make both standard streams mark what libraries write."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        marked = _Marked(
            stream.detach(),
            encoding=stream.encoding,
            errors=stream.errors,
            newline="\n",
            line_buffering=stream.line_buffering,
            write_through=True,
        )
        setattr(sys, name, marked)
        setattr(sys, f"__{name}__", marked)


def _is_of_a_library() -> bool:
    """Whether the code that writes, apart from standard modules, is not the submission's."""
    # At exit, and in a thread that runs `print` itself, no Python code calls `write`.
    write = sys._getframe().f_back  # noqa: SLF001
    frame: FrameType | None = write and write.f_back
    while frame is not None:
        file = frame.f_code.co_filename
        if any(name in file for name in LIBRARIES) or file.startswith(OURS):
            return True
        if file == warnings.__file__:
            return True
        if not file.startswith(STANDARD):
            return False
        frame = frame.f_back
    return False
