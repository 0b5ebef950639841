"""`practice history prune`: what goes, what stays, and that it asks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from grader.history import copies, repository
from grader.history.attempt import Origin
from grader.history.database import reading
from tests.commands.test_bad_input import one_line
from tests.history.examples import kept, report

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice


def numbers(state: Path) -> list[int]:
    with reading(state) as connection:
        return [one.id for one in repository.listing(connection)]


def test_pruning_keeps_the_newest_and_the_best(new_practice: Practice, state: Path) -> None:
    other = report(1, problem="problem3")
    kept(state, report(1), report(5), report(2), other, report(2), report(3))
    done = new_practice("history", "prune", "--keep", "2", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Removed 2 of 6 attempts: 1, 3; 2 copies, 0.0 MB.\n"
    assert numbers(state) == [2, 4, 5, 6]
    assert len(list(copies.every(state))) == 4
    assert "attempt 3 was removed" in one_line(new_practice("history", "show", "3"))
    assert kept(state, report()) == [7]


def test_pruning_asks_first(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(5), report(2))
    for answer in ("n\n", ""):
        done = new_practice("history", "prune", "--keep", "0", input=answer)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Remove 2 of 3 attempts: 1, 3? [y/N]" in done.stderr
        assert numbers(state) == [1, 2, 3]
    assert new_practice("history", "prune", "--keep", "0", input="y\n").returncode == 0
    assert numbers(state) == [2]


def test_a_copy_that_another_attempt_needs_stays(new_practice: Practice, state: Path) -> None:
    kept(state, report(1))
    kept(state, report(2))
    new_practice("history", "prune", "--keep", "1", "--yes")
    assert numbers(state) == [2]
    assert new_practice("history", "show", "2", "--source").returncode == 0


def test_attempts_of_exams_stay_unless_they_are_named(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(2), origin=Origin.EXAM)
    kept(state, report(3))
    done = new_practice("history", "prune", "--keep", "1", "--yes")
    assert done.stdout == "Nothing to remove: 3 attempts in the history.\n"
    new_practice("history", "prune", "--keep", "1", "--yes", "--exams")
    assert numbers(state) == [3]


def test_pruning_takes_away_what_a_broken_off_copy_left(
    new_practice: Practice, state: Path
) -> None:
    kept(state, report(1), report(2))
    old, new = (state / "submissions" / f"{copies.UNFINISHED}{name}" for name in ("old", "new"))
    for path in (old, new):
        path.write_bytes(b"half of a model")
    os.utime(old, (0, 0))
    new_practice("history", "prune", "--keep", "1", "--yes")
    assert (old.exists(), new.exists()) == (False, True)


def test_pruning_leaves_what_is_no_copy(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(2))
    note = state / "submissions" / "note.py"
    note.write_text("mine", encoding="utf-8")
    new_practice("history", "prune", "--keep", "1", "--yes")
    assert note.read_text(encoding="utf-8") == "mine"


def test_pruning_one_problem_leaves_the_others(new_practice: Practice, state: Path) -> None:
    kept(state, report(1), report(2), report(1, problem="problem3"), report(2, problem="problem3"))
    new_practice("history", "prune", "--keep", "1", "--yes", "--problem", "problem3")
    assert numbers(state) == [1, 2, 4]
