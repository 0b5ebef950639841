"""An exam on a terminal or as plain text: its first screen, its state, its report."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.text import Text

from grader.exam.scoring import PASS_SHARE, needed
from grader.exam.session import End, clock_time
from grader.formats.terminal import printed_lines
from grader.printable import printable
from grader.report import MAX_SCORE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.exam.result import ExamReport, Line
    from grader.exam.scoring import Score
    from grader.exam.session import ExamSubmission, Session
    from grader.problem import Problem

MARGIN = "  "
ENDS = {
    End.FINISHED: "finished",
    End.TIME: "time over",
    End.ABANDONED: "abandoned",
}
MODEL = ".h5"
EARLIER = 5  # earlier exams in a report


def show_start(session: Session, problems: Sequence[Problem], console: Console) -> None:
    """Print the first screen: the files, what counts, how to submit, when it ends."""
    most = MAX_SCORE * len(problems)
    length = clock_time(session.seconds)
    lines = [
        Text(f"Exam {session.id} started: {length}, until {session.until}", "bold"),
        Text(),
        Text(f"{MARGIN}{session.folder}"),
        *_files(problems, console.width),
        Text(),
        *_wrapped(
            f"Score: your best submission of each problem counts, 0 to {MAX_SCORE}. You pass with "
            f"{needed(most)} of {most} points ({PASS_SHARE:.0%}). A file counts from the moment "
            "you submit it, even if its training ends after the exam.",
            console.width,
        ),
        *_wrapped(
            f"Submit: `practice exam submit {problems[0].id} [FILE]`, as often as you like. FILE "
            "may also be a .h5 model that you trained elsewhere.",
            console.width,
        ),
        *_wrapped(
            "State: `practice exam`, or `practice exam --watch` to keep it on the screen. "
            "`practice exam finish` ends the exam. The clock always runs. Hints, solutions and "
            "`practice check` are closed until the end.",
            console.width,
        ),
    ]
    for line in lines:
        console.print(line, soft_wrap=True)


def _files(problems: Sequence[Problem], width: int) -> Iterator[Text]:
    """Yield the files of each problem with its title."""
    for one in problems:
        first = f"{MARGIN}  {one.id}.md  {one.id}.py   "
        yield from _wrapped(one.title, width, first, " " * len(first))


def state_lines(
    session: Session, scored: Score, submitted: Sequence[ExamSubmission], left: float, *, busy: bool
) -> list[Text]:
    """Return the state of a running exam: time left, scores and tries, running training."""
    style = "bold red" if left < 5 * 60 else "bold yellow" if left < 15 * 60 else "bold green"
    lines = [
        Text.assemble(
            (f"Exam {session.id}  ", "bold"),
            (f"{clock_time(left)} left", style),
            f", until {session.until}",
        ),
        Text(),
    ]
    for result in scored.results:
        points = f"{result.points} of {result.most}" if result.best else "-"
        tries = _tries(result.tries)
        waiting = f", {result.waiting} not graded yet" if result.waiting else ""
        lines.append(Text(f"{MARGIN}{result.paper.problem:<12}{points:<8}{tries}{waiting}"))
    lines += [
        Text(),
        Text(f"{MARGIN}{'Total':<12}{scored.points} of {scored.most}; {_to_pass(scored)}"),
    ]
    now = [one for one in submitted if busy and one.progress and not one.is_graded]
    lines += [
        Text(f"{MARGIN}Grading {one.problem}, try {one.number}: {one.progress}", "cyan")
        for one in now
    ]
    if scored.waiting and not now:
        lines.append(Text(f"{MARGIN}`practice exam finish` grades the rest", "dim"))
    return lines


def ended_lines(session: Session, scored: Score, *, busy: bool) -> Iterator[Text]:
    """Yield the next steps after the latest exam has ended."""
    if session.end is End.ABANDONED:
        yield Text(f"No exam is running. Exam {session.id} was abandoned.")
        yield Text(f"{MARGIN}practice exam start    start another one")
        return
    what = f"{scored.waiting} not graded yet" if scored.waiting else "everything is graded"
    now = ", one is being graded now" if scored.waiting and busy else ""
    yield Text(f"No exam is running. Exam {session.id} has ended: {what}{now}.")
    yield Text(f"{MARGIN}practice exam report   show its report")
    if scored.waiting and not busy:
        yield Text(f"{MARGIN}practice exam finish   grade the rest")


def show_received(one: ExamSubmission, left: float, console: Console) -> None:
    """Print that a file is submitted: it counts from now on."""
    file = printable(one.file).replace("\n", "?")
    first = f"{one.problem}  "
    message = (
        f"try {one.number} submitted: {file} (sha256 {one.sha256[:12]}), {clock_time(left)} left"
    )
    for place, line in enumerate(_wrapped(message, console.width, first, " " * len(first))):
        if place == 0:
            line.stylize("bold", 0, len(first))
        console.print(line, soft_wrap=True)


def show_score(
    one: ExamSubmission,
    best: int,
    console: Console,
    *,
    same_as: int | None = None,
    printed: Sequence[str] = (),
) -> None:
    """Print the score of a try and the names of failed checks; no fixes.

    `printed` are the last lines that the submission printed.
    """
    for line in printed_lines(printed, console.width, "") if printed else ():
        console.print(line, soft_wrap=True)
    score = "none: no saved model" if one.score is None else f"{one.score} of {MAX_SCORE}"
    if same_as is not None:
        score += f", the same file as try {same_as}"
    console.print(Text(f"{MARGIN}Score   {score}", "bold"), soft_wrap=True)
    if one.fault:
        for line in _wrapped(printable(one.fault), console.width, f"{MARGIN}Error   ", " " * 10):
            console.print(Text(str(line), "red"), soft_wrap=True)
    for place, title in enumerate(one.failed):
        first = f"{MARGIN}Failed  " if place == 0 else " " * 10
        for line in _wrapped(title, console.width, first, " " * 10):
            console.print(line, soft_wrap=True)
    if not one.failed and not one.fault:
        # Some checks need the training: they are not run on a model file.
        outcome = "no check failed" if one.suffix == MODEL else "all checks passed"
        console.print(Text(f"{MARGIN}{outcome}", "green"))
    console.print(Text(f"{MARGIN}Best    {best} of {MAX_SCORE}"))


def show_report(report: ExamReport, console: Console) -> None:
    """Print the report of an exam that has ended."""
    for line in report_lines(report, console.width):
        console.print(line, soft_wrap=True)


def report_lines(report: ExamReport, width: int) -> Iterator[Text]:
    """Yield the lines of an exam's report."""
    session, scored = report.session, report.score
    how = ENDS[session.end] if session.end else "running"
    began = session.started.astimezone().strftime("%Y-%m-%d %H:%M (UTC%z)")
    yield Text(f"Exam {session.id}  {how}", "bold")
    took = (session.ended - session.started).total_seconds() if session.ended else None
    spent = f", took {clock_time(took)} of {clock_time(session.seconds)}" if took else ""
    yield from _wrapped(f"started {began}{spent}; seed {session.seed}", width)
    yield Text()
    for line in report.lines:
        yield from _problem(line, width)
    yield Text()
    for category in report.categories:
        yield from _wrapped(f"{category.points:>2} of {category.most:<4}{category.name}", width)
    yield Text(f"{MARGIN}{scored.points:>2} of {scored.most:<4}total", "bold")
    if scored.waiting and not scored.abandoned:
        yield from _wrapped(
            f"{scored.waiting} submitted and not graded yet: run `practice exam finish`",
            width,
            style="yellow",
        )
    verdict = ("PASSED", "bold green") if scored.passed else ("NOT PASSED", "bold red")
    if scored.abandoned:
        verdict = ("ABANDONED", "bold")
    elif scored.waiting and not scored.passed:
        verdict = ("NOT PASSED YET", "bold yellow")
    yield Text.assemble(MARGIN, verdict, f"   {_to_pass(scored)} ({PASS_SHARE:.0%})")
    yield from _next(report, width)
    yield from _earlier(report)


def _problem(line: Line, width: int) -> Iterator[Text]:
    result = line.result
    facts = (
        f"{_tries(result.tries)}, {clock_time(result.seconds)}"
        if result.tries
        else "nothing submitted"
    )
    yield Text.assemble(
        MARGIN,
        (f"{result.points} of {result.most}  ", "bold"),
        f"{result.paper.label:<12}{facts}",
    )
    yield from _wrapped(line.title, width, " " * 10, " " * 10, style="dim")


def _next(report: ExamReport, width: int) -> Iterator[Text]:
    """Yield what to practice, with the failed checks and the command that shows the fixes."""
    if not report.to_practice:
        return
    yield Text()
    yield Text("Practice next", "bold")
    for line in report.to_practice:
        paper = line.result.paper
        which = f"{paper.problem} --variant {paper.variant}" if paper.variant else paper.problem
        reasons = printable("; ".join(line.reasons))
        yield from _wrapped(f"{paper.problem}: {reasons}", width, hang=4)
        # Tries with the same file share an attempt.
        attempts = dict.fromkeys(one.attempt for one in line.tries if one.attempt is not None)
        yield Text(f"    practice start {which}", "dim")
        if attempts:
            fixes = f"practice history show {', '.join(map(str, attempts))}    show the fixes"
            yield from _wrapped(fixes, width, "    ", "    ", style="dim")


def _earlier(report: ExamReport) -> Iterator[Text]:
    if not report.earlier:
        return
    yield Text()
    yield Text("Earlier exams", "bold")
    for session, scored in report.earlier[-EARLIER:]:
        day = session.started.astimezone().strftime("%Y-%m-%d")
        outcome = "passed" if scored.passed else "not passed"
        if session.end is End.ABANDONED:
            outcome = "abandoned"
        points = f"{scored.points} of {scored.most}, {outcome}"
        yield Text(f"{MARGIN}exam {session.id:<4}{day}   {points}   seed {session.seed}")


def _to_pass(scored: Score) -> str:
    return f"{needed(scored.most)} needed to pass"


def _tries(count: int) -> str:
    return "1 try" if count == 1 else f"{count} tries"


def _wrapped(
    text: str,
    width: int,
    first: str = MARGIN,
    other: str = MARGIN,
    *,
    hang: int = 0,
    style: str = "",
) -> Iterator[Text]:
    lines = textwrap.wrap(
        text,
        width,
        initial_indent=first,
        subsequent_indent=" " * hang or other,
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield from (Text(line, style) for line in lines or [first])
