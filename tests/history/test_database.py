"""Opening the history: new, newer, foreign, damaged, in use, read only."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.history import database, repository
from grader.history.database import FILE, opened, reading, transaction
from grader.history.repository import MAX_RECORD, add, packed
from tests.conftest import ROOT
from tests.history.examples import MACHINE, RECORD, attempt, kept, long_record, report

if TYPE_CHECKING:
    from pathlib import Path

    from grader.history.attempt import NewAttempt


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def add_two(connection: sqlite3.Connection, first: NewAttempt, second: NewAttempt) -> None:
    add(connection, first)
    add(connection, second)


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    with opened(tmp_path) as connection, transaction(connection):
        number = add(connection, attempt(tmp_path, report(4)))
    with reading(tmp_path) as connection:
        one = repository.one(connection, number)
    assert (one.at, one.problem, one.variant) == ("2026-03-01T12:00:00Z", "problem1", 0)
    assert (one.verdict, one.score, one.points, one.most_points) == ("failed", 4, 2, 6)
    assert one.held_out == 0.84
    assert one.seconds == 75.2
    assert (one.versions["keras"], one.machine) == ("3.15.1", MACHINE)


def test_a_transaction_that_fails_keeps_nothing(tmp_path: Path) -> None:
    wrong = attempt(tmp_path, report(), sha256="../../etc/passwd")
    with opened(tmp_path) as connection:
        with pytest.raises(sqlite3.IntegrityError), transaction(connection):
            add_two(connection, attempt(tmp_path, report()), wrong)
        assert repository.count(connection) == 0


def test_a_name_that_is_no_unicode_can_be_kept(tmp_path: Path) -> None:
    kept(tmp_path, report(file="\udce4.py"))
    with reading(tmp_path) as connection:
        assert repository.one(connection, 1).file == "?.py"


@pytest.mark.parametrize("name", ["a?b=c", "50%41#1", "gr\xfc\xdfe", os.fsdecode(b"\xe9")])
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    kept(tmp_path / name, report())
    assert (tmp_path / name / FILE).is_file()
    with reading(tmp_path / name) as connection:
        assert repository.count(connection) == 1


def test_what_is_read_is_of_one_moment(tmp_path: Path) -> None:
    kept(tmp_path, report())
    with reading(tmp_path) as connection:
        assert repository.count(connection) == 1
        kept(tmp_path, report())
        assert repository.count(connection) == 1
    with reading(tmp_path) as connection:
        assert repository.count(connection) == 2


def test_reading_makes_no_file(tmp_path: Path) -> None:
    with reading(tmp_path / "state") as connection:
        assert repository.listing(connection) == ()
    assert list(tmp_path.iterdir()) == []


def test_reading_leaves_no_file_beside_the_database(tmp_path: Path) -> None:
    kept(tmp_path, report())
    with reading(tmp_path) as connection:
        repository.listing(connection)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [FILE]


def test_a_database_of_a_newer_kit_is_left_alone(tmp_path: Path) -> None:
    kept(tmp_path, report())
    change(tmp_path / FILE, "PRAGMA user_version = 99")
    before = (tmp_path / FILE).read_bytes()
    for way in (opened, reading):
        with (
            pytest.raises(UsageError, match=r"newer version of the kit \(schema 99,") as error,
            way(tmp_path),
        ):
            pass
        assert "\n" not in str(error.value)
    assert (tmp_path / FILE).read_bytes() == before


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    change(tmp_path / FILE, "CREATE TABLE accounts (id)")
    before = (tmp_path / FILE).read_bytes()
    for way in (opened, reading):
        with pytest.raises(UsageError, match="another program; move it away"), way(tmp_path):
            pass
    assert (tmp_path / FILE).read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"my diary\n" * 1000)
    for way in (opened, reading):
        with pytest.raises(UsageError, match="submissions") as error, way(tmp_path):
            pass
        assert "damaged or not a database" in str(error.value)
    assert (tmp_path / FILE).read_bytes() == b"my diary\n" * 1000


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    kept(tmp_path, *[report()] * 20)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
    with pytest.raises(UsageError, match="is damaged"), reading(tmp_path) as connection:
        repository.listing(connection)


def test_a_database_in_use_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT", 0.2)
    kept(tmp_path, report())
    with opened(tmp_path) as first, transaction(first):
        with pytest.raises(UsageError, match="locked by another `practice`"):
            kept(tmp_path, report())
        with reading(tmp_path) as connection:  # Who reads waits for nobody.
            assert repository.count(connection) == 1


@pytest.mark.usefixtures("closed_sandbox")
def test_a_history_is_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    kept(tmp_path, report(), report(5))
    script = (
        "import pathlib, sys\n"
        "from grader.history import database, repository\n"
        "with database.reading(pathlib.Path(sys.argv[1])) as connection:\n"
        "    print([one.score for one in repository.listing(connection)])\n"
    )
    closed = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    done = subprocess.run(
        [*closed, sys.executable, "-c", script, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("[3, 5]\n", "")


def test_a_record_is_kept_whole(tmp_path: Path) -> None:
    kept(tmp_path, report())
    with reading(tmp_path) as connection:
        record = repository.record(connection, 1)
    assert record is not None
    assert record["fits"][0]["layers"] == ["Dense"]


def test_a_record_that_is_too_large_loses_its_longest_lists() -> None:
    blob = packed(long_record(2000))
    assert blob is not None
    assert len(blob) <= MAX_RECORD
    assert b'"weights": []' in zlib.decompress(blob)
    assert packed(long_record(2000), limit=100) is None


def test_a_record_of_bottomless_settings_is_left_out() -> None:
    deep: dict[str, object] = {}
    for _ in range(5000):
        deep = {"a": deep}
    fit = replace(RECORD.fits[0], layers=deep)  # type: ignore[arg-type]
    assert packed(replace(RECORD, fits=(fit,))) is None


def test_an_attempt_that_is_not_there_is_answered_by_the_range(tmp_path: Path) -> None:
    with reading(tmp_path) as connection, pytest.raises(UsageError, match="the history is empty"):
        repository.one(connection, 1)
    kept(tmp_path, report(), report())
    with reading(tmp_path) as connection, pytest.raises(UsageError, match="choose 1 to 2"):
        repository.one(connection, 3)
