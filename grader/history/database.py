"""Open the database of the history: create it, migrate it, and read it from a read-only disk."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from grader.errors import UsageError
from grader.history.migrations import APPLICATION, NEWEST, SCRIPTS
from grader.settings import make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE = "history.sqlite3"
LEAST_ROOM = 200_000  # bytes
WAIT = 10.0  # seconds for another process to finish its write
_PAUSE = 0.01
_NEW = "file:{}?mode=rwc"
_THERE = "file:{}?mode=rw"
# Nobody can write there, so neither a lock nor a journal file is needed.
_UNCHANGING = "file:{}?immutable=1"


class NoHistory(UsageError):
    """The file is damaged or belongs to another program: it holds no history."""


@contextmanager
def opened(state: Path) -> Iterator[sqlite3.Connection]:
    """Yield the database, created or migrated if necessary; write in a `transaction`.

    Raises UsageError if it cannot be opened or written, is damaged, in use or from a newer version.
    """
    path = make_folder(state) / FILE
    with readable_errors(path.parent), closing(_connect(path, _NEW)) as connection:
        _prepare(path, connection)
        yield connection


@contextmanager
def reading(state: Path) -> Iterator[sqlite3.Connection]:
    """Yield the database for reading; an empty one in memory if there is no file.

    Works on a read-only disk. Raises UsageError as `opened` does.
    """
    path = state / FILE
    with readable_errors(path.parent), closing(_readable(path)) as connection:
        connection.execute("BEGIN")  # Reads see one snapshot.
        yield connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit everything written within, or nothing; other writers wait."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _connect(path: Path, uri: str) -> sqlite3.Connection:
    address = uri.format(quote(os.fsencode(path.absolute())))
    connection = sqlite3.connect(address, timeout=WAIT, isolation_level=None, uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _readable(path: Path) -> sqlite3.Connection:
    if not path.exists():
        return _in_memory(path, None)
    connection = _connect(path, _THERE)
    try:
        _prepare(path, connection)
    except sqlite3.OperationalError as error:
        connection.close()
        without_room = _out_of_room(error, path.parent)
        if not (_unwritable(error) or without_room) or _holds(path.with_name(f"{FILE}-wal")):
            raise  # The last writes are in that file, and reading them needs a write.
        with closing(_connect(path, _UNCHANGING)) as unchanging:
            return _in_memory(path, unchanging)
    except BaseException:
        connection.close()
        raise
    return connection


def _in_memory(path: Path, source: sqlite3.Connection | None) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    memory.row_factory = sqlite3.Row
    if source is not None:
        source.backup(memory)
    _refuse(path, memory)
    _migrate(memory)
    return memory


def _holds(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    _refuse(path, connection)  # Before changing a file that may belong to another program.
    _use_wal(connection)
    _migrate(connection)


def _refuse(path: Path, connection: sqlite3.Connection) -> None:
    """Raise UsageError for a database of a newer version or of another program."""
    connection.execute("BEGIN")  # One snapshot: another process may be creating the tables.
    version = _pragma(connection, "user_version")
    ours = _pragma(connection, "application_id") == APPLICATION
    empty = version == 0 and not connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    connection.execute("COMMIT")
    if not (ours or empty):
        raise NoHistory(f"{path} belongs to another program; {_move(path)}")
    if version > NEWEST:
        raise UsageError(
            f"{path} was written by a newer version of the kit (schema {version}, this version "
            f"supports {NEWEST}); use that version, or set PRACTICE_HOME to another folder"
        )


def _use_wal(connection: sqlite3.Connection) -> None:
    """Allow readers during a write; SQLite does not wait for a lock here."""
    until = time.monotonic() + WAIT
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _migrate(connection: sqlite3.Connection) -> None:
    while (version := _pragma(connection, "user_version")) < NEWEST:
        with transaction(connection):
            if _pragma(connection, "user_version") != version:
                continue  # Another process was faster.
            for statement in _statements(SCRIPTS[version]):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {version + 1}")


def _statements(script: str) -> Iterator[str]:
    """Yield the statements of a script; `executescript` would commit the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _pragma(connection: sqlite3.Connection, name: str) -> int:
    value: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return value


@contextmanager
def readable_errors(state: Path) -> Iterator[None]:
    """Turn errors of the file into a UsageError; errors of the kit pass unchanged."""
    path = state / FILE
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = str(error)
        if "locked" in reason or "busy" in reason:
            raise UsageError(f"{path} is locked by another `practice`; try again") from error
        if _out_of_room(error, path.parent):
            raise UsageError(f"cannot write {path}: the disk is full") from error
        if _unwritable(error) or "disk I/O" in reason:
            raise UsageError(
                f"cannot use {path} ({reason}); set PRACTICE_HOME to a folder that you can write to"
            ) from error
        raise
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise
        raise NoHistory(f"{path} is damaged or not a database ({error}); {_move(path)}") from error


def _out_of_room(error: sqlite3.OperationalError, folder: Path) -> bool:
    reason = str(error)
    return "full" in reason or ("disk I/O" in reason and _is_full(folder))


def _is_full(folder: Path) -> bool:
    """Whether there is no room for the journal of SQLite."""
    with contextlib.suppress(OSError):
        return shutil.disk_usage(folder).free < LEAST_ROOM
    return False


def _unwritable(error: sqlite3.OperationalError) -> bool:
    return any(words in str(error) for words in ("readonly", "unable to open"))


def _move(path: Path) -> str:
    copies = path.with_name("submissions")
    return f"move it away to start a new history; the submitted files are in {copies}"
