"""The environment that course code expects, without the internet.

Downloads are served from the sandbox's own data. Commands, modules and folders of other machines
exist where a program names them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from . import colab_folders, commands, display, file_server, web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from .file_server import Report

    Changes = Mapping[str, Callable[[ModuleType], None]]


def prepare(source: bytes, report: Report) -> Changes:
    """Create what a program names; return the change of each module, made after its import.

    `report` gets a report of each requested address.
    """
    home = os.environ["HOME"]
    server = file_server.Server(home, report)
    commands.install(home, source)
    colab_folders.fill(home, source, server)
    colab_folders.let_archives_be_opened(server)
    colab_folders.let_tmp_be_removed(source)
    return {**web.changes(server), **display.changes()}


def finish(home: str, report: Report) -> None:
    """Report what the commands in the sandbox with this home have requested."""
    file_server.pass_on(home, report)
