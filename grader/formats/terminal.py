"""A report on a terminal or as plain text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.cells import chop_cells, set_cell_size
from rich.text import Text

from grader.datasets.spec import SHOWN_KINDS
from grader.printable import one_line, printable
from grader.problem import MODEL_FILE
from grader.report import MAX_SCORE, CheckOutcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.report import CheckResult, Fault, Mistake, Report, TrainedSummary

OUTCOMES = {
    CheckOutcome.PASSED: ("pass", "green"),
    CheckOutcome.FAILED: ("FAIL", "bold red"),
    CheckOutcome.NOT_RUN: ("skip", "dim"),
    CheckOutcome.NOT_JUDGED: ("n/a", "dim"),
}
UNJUDGED = CheckOutcome.NOT_JUDGED
COLOURS = {Verdict.PASSED: "bold green", Verdict.GRADER_FAULT: "bold magenta"}
# Errors that are shown without their type; the type of a Python exception helps the learner.
UNTYPED = frozenset(
    {"NotAttempted", "NoModel", "UnreadableModel", "UnsafeModel", "PredictionFailed"}
    | {f"{name}Limit" for name in ("Time", "Memory", "Process", "Disk", "Output")}
)
MARGIN = 2
COLUMN = 16
NARROW = 70
OUTPUT_LINES = 12
MAX_LINES = 20  # of a report's `printed`
MAX_ROWS = 3  # of a long line; --output FILE has the rest


def show(report: Report, console: Console, *, trace: bool = False) -> None:
    """Print a report: the submission, mistakes, checks, score and verdict."""
    for line in _lines(report, console.width, trace=trace):
        console.print(line, soft_wrap=True)


def _lines(report: Report, width: int, *, trace: bool) -> Iterator[Text]:
    yield from _wrapped(report.title, width, style="bold", first=f"{report.problem}  ", hang=MARGIN)
    run = [report.file]
    if report.data in SHOWN_KINDS:  # "auto" if nothing was trained
        run.append(f"{SHOWN_KINDS[report.data]} data")
    run += [f"{report.sandbox} sandbox", f"seed {report.seed}"]
    run += [f"variant {report.variant}"] if report.variant else []
    yield from _wrapped(one_line(" · ".join(run)), width, style="dim", hang=MARGIN + 2)
    yield Text()
    if report.fault is not None:
        yield from _fault(report.fault, width, trace=trace)
        if trace and report.output.strip():
            yield from _output(report.output)
        yield Text()
    for mistake in report.mistakes:
        yield from _place(mistake)
        yield from _messages(mistake, width, " " * MARGIN)
        yield Text()
    shown: set[str] = set()
    mistakes = {one.id: one for one in reversed(report.mistakes)}
    for check in report.checks:
        yield from _check(check, width, shown, mistakes.get(check.mistake))
    yield Text()
    if report.printed:
        yield from printed_lines(report.printed, width)
        yield Text()
    for note in report.notes:
        yield from _wrapped(f"note: {note}", width, style="yellow", hang=MARGIN + 6)
    yield from _summary(report, width)


def _wrapped(
    text: str, width: int, *, style: str = "", first: str | None = None, hang: int | None = None
) -> Iterator[Text]:
    """Yield lines that never break a word, after the prefix `first` and the indent `hang`."""
    start = " " * MARGIN if first is None else first
    indent = " " * (len(start) if hang is None else hang)
    for paragraph in printable(text).splitlines() or [""]:
        for line in textwrap.wrap(
            paragraph,
            width,
            initial_indent=start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [start]:
            yield Text(line, style)
        start = indent


def _place(spot: Fault | Mistake) -> Iterator[Text]:
    """Yield a place in the learner's file and its line of code."""
    cell = f", cell {spot.cell}" if spot.cell else ""
    place = f"{spot.file}{cell}, line {spot.line}" if spot.line else spot.file
    yield Text(" " * MARGIN + one_line(place), "bold")
    if spot.code:
        yield Text(" " * (MARGIN + 4) + one_line(spot.code))


def _fault(fault: Fault, width: int, *, trace: bool) -> Iterator[Text]:
    yield from _place(fault)
    name = "" if fault.type in UNTYPED else f"{fault.type}: "
    # The indent keeps lines of the error message from passing for lines of the report.
    yield from _wrapped(name + fault.message, width, style="red", hang=MARGIN + 2)
    if fault.fix:
        yield from _wrapped(fault.fix, width, style="bold", first="  fix       ")
    if trace:
        yield from (Text(" " * (MARGIN + 4) + one_line(f), "dim") for f in fault.trace)


def printed_lines(
    lines: Sequence[str], width: int, more: str = "--output FILE writes everything"
) -> Iterator[Text]:
    """Yield the last lines that the submission printed, each cut to MAX_ROWS rows.

    `more` says where to find the others, if there may be any.
    """
    heading = "Output of your file"
    if len(lines) == MAX_LINES:
        heading += f", last {MAX_LINES} lines" + (f" ({more})" if more else "")
    yield from _wrapped(heading, width, style="bold")
    room = width - 2 * MARGIN
    for line in lines:
        rows = chop_cells(printable(line).expandtabs(), room)
        if len(rows) > MAX_ROWS:
            rows = [*rows[: MAX_ROWS - 1], set_cell_size(rows[MAX_ROWS - 1], room - 1) + "…"]
        yield from (Text(" " * 2 * MARGIN + row.rstrip()) for row in rows)


def _output(output: str) -> Iterator[Text]:
    yield Text("  End of the output:", "dim")
    for line in printable(output).strip().splitlines()[-OUTPUT_LINES:]:
        yield Text("    " + line, "dim")


def _check(
    check: CheckResult, width: int, shown: set[str], cause: Mistake | None
) -> Iterator[Text]:
    """Yield one check; `shown` are the reasons printed so far, `cause` explains a failure."""
    outcome, style = OUTCOMES[check.outcome]
    earned = check.points if check.outcome is CheckOutcome.PASSED else 0
    # A check that is not applicable costs no points, so it shows none.
    points = "" if check.outcome is UNJUDGED else f"{earned}/{check.points}"
    column = f"  {outcome:<8}{points}".ljust(COLUMN)
    lines = list(_wrapped(check.title, width, first=column))
    lines[0].stylize(style, 0, COLUMN)
    actual = f"  {check.actual}" if check.outcome is CheckOutcome.PASSED and check.actual else ""
    fits = len(lines) == 1 and len(lines[0]) + len(actual) <= width
    if fits:
        lines[0].append(actual, "dim")
    yield from lines
    if actual and not fits:
        yield from _wrapped(check.actual, width, style="dim", first=" " * COLUMN)
    if check.reason and check.reason not in shown:
        shown.add(check.reason)
        yield from _wrapped(check.reason, width, style="dim", first=" " * COLUMN)
    if check.outcome is CheckOutcome.FAILED:
        indent = " " * (MARGIN + 2 if width < NARROW else COLUMN)
        if cause is None:
            yield from _messages(check, width, indent)
        else:
            yield from _wrapped(check.actual, width, first=f"{indent}{'actual':<10}")
            yield from _wrapped(_named(cause), width, first=f"{indent}{'cause':<10}")


def _named(cause: Mistake) -> str:
    cell = f" of cell {cause.cell}" if cause.cell else ""
    where = f"line {cause.line}{cell}: " if cause.line else ""
    return f"{where}see above; fix that first"


def _messages(one: CheckResult | Mistake, width: int, indent: str) -> Iterator[Text]:
    """Yield expected, actual and fix."""
    for name, words in (("expected", one.expected), ("actual", one.actual), ("fix", one.fix)):
        style = "bold" if name == "fix" else ""
        yield from _wrapped(words, width, style=style, first=f"{indent}{name:<10}")


def _unsaved(trained: TrainedSummary) -> str:
    """Return the score that the model would get that was trained and not saved."""
    would = (
        f"would score {trained.score} of {MAX_SCORE}: "
        f"accuracy {trained.accuracy:.3f} on held-out images"
    )
    if trained.file:
        return f"none: only {MODEL_FILE} is scored. {trained.file} {would}"
    state = "" if trained.finished else ", as it was at the error,"
    return f"none: no saved model. The trained model{state} {would}"


def _summary(report: Report, width: int) -> Iterator[Text]:
    if report.score is not None:
        held_out = report.accuracy["held-out"]
        score = f"{report.score} of {MAX_SCORE}   accuracy {held_out:.3f} on held-out images"
        if report.next_tier is not None:
            score += f"; {report.score + 1} of {MAX_SCORE} needs {report.next_tier:.3f}"
        yield from _wrapped(score, width, style="bold", first="  Score   ")
    if report.trained is not None:
        yield from _wrapped(_unsaved(report.trained), width, style="bold", first="  Score   ")
    points = f"  Points  {report.points} of {report.most_points}"
    if report.unjudged_points:
        points += f"; {report.unjudged_points} more need the training"
    yield Text(points, "bold")
    style = COLOURS.get(report.verdict, "bold red")
    yield Text.assemble("  Verdict ", (report.verdict.value.upper(), style))
