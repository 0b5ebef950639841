"""Replacements for wget, curl and unzip, with the options that course code uses.

Each is a program, started by whatever runs commands: `!`, os.system, subprocess.
"""

from __future__ import annotations

import fnmatch
import os
import shlex
import shutil
import sys
import zipfile
from typing import TYPE_CHECKING

from . import colab_folders, file_server
from .catalogue import folder_in, name_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    Option = tuple[str, str]

NAMES = ("wget", "curl", "unzip")
# Options that take a value, as letters and as words; all others are flags.
LETTERS = {"wget": "OPoatTUeARlwDIXQBin", "curl": "oAHdueXxTmbcFrCKwyYzZDEPQtU", "unzip": "dP"}
WORDS = frozenset(
    {"output-document", "directory-prefix", "output-file", "append-output", "tries", "timeout"}
    | {"user-agent", "header", "referer", "limit-rate", "input-file", "load-cookies", "level"}
    | {"save-cookies", "post-data", "wait", "waitretry", "output", "data", "request", "max-time"}
    | {"retry", "retry-delay", "cookie", "cookie-jar", "connect-timeout", "output-dir", "user"}
)
SCRIPT = """#!/bin/sh
exec {python} -I -B -c {code} "$@"
"""
CODE = "import sys; sys.path.insert(0, {top!r}); from sandbox.guest.offline import commands; "
CALL = "sys.exit(commands.run({name!r}, sys.argv[1:], {home!r}))"
FAILED, NO_NETWORK, NO_ARCHIVE = 1, 4, 9  # As the real programs have it.


def install(home: str, source: bytes) -> None:
    """Put the commands that a program mentions first on PATH; unzip only if there is none."""
    wanted = [name for name in NAMES if name.encode() in source]
    if "unzip" in wanted and shutil.which("unzip"):
        wanted.remove("unzip")
    if not wanted:
        return
    folder = os.path.join(folder_in(home), "bin")  # noqa: PTH118
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    top = os.path.abspath(__file__)  # noqa: PTH100
    for _ in __name__.split("."):
        top = os.path.dirname(top)  # noqa: PTH120
    for name in wanted:
        code = CODE.format(top=top) + CALL.format(name=name, home=home)
        path = os.path.join(folder, name)  # noqa: PTH118
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(SCRIPT.format(python=shlex.quote(sys.executable), code=shlex.quote(code)))
        os.chmod(path, 0o700)  # noqa: PTH101
    os.environ["PATH"] = folder + os.pathsep + os.environ.get("PATH", "")


def run(name: str, words: Sequence[str], home: str) -> int:
    """Run a command and return its exit status."""
    options, rest = parse(words, LETTERS[name])
    server = file_server.Server(home, file_server.note_in(home))
    try:
        if name == "unzip":
            colab_folders.let_archives_be_opened(server)
            return _unzip(options, rest)
        return _fetch(name, options, rest, server)
    except file_server.NotServed as error:
        print(f"{name}: {error}", file=sys.stderr)  # noqa: T201
        return NO_NETWORK
    except (OSError, ImportError) as error:
        print(f"{name}: {error}", file=sys.stderr)  # noqa: T201
        return FAILED


def parse(words: Sequence[str], letters: str) -> tuple[list[Option], list[str]]:
    """Return the options, by letter or word, with their values, and the other arguments."""
    options: list[Option] = []
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word.startswith("--"):
            name, sign, value = word[2:].partition("=")
            options.append((name, value if sign or name not in WORDS else next(waiting, "")))
        elif word.startswith("-") and word != "-":
            for at, letter in enumerate(word[1:], 2):
                if letter in letters:
                    options.append((letter, word[at:] or next(waiting, "")))
                    break
                options.append((letter, ""))
        else:
            rest.append(word)
    return options, rest


def _fetch(name: str, options: list[Option], urls: list[str], server: file_server.Server) -> int:
    given = dict(options)
    if name == "wget":
        target = given.get("O", given.get("output-document", ""))
        folder = given.get("P", given.get("directory-prefix", "."))
        to_screen = False
    else:
        target = given.get("o", given.get("output", ""))
        folder = given.get("output-dir", ".")
        to_screen = not (target or {"O", "remote-name", "remote-name-all"} & given.keys())
    for url in urls:
        served = server.open(url)
        path = os.path.join(folder, target or name_in(url))  # noqa: PTH118
        if to_screen or target == "-":
            shutil.copyfileobj(served.file, sys.stdout.buffer)
            continue
        if name == "wget" or "create-dirs" in given:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        with open(path, "wb") as file:  # noqa: PTH123
            shutil.copyfileobj(served.file, file)
        if not {"q", "quiet", "s", "silent"} & given.keys():
            print(f"'{path}' saved [{served.size}]", file=sys.stderr)  # noqa: T201
    return 0 if urls else FAILED


def _unzip(options: list[Option], rest: list[str]) -> int:
    given = dict(options)
    if not rest:
        return FAILED
    path = rest[0] if os.path.exists(rest[0]) else f"{rest[0]}.zip"  # noqa: PTH110
    try:
        with zipfile.ZipFile(path) as archive:
            names = [
                name
                for name in archive.namelist()
                if not rest[1:] or any(fnmatch.fnmatch(name, wanted) for wanted in rest[1:])
            ]
            if "l" in given:
                print("\n".join(names))  # noqa: T201
                return 0
            archive.extractall(given.get("d") or ".", names)
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        print(f"unzip: cannot open {rest[0]}: {error}", file=sys.stderr)  # noqa: T201
        return NO_ARCHIVE
    print(f"Archive:  {path}")  # noqa: T201
    return 0
