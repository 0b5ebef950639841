"""`practice history`: list, show, compare, export and remove stored attempts."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.choices import require_choice
from grader.commands.lockout import refuse_in_exam
from grader.commands.screen import confirms, console_of
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
EMPTY = "No attempts yet. `practice check PROBLEM` stores one each time."
CLOSED = "reports are"


@dataclass(frozen=True)
class PruneRequest:
    """The arguments of `practice history prune`."""

    keep: int
    problem: str | None
    exams: bool
    yes: bool


def list_attempts(settings: Settings, problem: str | None, last: int) -> ExitStatus:
    """Print the latest attempts, of one problem or of all, and their scores over time."""
    from grader.formats import history  # noqa: PLC0415
    from grader.history import repository  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.history.database import reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        count = _count(connection, problem, catalog_of(settings))
        attempts = repository.listing(connection, problem, last)
    console = console_of(settings.stdout, settings)
    if not attempts:
        history.print_wrapped(EMPTY.replace("PROBLEM", problem or "problem1"), console)
    else:
        history.show(attempts, console, earlier=count - len(attempts))
    return ExitStatus.PASSED


def show(settings: Settings, number: int, *, as_json: bool, source: bool) -> ExitStatus:
    """Print a stored report, or the submission that it is about."""
    refuse_in_exam(settings, CLOSED)
    from grader.formats import history, terminal  # noqa: PLC0415
    from grader.history import copies, repository  # noqa: PLC0415
    from grader.history.comparison import text_of  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415
    from grader.history.stored_report import read_report  # noqa: PLC0415

    if as_json and source:
        raise UsageError("pass one of --json and --source")
    with reading(settings.state) as connection:
        attempt = repository.one(connection, number)
        text = repository.report_text(connection, number)
    place = copies.path_of(settings.state, attempt.sha256, attempt.suffix)
    console = console_of(settings.stdout, settings)
    if source:
        if attempt.suffix == MODEL:
            raise UsageError(f"attempt {number} is a model without source code; it is in {place}")
        content = copies.read(settings.state, attempt.sha256, attempt.suffix)
        code = text_of(content, attempt.suffix)
        settings.stdout.write(printable(code) if console.is_terminal else code)
    elif as_json:
        print(text, file=settings.stdout)
    else:
        terminal.show(read_report(text, number), console)
        history.show_details(attempt, place, console)
    return ExitStatus.PASSED


def diff(settings: Settings, before: int, after: int) -> ExitStatus:
    """Print what changed between two attempts: in the file and in the report."""
    refuse_in_exam(settings, CLOSED)
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
        heading = f"Different problems: {attempts[0].problem} and {attempts[1].problem}."
        history.print_wrapped(heading, console, "bold")
    if any(attempt.suffix == MODEL for attempt in attempts):
        history.print_wrapped(_models(attempts), console)
        history.show_changes(comparison.model_changes(reports), (before, after), console)
    else:
        _diff_texts(settings, attempts, console)
    console.print()
    found = comparison.changes(attempts, reports)
    if found:
        history.show_changes(found, (before, after), console)
    else:
        history.print_wrapped("The reports are the same.", console)
    return ExitStatus.PASSED


def export(settings: Settings, form: str, output: Path | None) -> ExitStatus:
    """Write all attempts as JSON or CSV, to a file or to standard output."""
    refuse_in_exam(settings, CLOSED)
    from grader.formats import history_export  # noqa: PLC0415
    from grader.history import repository  # noqa: PLC0415
    from grader.history.database import reading  # noqa: PLC0415

    require_choice("--format", form, FORMATS)
    with reading(settings.state) as connection:
        attempts = repository.listing(connection)
        reports = [(one, repository.report_text(connection, one.id)) for one in attempts]
    text = (history_export.to_csv if form == "csv" else history_export.to_json)(reports)
    if output is None:
        settings.stdout.write(text)
    else:
        _write(output, text.encode())
    return ExitStatus.PASSED


def prune(settings: Settings, request: PruneRequest) -> ExitStatus:
    """Remove old attempts and their copies, after the learner confirms."""
    from grader.history import pruning, repository  # noqa: PLC0415
    from grader.history.database import opened, reading  # noqa: PLC0415

    with reading(settings.state) as connection:
        count = _count(connection, request.problem, catalog_of(settings))
        attempts = repository.listing(connection, request.problem)
    gone = pruning.prunable(attempts, request.keep, exams=request.exams)
    if not gone:
        print(
            f"Nothing to remove: {_count_of(count, 'attempt')} in the history.",
            file=settings.stdout,
        )
        return ExitStatus.PASSED
    what = f"{len(gone)} of {_count_of(count, 'attempt')}: {_numbers(gone)}"
    if not request.yes and not confirms(settings, f"Remove {what}?"):
        print("Nothing was removed.", file=settings.stderr)
        return ExitStatus.NOT_PASSED
    with opened(settings.state) as connection:
        pruning.remove(connection, gone)
        freed = pruning.sweep(connection, settings.state, time.time())
    size = f"{_count_of(freed.files, 'copy', 'copies')}, {freed.bytes / 10**6:.1f} MB"
    print(f"Removed {what}; {size}.", file=settings.stdout)
    return ExitStatus.PASSED


def _count(connection: sqlite3.Connection, problem: str | None, catalog: Catalog) -> int:
    """Count the attempts; raise UsageError for an unknown problem."""
    from grader.history import repository  # noqa: PLC0415

    count = repository.count(connection, problem)
    if problem is not None and not count:
        catalog.load(problem)
    return count


def _models(attempts: Sequence[Attempt]) -> str:
    if all(attempt.suffix == MODEL for attempt in attempts):
        return "Both attempts are models: no lines to compare."
    number = next(attempt.id for attempt in attempts if attempt.suffix == MODEL)
    return f"Attempt {number} is a model: no lines to compare."


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
        history.print_wrapped("The files are the same.", console)


def _write(path: Path, content: bytes) -> None:
    """Write a file atomically; raise UsageError if that fails."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; pass a file")
    if path.exists() and not path.is_file():
        path.write_bytes(content)  # A pipe or a device must not be replaced.
        return
    place = path.resolve()  # Keeps a link a link.
    fresh = place.with_name(f"{place.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        fresh.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def _count_of(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _numbers(attempts: Sequence[Attempt]) -> str:
    """Return the numbers of attempts in ranges: 1 to 4, 6."""
    runs: list[list[int]] = []
    for attempt in attempts:
        if runs and runs[-1][-1] == attempt.id - 1:
            runs[-1].append(attempt.id)
        else:
            runs.append([attempt.id])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)
