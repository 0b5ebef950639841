"""Compare two attempts: their files and their reports."""

from __future__ import annotations

import contextlib
import difflib
import io
import tokenize
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.submission.notebook import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.history.attempt import Attempt
    from grader.report import Report


@dataclass(frozen=True)
class Change:
    """One value that differs between two attempts; empty if an attempt has none."""

    name: str
    before: str
    after: str


def text_of(content: bytes, suffix: str) -> str:
    """Return the code of a submission: a Python file's text, or the cells of a notebook."""
    if suffix == ".ipynb":
        with contextlib.suppress(UsageError):  # An invalid notebook is shown as text.
            code = (cell.text.strip("\n") for cell in cells(Path("notebook"), content))
            return "\n\n".join(code) + "\n"
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = content.decode(encoding)
    except (SyntaxError, LookupError, UnicodeDecodeError):
        text = content.decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def differing_lines(before: str, after: str, names: tuple[str, str]) -> tuple[str, ...]:
    """Return a unified diff without line ends; empty if no line differs."""
    # Not splitlines: for an editor a form feed does not end a line.
    old, new = (text.removesuffix("\n").split("\n") for text in (before, after))
    return tuple(difflib.unified_diff(old, new, *names, lineterm=""))


def changes(
    attempts: tuple[Attempt, Attempt], reports: tuple[Report, Report]
) -> tuple[Change, ...]:
    """Return what differs: settings, score, points, accuracies and checks."""
    before, after = (
        {**_settings(attempt), **dict(_results(attempt, report))}
        for attempt, report in zip(attempts, reports, strict=True)
    )
    titles = {check.name: check.title for report in reports for check in report.checks}
    every = (
        Change(titles.get(name, name), before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
    )
    return tuple(change for change in every if change.before != change.after)


def model_changes(reports: tuple[Report, Report]) -> tuple[Change, ...]:
    """Return sizes, parameters and hashes of two model files, also if they are the same."""
    before, after = (
        {
            "bytes": f"{report.model.bytes:,}" if report.model else "",
            "parameters": f"{report.model.parameters:,}" if report.model else "",
            "sha256": report.sha256[:12],
        }
        for report in reports
    )
    return tuple(Change(name, before[name], after[name]) for name in before)


def _settings(attempt: Attempt) -> dict[str, str]:
    versions = {name: str(version) for name, version in attempt.versions.items()}
    return {
        "problem": attempt.problem,
        "variant": str(attempt.variant),
        "data": attempt.data,
        "sandbox": attempt.sandbox,
        "seed": str(attempt.seed),
        **versions,
    }


def _results(attempt: Attempt, report: Report) -> Iterator[tuple[str, str]]:
    yield "verdict", report.verdict.value
    yield "score", "" if attempt.score is None else str(attempt.score)
    yield "points", f"{attempt.points} of {attempt.most_points}"
    for name, accuracy in report.accuracy.items():
        yield f"accuracy, {name}", f"{accuracy:.4f}"
    if attempt.seconds is not None:
        yield "training, seconds", f"{attempt.seconds:.0f}"
    for check in report.checks:
        yield check.name, check.outcome.value
