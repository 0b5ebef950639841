"""A validation on a terminal or as plain text."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from grader.datasets.spec import SHOWN_KINDS
from grader.validation.run_summary import expected_text, summary_text
from grader.validation.statistics import FAR, NEAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from grader.validation.result import ProblemResult, Reference, Validation
    from grader.validation.runs import Outcome
    from grader.validation.statistics import ThresholdResult

MARGIN = "  "
COLUMN = 11


def show(found: Validation, console: Console) -> None:
    """Print the submissions, thresholds and gaps of each problem, and the result."""
    for one in found.problems:
        console.print()
        heading = f"{one.problem}  {SHOWN_KINDS[one.data]} data · {found.sandbox} sandbox"
        console.print(Text(heading, "bold"))
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
    verdict, style = "PASSED", "bold green"
    if found.error_count:
        errors = "1 error" if found.error_count == 1 else f"{found.error_count} errors"
        verdict, style = f"FAILED: {errors}", "bold red"
    elif found.left_out:
        verdict, style = f"PARTIAL: no errors; {found.left_out} submissions not run", "bold yellow"
    console.print(Text.assemble("Validation ", (verdict, style)))


def _submissions(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("submission", "expected", "actual"):
        table.add_column(heading, overflow="fold")
    table.add_column("result", no_wrap=True)
    for group in _grouped(outcomes):
        case = group[0].run.case
        expected, failed = expected_text(case), [one for one in group if one.errors]
        actual = [
            summary_text(one.ending.summary) if one.ending.summary else "no report" for one in group
        ]
        right = sum(text == expected for text in actual)
        others = sorted({text for text in actual if text != expected})
        if len(group) > 1:
            actual = [f"{right} of {len(group)} as expected", *others]
        elif right:
            actual = ["as expected"]
        name = case.name.split("/", 1)[1]
        result = Text("FAIL", "bold red") if failed else Text("ok", "green")
        table.add_row(name, _short(expected), _short("; ".join(actual)), result)
    return table


def _grouped(outcomes: Sequence[Outcome]) -> list[list[Outcome]]:
    """Group the outcomes by submission, in order."""
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
    yield "pass rate", f"{one.low:.2f} to {one.high:.2f} (95 % confidence interval)"
    if one.seconds is not None:
        yield "training", f"at most {one.seconds:.0f} s of wall time"
    if one.share is not None:
        yield "CPU time", f"at most {one.share:.1%} of the limit of {one.limit:.0f} s per core"
    if one.scores:
        scores = ", ".join(f"{score} of 5 ({count}x)" for score, count in one.scores.items())
        yield "scores", scores


def _thresholds(thresholds: Sequence[ThresholdResult]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("accuracy", overflow="fold")
    for heading in ("needed", "min", "median", "mean", "sd", "margin", "safe"):
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
    """Yield errors, thresholds that are too near and missing parts, each with a style."""
    for threshold in one.thresholds:
        for remark in threshold_remarks(threshold):
            yield remark, "bold red" if threshold.too_near else "yellow"
    for outcome in one.outcomes:
        for difference in outcome.errors:
            yield f"error: {outcome.run.name}: {difference}", "red"
    for gap in one.gaps:
        yield f"missing: {gap.what}", "red" if gap.is_error else "yellow"
    if one.left_out:
        count = f"{one.left_out} other submission{'s' if one.left_out > 1 else ''}"
        yield f"not run: {count} of {one.problem}; missing files were not checked", "yellow"


def threshold_remarks(one: ThresholdResult) -> Iterator[str]:
    """Yield a remark on a threshold that is too near."""
    if one.spread is None:
        return
    advice = "run more seeds for a proposal"
    if one.proposed is not None:
        advice = f"use {one.proposed:.2f}, which is {FAR:.0f} sd below it"
    elif one.best_wrong is not None and one.spread.sd:
        advice = f"no lower value helps: a wrong solution reaches {one.best_wrong:.3f}"
    if one.too_near:
        margin = "less" if one.distance is None else f"{one.distance:.1f} sd"
        yield (
            f"too near: {one.name} {one.value:.3f} is {margin} below the mean (at least "
            f"{NEAR:.0f} sd needed); {advice}"
        )


def _wrapped(text: str, width: int, first: str = MARGIN, others: str = MARGIN * 2) -> list[str]:
    """Return lines that never break a word, after the prefix `first` and the indent `others`."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return textwrap.wrap(
        plain,
        width,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
