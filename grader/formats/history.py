"""The history in a terminal, or as plain lines where there is none."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from grader.history.attempt import Origin
from grader.printable import printable
from grader.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from rich.console import Console

    from grader.history.attempt import Attempt
    from grader.history.comparison import Change

GAP = 2
# What a narrow terminal can do without, the first one first.
SPARE = ("time", "at", "points", "held-out", "day")
RIGHT = frozenset({"no", "mark", "points", "held-out", "time"})
MARKS = range(5, -1, -1)
NO_MARK = "-"
LINE_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def show(attempts: Sequence[Attempt], console: Console, *, earlier: int = 0) -> None:
    """Print a table of attempts, newest last, and their marks as they went on.

    `earlier` counts those that are kept and not shown.
    """
    if earlier:
        which = "attempts are" if earlier > 1 else "attempt is"
        say(
            f"{earlier} earlier {which} not shown; --last {earlier + len(attempts)} shows all.",
            console,
        )
    rows = [_row(attempt) for attempt in attempts]
    console.print(_table(rows, [attempt.verdict for attempt in attempts], console.width))
    console.print()
    if any(attempt.score is not None for attempt in attempts):
        for line in _marks(attempts, console.width):
            console.print(Text(line), soft_wrap=True)
        console.print()
    say("Days and times are UTC; - is an attempt without a mark.", console, "dim")


def say(words: str, console: Console, style: str = "", first: str = "") -> None:
    """Print a sentence or more; no word is broken. `first` stands before it."""
    for line in textwrap.wrap(
        printable(words),
        console.width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    ):
        console.print(Text(line, style), soft_wrap=True)


def show_kept(attempt: Attempt, place: Path, console: Console) -> None:
    """Print when, with what and on which machine an attempt was marked, and where its copy is."""
    versions = " · ".join(
        f"{name} {version}" for name, version in attempt.versions.items() if version
    )
    machine = attempt.machine
    facts = {
        "Attempt": f"{attempt.id} · {attempt.origin.value} · {_day(attempt)} {_clock(attempt)} UTC",
        "With": versions,
        "On": f"{machine.get('system', '')} {machine.get('machine', '')}, "
        f"{machine.get('processors', '?')} processors",
    }
    console.print()
    for name, words in facts.items():
        say(words, console, "dim", first=f"  {name:<8}")
    # A hash and a path are to be copied: each stays on one line.
    for name, words in (("SHA-256", attempt.sha256), ("Copy", str(place))):
        console.print(Text(f"  {name:<8}{printable(words)}", "dim"), soft_wrap=True)


def show_lines(lines: Iterable[str], console: Console) -> None:
    """Print a unified diff."""
    for line in lines:
        bold = line.startswith(("+++", "---"))
        style = "bold" if bold else LINE_STYLES.get(line[:1], "")
        console.print(Text(printable(line), style), soft_wrap=True)


def show_changes(changes: Sequence[Change], numbers: tuple[int, int], console: Console) -> None:
    """Print what is not the same in two attempts."""
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column("")
    for number in numbers:
        table.add_column(f"attempt {number}", no_wrap=True)
    for change in changes:
        table.add_row(
            printable(change.name),
            printable(change.before) or NO_MARK,
            printable(change.after) or NO_MARK,
        )
    console.print(table)


def _row(attempt: Attempt) -> Mapping[str, str]:
    seconds = attempt.seconds
    return {
        "no": str(attempt.id),
        "day": _day(attempt),
        "at": _clock(attempt)[:5],
        "problem": _name(attempt),
        "verdict": attempt.verdict,
        "mark": NO_MARK if attempt.score is None else str(attempt.score),
        "points": f"{attempt.points}/{attempt.most_points}",
        "held-out": "" if attempt.held_out is None else f"{attempt.held_out:.3f}",
        "time": "" if seconds is None else f"{seconds // 60:.0f}:{int(seconds) % 60:02}",
    }


def _name(attempt: Attempt) -> str:
    variant = f" v{attempt.variant}" if attempt.variant else ""
    return f"{attempt.problem}{variant}{' exam' if attempt.origin is Origin.EXAM else ''}"


def _day(attempt: Attempt) -> str:
    return attempt.at.partition("T")[0]


def _clock(attempt: Attempt) -> str:
    return attempt.at.partition("T")[2].rstrip("Z")


def _table(rows: Sequence[Mapping[str, str]], verdicts: Sequence[str], width: int) -> Table:
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False)
    names = _fitting(rows, width)
    for name in names:
        table.add_column(name, justify="right" if name in RIGHT else "left", no_wrap=True)
    for row, verdict in zip(rows, verdicts, strict=True):
        style = "green" if verdict == Verdict.PASSED.value else "red"
        table.add_row(*(Text(row[name], style if name == "verdict" else "") for name in names))
    return table


def _fitting(rows: Sequence[Mapping[str, str]], width: int) -> tuple[str, ...]:
    """The columns that there is room for."""
    wide = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    for spare in SPARE:
        if sum(wide.values()) + GAP * (len(wide) - 1) <= width:
            break
        del wide[spare]
    return tuple(wide)


def _marks(attempts: Sequence[Attempt], width: int) -> Iterator[str]:
    """The marks of one problem as a picture; of several, a row of digits each."""
    names = sorted({attempt.problem for attempt in attempts}, key=lambda name: (len(name), name))
    if len(names) == 1:
        yield from _image(names[0], attempts, width)
        return
    yield "Marks, oldest to newest"
    wide = max(map(len, names))
    for name in names:
        marks = [_digit(attempt) for attempt in attempts if attempt.problem == name]
        room = (width - wide - GAP * 2 + 1) // 2
        yield f"  {name:<{wide}}  {' '.join(marks[-room:])}"


def _image(name: str, attempts: Sequence[Attempt], width: int) -> Iterator[str]:
    margin = "  5 | "
    shown = attempts[-((width - len(margin) + 1) // 2) :]
    first, last = str(shown[0].id), str(shown[-1].id)
    yield f"Marks of {name}, attempts {first} to {last}"
    rows = [str(mark) for mark in MARKS]
    if any(attempt.score is None for attempt in shown):
        rows.append(NO_MARK)
    for row in rows:
        dots = " ".join("*" if _digit(attempt) == row else " " for attempt in shown)
        yield f"  {row} | {dots}".rstrip()


def _digit(attempt: Attempt) -> str:
    return NO_MARK if attempt.score is None else str(attempt.score)
