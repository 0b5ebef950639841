"""The history on a terminal or as plain text."""

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
# Columns that a narrow terminal drops, in this order.
SPARE = ("seconds", "time", "points", "held-out", "date")
RIGHT = frozenset({"no", "score", "points", "held-out", "seconds"})
SCORES = range(5, -1, -1)
NO_SCORE = "-"
LINE_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def show(attempts: Sequence[Attempt], console: Console, *, earlier: int = 0) -> None:
    """Print a table of attempts, latest last, and their scores over time.

    `earlier` is the number of attempts that are not shown.
    """
    if earlier:
        total = earlier + len(attempts)
        print_wrapped(f"Showing {len(attempts)} of {total} attempts; --last N shows more.", console)
    rows = [_row(attempt) for attempt in attempts]
    console.print(_table(rows, [attempt.verdict for attempt in attempts], console.width))
    console.print()
    if any(attempt.score is not None for attempt in attempts):
        for line in _scores(attempts, console.width):
            console.print(Text(line), soft_wrap=True)
        console.print()
    print_wrapped("Times are in UTC. - means no score: no model was saved.", console, "dim")


def print_wrapped(text: str, console: Console, style: str = "", first: str = "") -> None:
    """Print text after the prefix `first`, without breaking words."""
    for line in textwrap.wrap(
        printable(text),
        console.width,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    ):
        console.print(Text(line, style), soft_wrap=True)


def show_details(attempt: Attempt, place: Path, console: Console) -> None:
    """Print when, with which versions and on which machine an attempt was graded, and its copy."""
    versions = " · ".join(
        f"{name} {version}" for name, version in attempt.versions.items() if version
    )
    machine = attempt.machine
    details = {
        "Attempt": f"{attempt.id} · {attempt.origin.value} · {_date(attempt)} {_time(attempt)} UTC",
        "Versions": versions,
        "Machine": f"{machine.get('system', '')} {machine.get('machine', '')}, "
        f"{machine.get('processors', '?')} processors",
    }
    console.print()
    for name, text in details.items():
        print_wrapped(text, console, "dim", first=f"  {name:<10}")
    # A hash and a path stay on one line, so that they can be copied.
    for name, text in (("SHA-256", attempt.sha256), ("Copy", str(place))):
        console.print(Text(f"  {name:<10}{printable(text)}", "dim"), soft_wrap=True)


def show_lines(lines: Iterable[str], console: Console) -> None:
    """Print a unified diff."""
    for line in lines:
        bold = line.startswith(("+++", "---"))
        style = "bold" if bold else LINE_STYLES.get(line[:1], "")
        console.print(Text(printable(line), style), soft_wrap=True)


def show_changes(changes: Sequence[Change], numbers: tuple[int, int], console: Console) -> None:
    """Print a table of what changed between two attempts."""
    table = Table(box=None, padding=(0, GAP, 0, 0), pad_edge=False)
    table.add_column("")
    for number in numbers:
        table.add_column(f"attempt {number}", no_wrap=True)
    for change in changes:
        table.add_row(
            printable(change.name),
            printable(change.before) or NO_SCORE,
            printable(change.after) or NO_SCORE,
        )
    console.print(table)


def _row(attempt: Attempt) -> Mapping[str, str]:
    seconds = attempt.seconds
    return {
        "no": str(attempt.id),
        "date": _date(attempt),
        "time": _time(attempt)[:5],
        "problem": _name(attempt),
        "verdict": attempt.verdict,
        "score": _digit(attempt),
        "points": f"{attempt.points}/{attempt.most_points}",
        "held-out": "" if attempt.held_out is None else f"{attempt.held_out:.3f}",
        "seconds": "" if seconds is None else f"{seconds:.0f}",
    }


def _name(attempt: Attempt) -> str:
    variant = f" v{attempt.variant}" if attempt.variant else ""
    return f"{attempt.problem}{variant}{' exam' if attempt.origin is Origin.EXAM else ''}"


def _date(attempt: Attempt) -> str:
    return attempt.at.partition("T")[0]


def _time(attempt: Attempt) -> str:
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
    """Return the columns that fit."""
    wide = {name: max(len(name), *(len(row[name]) for row in rows)) for name in rows[0]}
    for spare in SPARE:
        if sum(wide.values()) + GAP * (len(wide) - 1) <= width:
            break
        del wide[spare]
    return tuple(wide)


def _scores(attempts: Sequence[Attempt], width: int) -> Iterator[str]:
    """Yield a chart of the scores of one problem, or a row of scores for each of several."""
    names = sorted({attempt.problem for attempt in attempts}, key=lambda name: (len(name), name))
    if len(names) == 1:
        yield from _chart(names[0], attempts, width)
        return
    yield "Scores over time"
    wide = max(map(len, names))
    for name in names:
        scores = [_digit(attempt) for attempt in attempts if attempt.problem == name]
        room = (width - wide - GAP * 2 + 1) // 2
        yield f"  {name:<{wide}}  {' '.join(scores[-room:])}"


def _chart(name: str, attempts: Sequence[Attempt], width: int) -> Iterator[str]:
    margin = "  5 | "
    shown = attempts[-((width - len(margin) + 1) // 2) :]
    first, last = str(shown[0].id), str(shown[-1].id)
    yield f"Scores of {name}, attempts {first} to {last}"
    rows = [str(score) for score in SCORES]
    if any(attempt.score is None for attempt in shown):
        rows.append(NO_SCORE)
    for row in rows:
        dots = " ".join("*" if _digit(attempt) == row else " " for attempt in shown)
        yield f"  {row} | {dots}".rstrip()


def _digit(attempt: Attempt) -> str:
    return NO_SCORE if attempt.score is None else str(attempt.score)
