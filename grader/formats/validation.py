"""A validation in a terminal, or as plain lines where there is none."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from grader.validation.run_summary import in_words, wanted_in_words
from grader.validation.statistics import FAR, NEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.validation.result import ProblemResult, Reference, Validation
    from grader.validation.runs import Outcome
    from grader.validation.statistics import ThresholdFigures

MARGIN = "  "
COLUMN = 11


def show(found: Validation, console: Console) -> None:
    """Print each problem's submissions, thresholds and gaps, and whether all is well."""
    for one in found.problems:
        console.print()
        console.print(Text(f"{one.problem}  {one.data} data · {found.sandbox} sandbox", "bold"))
        if one.outcomes:
            console.print(_submissions(one.outcomes))
        if one.reference.runs:
            console.print()
            for name, words in _reference(one.reference):
                for line in _wrapped(words, console.width, f"{name:<{COLUMN}}", " " * COLUMN):
                    console.print(Text(line), soft_wrap=True)
            console.print(_thresholds(one.thresholds))
        for words, style in _remarks(one):
            for line in _wrapped(words, console.width):
                console.print(Text(line, style), soft_wrap=True)
    console.print()
    verdict, style = "ALL WELL", "bold green"
    if found.amiss:
        verdict, style = f"{found.amiss} AMISS", "bold red"
    elif found.left_out:
        verdict, style = "PARTIAL: no problem found in what was validated", "bold yellow"
    console.print(Text.assemble("Validation ", (verdict, style)))


def _submissions(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("submission", "wanted", "seen"):
        table.add_column(heading, overflow="fold")
    table.add_column("ok", no_wrap=True)
    for group in _grouped(outcomes):
        case = group[0].run.case
        wanted, amiss = wanted_in_words(case), [one for one in group if one.amiss]
        seen = [in_words(one.ending.seen) if one.ending.seen else "no report" for one in group]
        right = sum(words == wanted for words in seen)
        others = sorted({words for words in seen if words != wanted})
        if len(group) > 1:
            seen = [f"{right} of {len(group)} as wanted", *others]
        elif right:
            seen = ["as wanted"]
        name = case.name.split("/", 1)[1]
        sign = Text("no", "bold red") if amiss else Text("yes", "green")
        table.add_row(name, _short(wanted), _short("; ".join(seen)), sign)
    return table


def _grouped(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    """The outcomes by submission, in their order."""
    groups: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        groups.setdefault(outcome.run.case.name, []).append(outcome)
    return list(groups.values())


def _short(words: str) -> str:
    return words.replace("check_", "")


def _reference(one: Reference) -> Iterator[tuple[str, str]]:
    """What the reference's runs say together, a name and a sentence each."""
    count = f"{one.runs} of {one.asked} runs: {one.stopped}" if one.stopped else f"{one.runs} runs"
    yield "reference", f"{one.passed} passed, {count}"
    yield "chance", f"{one.low:.2f} to {one.high:.2f} that a right one passes (95 %)"
    if one.seconds is not None:
        yield "training", f"{one.seconds:.0f} s of wall time at most"
    if one.share is not None:
        yield "limit", f"{one.share:.1%} used of {one.limit:.0f} s of CPU time on each core"
    if one.scores:
        marks = ", ".join(f"{mark} of 5 ({count}x)" for mark, count in one.scores.items())
        yield "marks", marks


def _thresholds(thresholds: Sequence[ThresholdFigures]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("accuracy", overflow="fold")
    for heading in ("needed", "least", "median", "mean", "sd", "away", "safe"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in thresholds:
        reached = one.spread
        if reached is None:
            continue
        table.add_row(
            one.name.removesuffix("_accuracy"),
            f"{one.value:.3f}",
            f"{reached.minimum:.3f}",
            f"{reached.median:.3f}",
            f"{reached.mean:.3f}",
            "" if reached.sd is None else f"{reached.sd:.4f}",
            Text(
                "" if one.distance is None else f"{one.distance:.1f} sd",
                "bold red" if one.too_near else "",
            ),
            "" if one.proposed is None else f"{one.proposed:.2f}",
        )
    return table


def _remarks(one: ProblemResult) -> Iterator[tuple[str, str]]:
    """What is amiss, what is too near and what is missing, in words with a style each."""
    for figures in one.thresholds:
        for words in threshold_remarks(figures):
            yield words, "bold red" if figures.too_near else "yellow"
    for outcome in one.outcomes:
        for difference in outcome.amiss:
            yield f"amiss: {outcome.run.name}: {difference}", "red"
    for gap in one.gaps:
        yield f"still missing: {gap.what}", "red" if gap.amiss else "yellow"
    if one.left_out:
        count = f"{one.left_out} other submission{'s' if one.left_out > 1 else ''}"
        yield f"not validated: {count} of {one.problem}, and whether files are missing", "yellow"


def threshold_remarks(one: ThresholdFigures) -> Iterator[str]:
    """Sentences about a threshold that is too near, or that cannot be judged."""
    if one.spread is None:
        return
    safe = "no value is known to be safe: run more seeds"
    if one.proposed is not None:
        safe = f"{one.proposed:.2f} is safe"
    elif one.best_wrong is not None and one.spread.sd:
        safe = f"a wrong solution reaches {one.best_wrong:.3f}"
    if one.too_near:
        away = "" if one.distance is None else f" by {one.distance:.1f} sd of at least {NEAR:.0f}"
        yield f"too near: {one.name} {one.value:.3f}, below the mean{away}; {safe} ({FAR:.0f} sd)"


def _wrapped(words: str, width: int, first: str = MARGIN, others: str = MARGIN * 2) -> list[str]:
    """Lines that never break a word; `first` opens them, `others` indents the rest."""
    plain = "".join(c if c.isprintable() else " " for c in words)
    return textwrap.wrap(
        plain,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
