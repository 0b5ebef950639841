"""An exam in a terminal, or as plain lines: its first screen, its state, its report."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.text import Text

from grader.exam.scoring import PASS_SHARE, needed
from grader.exam.session import MOST, End, clock_time
from grader.formats.terminal import printed_lines
from grader.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.exam.result import ExamReport, Line
    from grader.exam.scoring import Score
    from grader.exam.session import HandIn, Sitting
    from grader.problem import Problem

MARGIN = "  "
ENDS = {
    End.FINISHED: "finished",
    End.TIME: "its time was over",
    End.ABANDONED: "given up",
}
MODEL = ".h5"
EARLIER = 5  # exams that are shown beside this one


def show_start(sitting: Sitting, problems: Sequence[Problem], console: Console) -> None:
    """Print the first screen: what is asked, what counts, how to hand in, when it ends."""
    most = MOST * len(problems)
    length = clock_time(sitting.seconds)
    lines = [
        Text(f"Exam {sitting.id} has begun: {length}, until {sitting.until}", "bold"),
        Text(),
        Text(f"{MARGIN}{sitting.folder}"),
        *_files(problems, console.width),
        Text(),
        *_wrapped(
            "What counts: of each problem the best mark, 0 to 5, of all that you hand in before "
            f"the end. {needed(most)} of {most} points pass ({PASS_SHARE:.0%}). A file is taken "
            "the moment you hand it in, and marked even where its training ends after the end.",
            console.width,
        ),
        *_wrapped(
            f"To hand in: practice exam submit {problems[0].id} [FILE]. A .py, or a .h5 that you "
            "trained elsewhere; as often as you like.",
            console.width,
        ),
        *_wrapped(
            "practice exam shows where you stand, practice exam --watch keeps it on the screen; "
            "practice exam finish ends it. The clock runs whether or not anything runs. Hints, "
            "solutions and practice check are closed until then.",
            console.width,
        ),
    ]
    for line in lines:
        console.print(line, soft_wrap=True)


def _files(problems: Sequence[Problem], width: int) -> Iterator[Text]:
    """The files of each problem, and its title beside them."""
    for one in problems:
        first = f"{MARGIN}  {one.id}.md  {one.id}.py   "
        yield from _wrapped(one.title, width, first, " " * len(first))


def state_lines(
    sitting: Sitting, scored: Score, handed_in: Sequence[HandIn], left: float, *, busy: bool
) -> list[Text]:
    """The state of a running exam: time left, marks and tries, what is trained now."""
    style = "bold red" if left < 5 * 60 else "bold yellow" if left < 15 * 60 else "bold green"
    lines = [
        Text.assemble(
            (f"Exam {sitting.id}  ", "bold"),
            (f"{clock_time(left)} left", style),
            f", until {sitting.until}",
        ),
        Text(),
    ]
    for result in scored.results:
        mark = f"{result.points} of {result.most}" if result.best else "-"
        tries = _tries(result.tries)
        waiting = f", {result.waiting} not marked yet" if result.waiting else ""
        lines.append(Text(f"{MARGIN}{result.paper.problem:<12}{mark:<8}{tries}{waiting}"))
    lines += [Text(), Text(f"{MARGIN}{scored.points} of {scored.most}; {_needed(scored)} pass")]
    now = [one for one in handed_in if busy and one.progress and not one.is_marked]
    lines += [
        Text(f"{MARGIN}training now: {one.problem}, try {one.number}: {one.progress}", "cyan")
        for one in now
    ]
    if scored.waiting and not now:
        lines.append(Text(f"{MARGIN}`practice exam finish` marks what is not marked yet", "dim"))
    return lines


def ended_lines(sitting: Sitting, scored: Score, *, busy: bool) -> Iterator[Text]:
    """What there is to do after the newest exam has ended."""
    if sitting.end is End.ABANDONED:
        yield Text(f"No exam runs. Exam {sitting.id} was given up.")
        yield Text(f"{MARGIN}practice exam start    begins another")
        return
    what = f"{scored.waiting} not marked yet" if scored.waiting else "all marked"
    now = ", one is being marked now" if scored.waiting and busy else ""
    yield Text(f"No exam runs. Exam {sitting.id} has ended: {what}{now}.")
    yield Text(f"{MARGIN}practice exam report   its report")
    if scored.waiting and not busy:
        yield Text(f"{MARGIN}practice exam finish   marks the rest")


def show_taken(one: HandIn, left: float, console: Console) -> None:
    """Print that a file is taken: from here on it counts."""
    file = printable(one.file).replace("\n", "?")
    first = f"{one.problem}  "
    words = (
        f"try {one.number} is handed in: {file} (sha256 {one.sha256[:12]}), {clock_time(left)} left"
    )
    for place, line in enumerate(_wrapped(words, console.width, first, " " * len(first))):
        if place == 0:
            line.stylize("bold", 0, len(first))
        console.print(line, soft_wrap=True)


def show_mark(
    one: HandIn,
    best: int,
    console: Console,
    *,
    same_as: int | None = None,
    printed: Sequence[str] = (),
) -> None:
    """Print what a try is worth, and the names of the checks that failed; no hints.

    `printed` are the last lines that the file itself printed: it can print nothing that it may not
    know.
    """
    for line in printed_lines(printed, console.width, "") if printed else ():
        console.print(line, soft_wrap=True)
    mark = "no model to mark" if one.score is None else f"{one.score} of 5"
    if same_as is not None:
        mark += f", as try {same_as}: it is the same file"
    console.print(Text(f"{MARGIN}Mark    {mark}", "bold"), soft_wrap=True)
    if one.fault:
        for line in _wrapped(printable(one.fault), console.width, f"{MARGIN}Ended   ", " " * 10):
            console.print(Text(str(line), "red"), soft_wrap=True)
    for place, title in enumerate(one.failed):
        first = f"{MARGIN}Failed  " if place == 0 else " " * 10
        for line in _wrapped(title, console.width, first, " " * 10):
            console.print(line, soft_wrap=True)
    if not one.failed and not one.fault:
        # Of a model alone not every check can be judged.
        words = "no check failed" if one.suffix == MODEL else "all checks passed"
        console.print(Text(f"{MARGIN}{words}", "green"))
    console.print(Text(f"{MARGIN}Best    {best} of 5"))


def show_report(report: ExamReport, console: Console) -> None:
    """Print the report of an exam that has ended."""
    for line in report_lines(report, console.width):
        console.print(line, soft_wrap=True)


def report_lines(report: ExamReport, width: int) -> Iterator[Text]:
    """The report of an exam, a line each."""
    sitting, scored = report.sitting, report.score
    how = ENDS[sitting.end] if sitting.end else "running"
    began = sitting.started.astimezone().strftime("%Y-%m-%d %H:%M (UTC%z)")
    yield Text(f"Exam {sitting.id}  {how}", "bold")
    took = (sitting.ended - sitting.started).total_seconds() if sitting.ended else None
    spent = f", took {clock_time(took)} of {clock_time(sitting.seconds)}" if took else ""
    yield from _wrapped(f"begun {began}{spent}; seed {sitting.seed}", width)
    yield Text()
    for line in report.lines:
        yield from _problem(line, width)
    yield Text()
    for category in report.categories:
        yield from _wrapped(f"{category.points:>2} of {category.most:<4}{category.name}", width)
    yield Text(f"{MARGIN}{scored.points:>2} of {scored.most:<4}in all", "bold")
    if scored.waiting and not scored.given_up:
        yield from _wrapped(
            f"{scored.waiting} handed in and not marked yet: `practice exam finish` marks "
            + ("it" if scored.waiting == 1 else "them"),
            width,
            style="yellow",
        )
    verdict = ("PASSED", "bold green") if scored.passed else ("NOT PASSED", "bold red")
    if scored.given_up:
        verdict = ("GIVEN UP", "bold")
    elif scored.waiting and not scored.passed:
        verdict = ("NOT PASSED YET", "bold yellow")
    yield Text.assemble(MARGIN, verdict, f"   {_needed(scored)} pass ({PASS_SHARE:.0%})")
    yield from _next(report, width)
    yield from _earlier(report)


def _problem(line: Line, width: int) -> Iterator[Text]:
    result = line.result
    facts = f"{_tries(result.tries)}, {clock_time(result.seconds)}" if result.tries else "not tried"
    yield Text.assemble(
        MARGIN,
        (f"{result.points} of {result.most}  ", "bold"),
        f"{result.paper.label:<12}{facts}",
    )
    yield from _wrapped(line.title, width, " " * 10, " " * 10, style="dim")


def _next(report: ExamReport, width: int) -> Iterator[Text]:
    """What to practise, with the checks that failed: now they are named with a way to the hints."""
    if not report.to_practise:
        return
    yield Text()
    yield Text("To practise next", "bold")
    for line in report.to_practise:
        paper = line.result.paper
        which = f"{paper.problem} --variant {paper.variant}" if paper.variant else paper.problem
        why = printable("; ".join(line.why))
        yield from _wrapped(f"{paper.problem}: {why}", width, hang=4)
        where = "the reports, with what to do: practice history show "
        # Tries with the same file share an attempt.
        kept = dict.fromkeys(one.attempt for one in line.tries if one.attempt is not None)
        numbers = [str(number) for number in kept]
        yield Text(f"    practice start {which}", "dim")
        if numbers:
            yield from _wrapped(where + ", ".join(numbers), width, "    ", "    ", style="dim")


def _earlier(report: ExamReport) -> Iterator[Text]:
    if not report.earlier:
        return
    yield Text()
    yield Text("Earlier exams", "bold")
    for sitting, scored in report.earlier[-EARLIER:]:
        day = sitting.started.astimezone().strftime("%Y-%m-%d")
        outcome = "passed" if scored.passed else "not passed"
        if sitting.end is End.ABANDONED:
            outcome = "given up"
        points = f"{scored.points} of {scored.most}, {outcome}"
        yield Text(f"{MARGIN}exam {sitting.id:<4}{day}   {points}   seed {sitting.seed}")


def _needed(scored: Score) -> str:
    return f"{needed(scored.most)} of {scored.most}"


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"


def _wrapped(
    words: str,
    width: int,
    first: str = MARGIN,
    other: str = MARGIN,
    *,
    hang: int = 0,
    style: str = "",
) -> Iterator[Text]:
    lines = textwrap.wrap(
        words,
        width,
        initial_indent=first,
        subsequent_indent=" " * hang or other,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (Text(line, style) for line in lines or [first])
