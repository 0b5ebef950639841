"""`practice history`: the attempts that were kept, looked at, compared, exported and removed."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.lockout import refuse_in_exam
from grader.commands.screen import agrees, console_of
from grader.errors import ExitStatus, UsageError
from grader.printable import printable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from grader.catalog import Catalog
    from grader.history.attempt import Attempt
    from grader.settings import Settings

FORMATS = ("json", "csv")
MODEL = ".h5"
HOW = "No attempt is kept yet: `practice check PROBLEM` keeps one each time it has marked a file."


@dataclass(frozen=True)
class PruneRequest:
    """The words of a `practice history prune` command."""

    keep: int
    problem: str | None
    exams: bool
    yes: bool


def list_attempts(settings: Settings, problem: str | None, last: int) -> ExitStatus:
    """Print the newest attempts, of one problem or of all, and how their marks went on."""
    from grader.formats import history  # noqa: PLC0415
    from grader.history import repository  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.history.database import reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        count = _count(connection, problem, catalog_of(settings))
        attempts = repository.listing(connection, problem, last)
    console = console_of(settings.stdout, settings)
    if not attempts:
        history.say(HOW.replace("PROBLEM", problem or "problem1"), console)
    else:
        history.show(attempts, console, earlier=count - len(attempts))
    return ExitStatus.PASSED


def show(settings: Settings, number: int, *, as_json: bool, source: bool) -> ExitStatus:
    """Print a report as it was then, or the submission that it is about."""
    refuse_in_exam(settings, "reports, which say what to mend, are")
    from grader.formats import history, terminal  # noqa: PLC0415
    from grader.history import copies, repository  # noqa: PLC0415
    from grader.history.comparison import text_of  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415
    from grader.history.stored_report import read_report  # noqa: PLC0415

    if as_json and source:
        raise UsageError("--json or --source, not both")
    with reading(settings.state) as connection:
        attempt = repository.one(connection, number)
        text = repository.report_text(connection, number)
    place = copies.path_of(settings.state, attempt.sha256, attempt.suffix)
    console = console_of(settings.stdout, settings)
    if source:
        if attempt.suffix == MODEL:
            raise UsageError(f"attempt {number} is a model, which has no text; it is in {place}")
        content = copies.read(settings.state, attempt.sha256, attempt.suffix)
        shown = text_of(content, attempt.suffix)
        settings.stdout.write(printable(shown) if console.is_terminal else shown)
    elif as_json:
        print(text, file=settings.stdout)
    else:
        terminal.show(read_report(text, number), console)
        history.show_kept(attempt, place, console)
    return ExitStatus.PASSED


def diff(settings: Settings, before: int, after: int) -> ExitStatus:
    """Print what changed from one attempt to another: in the file, and in what was found."""
    refuse_in_exam(settings, "reports, which say what to mend, are")
    from grader.formats import history  # noqa: PLC0415
    from grader.history import comparison, repository  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415
    from grader.history.stored_report import read_report  # noqa: PLC0415

    with reading(settings.state) as connection:
        attempts = repository.one(connection, before), repository.one(connection, after)
        texts = [repository.report_text(connection, number) for number in (before, after)]
    reports = read_report(texts[0], before), read_report(texts[1], after)
    console = console_of(settings.stdout, settings)
    if attempts[0].problem != attempts[1].problem:
        words = f"Different problems: {attempts[0].problem} and {attempts[1].problem}."
        history.say(words, console, "bold")
    if any(attempt.suffix == MODEL for attempt in attempts):
        history.say(_models(attempts), console)
        history.show_changes(comparison.model_changes(reports), (before, after), console)
    else:
        _diff_texts(settings, attempts, console)
    console.print()
    found = comparison.changes(attempts, reports)
    if found:
        history.show_changes(found, (before, after), console)
    else:
        history.say("What was found is the same in both.", console)
    return ExitStatus.PASSED


def export(settings: Settings, form: str, output: Path | None) -> ExitStatus:
    """Write all attempts as JSON or CSV, to a file or to standard output."""
    refuse_in_exam(settings, "reports, which say what to mend, are")
    from grader.formats import history_export  # noqa: PLC0415
    from grader.history import repository  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415

    if form not in FORMATS:
        raise UsageError(f"no format is called '{form}'; there are: {', '.join(FORMATS)}")
    with reading(settings.state) as connection:
        attempts = repository.listing(connection)
        whole = [(one, repository.report_text(connection, one.id)) for one in attempts]
    text = (history_export.to_csv if form == "csv" else history_export.to_json)(whole)
    if output is None:
        settings.stdout.write(text)
    else:
        _write(output, text.encode())
    return ExitStatus.PASSED


def prune(settings: Settings, request: PruneRequest) -> ExitStatus:
    """Remove old attempts and their copies, once the learner has said that they want it."""
    from grader.history import pruning, repository  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        count = _count(connection, request.problem, catalog_of(settings))
        attempts = repository.listing(connection, request.problem)
    gone = pruning.superfluous(attempts, request.keep, exams=request.exams)
    if not gone:
        print(
            f"Nothing to remove: {_so_many(count, 'attempt')} {'stays' if count == 1 else 'stay'}.",
            file=settings.stdout,
        )
        return ExitStatus.PASSED
    what = f"{_so_many(len(gone), 'attempt')} of {count}: {_numbers(gone)}"
    if not request.yes and not agrees(settings, f"Remove {what}?"):
        print("nothing was removed", file=settings.stderr)
        return ExitStatus.NOT_PASSED
    with opened(settings.state) as connection:
        pruning.remove(connection, gone)
        freed = pruning.sweep(connection, settings.state, time.time())
    size = f"{_so_many(freed.files, 'copy', 'copies')}, {freed.bytes / 10**6:.1f} MB"
    print(f"Removed {what}; {size}.", file=settings.stdout)
    return ExitStatus.PASSED


def _count(connection: sqlite3.Connection, problem: str | None, catalog: Catalog) -> int:
    """How many attempts there are; raises UsageError for a problem that nobody knows."""
    from grader.history import repository  # noqa: PLC0415

    count = repository.count(connection, problem)
    if problem is not None and not count:
        catalog.load(problem)
    return count


def _models(attempts: Sequence[Attempt]) -> str:
    if all(attempt.suffix == MODEL for attempt in attempts):
        return "Both are models: there are no lines to compare."
    number = next(attempt.id for attempt in attempts if attempt.suffix == MODEL)
    return f"Attempt {number} is a model: there are no lines to compare."


def _diff_texts(settings: Settings, attempts: tuple[Attempt, Attempt], console: Console) -> None:
    from grader.formats import history  # noqa: PLC0415
    from grader.history import comparison, copies  # noqa: PLC0415

    before, after = (
        comparison.text_of(copies.read(settings.state, one.sha256, one.suffix), one.suffix)
        for one in attempts
    )
    names = tuple(f"attempt {one.id}  {one.file}" for one in attempts)
    lines = comparison.differing_lines(before, after, (names[0], names[1]))
    if lines:
        history.show_lines(lines, console)
    else:
        history.say("No line of the two files differs.", console)


def _write(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all; raises UsageError where it cannot be written."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file")
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # A pipe or a device, which must not be replaced.
        return
    place = path.resolve()  # A link stays one.
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _so_many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _numbers(attempts: Sequence[Attempt]) -> str:
    """Attempts by number, neighbours together: 1 to 4, 6."""
    runs: list[list[int]] = []
    for attempt in attempts:
        if runs and runs[-1][-1] == attempt.id - 1:
            runs[-1].append(attempt.id)
        else:
            runs.append([attempt.id])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
