"""Rich consoles on given streams."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.console import Console

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN_WIDTH = 80
NARROWEST = 40


def console_on(stream: TextIO, environ: Mapping[str, str]) -> Console:
    """Return a console with the colours and the width of the terminal, if there is one.

    NO_COLOR and COLUMNS override them.
    """
    columns = environ.get("COLUMNS", "")
    width = int(columns) if columns.isdigit() and int(columns) > 0 else None
    if width is None and not stream.isatty():
        width = PLAIN_WIDTH
    return _OwnConsole(
        file=stream,
        no_color=bool(environ.get("NO_COLOR")) or None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
        width=None if width is None else max(width, NARROWEST),
        _environ=dict(environ),
    )


class _OwnConsole(Console):
    """A console that lets the command handle a closed pipe."""

    def on_broken_pipe(self) -> None:
        """Raise the error; rich itself would exit here, before the command is finished."""
        raise BrokenPipeError
