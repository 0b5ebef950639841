"""A report in a terminal, or as plain lines where there is none."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.cells import chop_cells, set_cell_size
from rich.text import Text

from grader.printable import one_line, printable
from grader.problem import MODEL_FILE
from grader.report import CheckOutcome, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.report import CheckResult, Fault, Mistake, Report, TrainedSummary

MARKS = {
    CheckOutcome.PASSED: ("pass", "green"),
    CheckOutcome.FAILED: ("FAIL", "bold red"),
    CheckOutcome.NOT_RUN: ("not run", "dim"),
    CheckOutcome.NOT_JUDGED: ("not judged", "dim"),
}
UNJUDGED = CheckOutcome.NOT_JUDGED
COLOURS = {Verdict.PASSED: "bold green", Verdict.GRADER_FAULT: "bold magenta"}
# These faults speak for themselves; of an error in Python code, the type's name is half the help.
SPEAKING = frozenset(
    {"NotAttempted", "NoModel", "UnreadableModel", "UnsafeModel", "PredictionFailed"}
    | {f"{name}Limit" for name in ("Time", "Memory", "Process", "Disk", "Output")}
)
MARGIN = 2
COLUMN = 16
NARROW = 70
OUTPUT_LINES = 12
MOST_LINES = 20  # of a report's `printed`
MOST_ROWS = 3  # of a long line: the rest is in the file of --output


def show(report: Report, console: Console, *, trace: bool = False) -> None:
    """Print a report: what was marked, each check, what to mend, mark and verdict."""
    for line in _lines(report, console.width, trace=trace):
        console.print(line, soft_wrap=True)


def _lines(report: Report, width: int, *, trace: bool) -> Iterator[Text]:
    yield from _wrapped(report.title, width, style="bold", first=f"{report.problem}  ", hang=MARGIN)
    facts = [report.file, f"{report.data} data", f"{report.sandbox} sandbox", f"seed {report.seed}"]
    facts += [f"variant {report.variant}"] if report.variant else []
    yield from _wrapped(one_line(" · ".join(facts)), width, style="dim", hang=MARGIN + 2)
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
    yield from _sums(report, width)


def _wrapped(
    words: str, width: int, *, style: str = "", first: str | None = None, hang: int | None = None
) -> Iterator[Text]:
    """Lines of text that never break a word; `first` opens them, `hang` indents the others."""
    start = " " * MARGIN if first is None else first
    indent = " " * (len(start) if hang is None else hang)
    for paragraph in printable(words).splitlines() or [""]:
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
    """Where it is, in the learner's own file, and what stands there."""
    cell = f", cell {spot.cell}" if spot.cell else ""
    place = f"{spot.file}{cell}, line {spot.line}" if spot.line else spot.file
    yield Text(" " * MARGIN + one_line(place), "bold")
    if spot.code:
        yield Text(" " * (MARGIN + 4) + one_line(spot.code))


def _fault(fault: Fault, width: int, *, trace: bool) -> Iterator[Text]:
    yield from _place(fault)
    name = "" if fault.type in SPEAKING else f"{fault.type}: "
    # The hang keeps lines of the error's text from passing for lines of the report.
    yield from _wrapped(name + fault.message, width, style="red", hang=MARGIN + 2)
    if fault.fix:
        yield from _wrapped(fault.fix, width, style="bold", first="  fix       ")
    if trace:
        yield from (Text(" " * (MARGIN + 4) + one_line(f), "dim") for f in fault.trace)


def printed_lines(
    lines: Sequence[str], width: int, more: str = "--output FILE writes all"
) -> Iterator[Text]:
    """The last lines that the submission printed, each cut to at most MOST_ROWS rows.

    `more` says where the others are, if there may be any.
    """
    heading = "Printed by your file"
    if len(lines) == MOST_LINES:
        heading += f", the last {MOST_LINES} lines" + (f" ({more})" if more else "")
    yield from _wrapped(heading, width, style="bold")
    room = width - 2 * MARGIN
    for line in lines:
        rows = chop_cells(printable(line).expandtabs(), room)
        if len(rows) > MOST_ROWS:
            rows = [*rows[: MOST_ROWS - 1], set_cell_size(rows[MOST_ROWS - 1], room - 1) + "…"]
        yield from (Text(" " * 2 * MARGIN + row.rstrip()) for row in rows)


def _output(output: str) -> Iterator[Text]:
    yield Text("  the end of all output:", "dim")
    for line in printable(output).strip().splitlines()[-OUTPUT_LINES:]:
        yield Text("    " + line, "dim")


def _check(
    check: CheckResult, width: int, shown: set[str], cause: Mistake | None
) -> Iterator[Text]:
    """One check; `shown` are the reasons that were printed, `cause` explains why it failed."""
    mark, style = MARKS[check.outcome]
    earned = check.points if check.outcome is CheckOutcome.PASSED else 0
    share = f"{earned}/{check.points}"
    # Where a check was not judged, nothing was lost: there is no share to show.
    column = f"  {mark:<8}{'' if check.outcome is UNJUDGED else share}".ljust(COLUMN)
    lines = list(_wrapped(check.title, width, first=column))
    lines[0].stylize(style, 0, COLUMN)
    seen = f"  {check.actual}" if check.outcome is CheckOutcome.PASSED and check.actual else ""
    fits = len(lines) == 1 and len(lines[0]) + len(seen) <= width
    if fits:
        lines[0].append(seen, "dim")
    yield from lines
    if seen and not fits:
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
    """Expected, actual and the fix, which the learner reads twice."""
    for name, words in (("expected", one.expected), ("actual", one.actual), ("fix", one.fix)):
        style = "bold" if name == "fix" else ""
        yield from _wrapped(words, width, style=style, first=f"{indent}{name:<10}")


def _unsaved(trained: TrainedSummary) -> str:
    """What the model is worth that was trained and then lost."""
    reached = (
        f"would have got {trained.score} of 5: accuracy {trained.accuracy:.3f} on held-out pictures"
    )
    if trained.file:
        return f"none: the exam takes only {MODEL_FILE}. {trained.file} {reached}"
    as_it_was = "" if trained.finished else ", as it was when the error came,"
    return f"none: there is no saved model to mark. The one that was trained{as_it_was} {reached}"


def _sums(report: Report, width: int) -> Iterator[Text]:
    if report.score is not None:
        held_out = report.accuracy["held-out"]
        words = f"{report.score} of 5   accuracy {held_out:.3f} on held-out pictures"
        if report.next_tier is not None:
            words += f"; {report.score + 1} of 5 from {report.next_tier:.3f}"
        yield from _wrapped(words, width, style="bold", first="  Mark    ")
    if report.trained is not None:
        yield from _wrapped(_unsaved(report.trained), width, style="bold", first="  Mark    ")
    points = f"  Points  {report.points} of {report.most_points}"
    if report.unjudged_points:
        points += f", {report.unjudged_points} more were not judged"
    yield Text(points, "bold")
    style = COLOURS.get(report.verdict, "bold red")
    yield Text.assemble("  Verdict ", (report.verdict.value.upper(), style))
