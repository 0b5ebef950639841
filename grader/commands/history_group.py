"""`practice history PROBLEM` beside `practice history show`: a word that is no command."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

DEFAULT = "list"
HELP = "--help"


class HistoryGroup(TyperGroup):
    """A group of commands where `list` need not be written."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer brings its own click)
        """Put in the command where none is named."""
        if not args or (args[0] not in self.commands and args[0] != HELP):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
