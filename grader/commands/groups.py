"""How groups of commands behave: help by panels, and `practice history PROBLEM`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

PANELS = LEARNER, EXAM, INSTRUCTOR, DATA = ("Learners", "Exam", "Instructors", "Data")
DEFAULT = "list"
HELP = "--help"


class PanelGroup(TyperGroup):
    """A group whose help lists commands by their panel, as plain text.

    Typer shows panels only through rich, whose import would double the time of `--help`.
    """

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401  (typer brings its own click)
        """Write one section of the help a panel."""
        commands = [self.commands[name] for name in self.list_commands(ctx)]
        longest = max(len(command.name or "") for command in commands)
        for panel in PANELS:
            rows = [
                (command.name, command.get_short_help_str(formatter.width - longest))
                for command in commands
                if not command.hidden and getattr(command, "rich_help_panel", None) == panel
            ]
            with formatter.section(panel):
                formatter.write_dl(rows)


class HistoryGroup(TyperGroup):
    """A group whose default command is `list`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer brings its own click)
        """Insert the default command where none is named."""
        if not args or (args[0] not in self.commands and args[0] != HELP):
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
