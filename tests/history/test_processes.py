"""Commands that write at once, and commands that are killed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from grader.history import copies, repository
from grader.history.database import reading
from tests.conftest import ROOT
from tests.history.dump import DUMPED
from tests.history.test_migrations import EVERY, load

if TYPE_CHECKING:
    from pathlib import Path


def adder(state: Path, name: str, count: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.history.adder", str(state), name, str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def sound(state: Path, dumped: int = 0) -> set[int]:
    """The numbers of all attempts; the database is whole, and only dumped ones have no copy."""
    with reading(state) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = repository.listing(connection)
    for one in found[dumped:]:
        copies.read(state, one.sha256, one.suffix)
    return {one.id for one in found}


@pytest.mark.parametrize("before", [None, *EVERY], ids=lambda path: path.stem if path else "new")
def test_two_commands_at_once_lose_nothing(tmp_path: Path, before: Path | None) -> None:
    dumped = 0
    if before is not None:  # Both find that the tables are old.
        load(tmp_path, before)
        dumped = DUMPED
    both = [adder(tmp_path, name, 50) for name in ("a", "b")]
    for process in both:
        go(process)
    said = [process.communicate(timeout=120) for process in both]
    assert [err for _, err in said] == ["", ""]
    numbers = [int(line) for out, _ in said for line in out.split()]
    assert sorted(numbers) == list(range(dumped + 1, dumped + 101))
    assert sound(tmp_path, dumped) == set(range(1, dumped + 101))


@pytest.mark.parametrize("lines", [0, 1, 7, 20])
def test_a_killed_command_loses_nothing_that_it_had_kept(tmp_path: Path, lines: int) -> None:
    process = adder(tmp_path, "a", 10_000)
    go(process)
    assert process.stdout is not None
    said = {int(process.stdout.readline()) for _ in range(lines)}
    process.kill()
    said |= {int(line) for line in process.communicate(timeout=60)[0].split("\n")[:-1]}
    found = sound(tmp_path)
    assert said <= found
    assert len(found - said) <= 1  # Kept, and killed before it could say so.
    later = adder(tmp_path, "b", 1)
    go(later)
    assert int(later.communicate(timeout=60)[0]) == max(found, default=0) + 1
    assert len(sound(tmp_path)) == len(found) + 1
