"""The world that course code expects, without the internet.

What a program would fetch is served from the data that its box holds; commands, modules and
folders that other machines have are there where a program names them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from . import colab_folders, commands, display, file_server, web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import ModuleType

    from .file_server import Tell

    Changes = Mapping[str, Callable[[ModuleType], None]]


def prepare(source: bytes, tell: Tell) -> Changes:
    """Make what a program names; gives what is to be changed in which module after its import.

    `tell` is told of each address that is asked for.
    """
    home = os.environ["HOME"]
    server = file_server.Server(home, tell)
    commands.install(home, source)
    colab_folders.fill(home, source, server)
    colab_folders.let_archives_be_opened(server)
    colab_folders.let_tmp_be_removed(source)
    return {**web.changes(server), **display.changes()}


def finish(home: str, tell: Tell) -> None:
    """Tell what the commands of a program in the box with this home have asked for."""
    file_server.pass_on(home, tell)
