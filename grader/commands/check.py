"""`practice check`: train and score one submission, and print its report."""

from __future__ import annotations

import contextlib
import hashlib
import math
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from msgspec import structs

from grader import solutions, submission
from grader.catalog import catalog_of
from grader.commands.choices import DATA_KINDS, require_choice
from grader.commands.file_variant import default_file, variant_of
from grader.commands.lockout import ExamRuns, refuse_in_exam
from grader.commands.screen import console_of
from grader.errors import ExitStatus, UsageError
from grader.printable import printable
from grader.report import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from grader.assessment.evidence import Evidence
    from grader.datasets.layout import DataSet
    from grader.problem import Problem
    from grader.report import Report
    from grader.settings import Settings
    from grader.submission import Submission

CLOSED = "`practice check` is"
STORED = "the report is stored, and `practice history` shows it after the exam"


@dataclass(frozen=True)
class CheckRequest:
    """The arguments of `practice check`."""

    problem: str
    file: Path | None
    reference: bool
    data: str
    as_json: bool
    sandbox: str
    time_limit: float | None
    seed: int
    keep: Path | None
    trace: bool
    variant: int | None = None
    history: bool = True
    keras: str = "auto"
    python: Path | None = None
    beside: bool = False
    output: Path | None = None
    wrong: str = ""

    @property
    def is_own(self) -> bool:
        """Whether it checks a solution of the kit, not a learner's file."""
        return self.reference or bool(self.wrong)


def check(request: CheckRequest, settings: Settings) -> ExitStatus:
    """Train and score a submission, print its report, and return whether it passed."""
    from grader.datasets import store  # noqa: PLC0415
    from grader.formats import report_files  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415
    from grader.formats.output_file import OutputFile  # noqa: PLC0415
    from grader.grading import GradingRequest, grade  # noqa: PLC0415
    from grader.sandbox import choice, compile_cache, interpreter  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.sandbox.plan import MEGABYTE  # noqa: PLC0415

    require_choice("--data", request.data, DATA_KINDS)
    refuse_in_exam(settings, CLOSED)
    python = interpreter.named(request.python) if request.python else interpreter.own()
    python.require(request.keras)
    catalog = catalog_of(settings)
    standard = catalog.load(request.problem)
    file = _file(request, standard, settings)
    source = submission.read(file)
    variant = _variant(request, source.path, settings)
    problem = _limited(standard.varied(variant), request.time_limit)
    if request.beside:
        report_files.require(source.path)
    if request.reference:
        text = solutions.reference(problem)
        source = replace(source, source=text.encode(), text=text)
    sandbox, warning = choice.choose(request.sandbox)
    errors = console_of(settings.stderr, settings)

    evidence: list[Evidence] = []
    limit = int(problem.limits.output_mb * MEGABYTE)
    output = OutputFile(request.output, limit) if request.output is not None else None

    with (
        output or contextlib.nullcontext(),
        LiveTraining(errors, quiet=request.as_json and not errors.is_terminal) as live,
    ):

        def dataset() -> DataSet:  # Called only where the file is worth running.
            _warn(request, source, errors)
            found = store.find(settings, problem.dataset, request.data, live.progress)
            compile_cache.prepare(settings.cache, live.progress)
            if not python.is_own and source.kind is not submission.Kind.MODEL:
                compile_cache.prepare(settings.cache, live.progress, python)
            return found

        task = GradingRequest(
            problem=problem,
            submission=source,
            dataset=dataset,
            kind=request.data,
            sandbox=sandbox,
            sandbox_root=settings.sandbox_root,
            hidden=catalog.hidden,
            seed=request.seed,
            on_event=live.event,
            on_step=live.step,
            keep=request.keep,
            notes=(warning,) if warning else (),
            on_evidence=evidence.append,
            python=python,
            keras=request.keras,
            on_output=output.write if output is not None else None,
        )
        try:
            report = grade(task)
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt(_interrupted(request, str(error))) from error
    _finish(request, settings, source, report, evidence)
    if output is not None:
        errors.print(printable(output.summary), soft_wrap=True)
    return ExitStatus.PASSED if report.verdict is Verdict.PASSED else ExitStatus.NOT_PASSED


def _finish(
    request: CheckRequest,
    settings: Settings,
    source: Submission,
    report: Report,
    evidence: Sequence[Evidence],
) -> None:
    """Print the report and store the attempt; raise ExamRuns if an exam started meanwhile."""
    from grader.formats import report_files  # noqa: PLC0415

    closed, stored = _closed(settings), False
    try:
        if not closed:
            _show(request, settings, report)
    finally:  # Store the attempt even if the output goes to a full disk.
        if request.history and not request.is_own:
            stored = _store(settings, source, report, evidence)
        if request.beside and not closed:
            as_text, as_data = report_files.write(report, source.path)
            message = printable(f"Report written to {as_text} and {as_data.name}")
            console_of(settings.stderr, settings).print(message, soft_wrap=True)
    if closed:
        raise ExamRuns(f"{closed}; {STORED}" if stored else closed)


def _closed(settings: Settings) -> str:
    """Return why no report may be shown now; empty if it may."""
    try:
        refuse_in_exam(settings, CLOSED)
    except ExamRuns as error:
        return str(error)
    except UsageError:  # An unreadable history must not cost the report of an hour's training.
        return ""
    return ""


def _warn(request: CheckRequest, source: Submission, console: Console) -> None:
    """Warn before the training about names that would end it."""
    from grader.assessment.mistakes.undefined import undefined  # noqa: PLC0415

    if not (request.as_json or request.is_own):
        for warning in undefined(source):
            console.print(printable(warning), soft_wrap=True)


def _show(request: CheckRequest, settings: Settings, report: Report) -> None:
    """Print the report and flush it, before anything else can fail."""
    from grader.formats import as_json, terminal  # noqa: PLC0415

    if request.as_json:
        print(as_json.to_json(report), file=settings.stdout)
    else:
        out = console_of(settings.stdout, settings)
        terminal.show(report, out, trace=request.trace)
    settings.stdout.flush()


def _interrupted(request: CheckRequest, copied: str) -> str:
    """Describe what an interrupted check leaves: the learner's file, and what --keep copied."""
    if not copied and request.keep is not None and request.keep.is_dir():
        copied = f"the files it wrote are in {request.keep}"
    files = f", {copied}" if copied else ""
    return f"the training was stopped and not scored, your file is unchanged{files}"


def _store(
    settings: Settings, source: Submission, report: Report, evidence: Sequence[Evidence]
) -> bool:
    """Store the attempt in the history; return whether that worked."""
    from grader.formats import as_json  # noqa: PLC0415
    from grader.history.copies import suffix_of  # noqa: PLC0415
    from grader.history.recording import store_practice  # noqa: PLC0415

    # A model is not in memory: it is copied from its path.
    in_memory = hashlib.sha256(source.source).hexdigest() == report.sha256
    training = next((one.training_if_any for one in evidence), None)
    try:
        store_practice(
            settings.state,
            datetime.now(timezone.utc),
            report,
            as_json.to_json(report),
            source.source if in_memory else source.path,
            suffix_of(source.path),
            training.record if training else None,
        )
    except Exception as error:  # noqa: BLE001  (the learner has the report all the same)
        print(f"practice: this attempt is not in the history: {error}", file=settings.stderr)
        return False
    return True


def _limited(problem: Problem, seconds: float | None) -> Problem:
    if seconds is None:
        return problem
    if not (math.isfinite(seconds) and seconds > 0):
        raise UsageError(f"--time-limit must be above 0 seconds, not {seconds:g}")
    limits = structs.replace(problem.limits, seconds=seconds)
    return structs.replace(problem, limits=limits)


def _variant(request: CheckRequest, file: Path, settings: Settings) -> int:
    if request.variant is not None:
        return request.variant
    return variant_of(request.problem, file, settings)


def _file(request: CheckRequest, problem: Problem, settings: Settings) -> Path:
    """Return the file to check: one of the kit's solutions, the one named, or that of `start`."""
    if (request.file is not None) + request.reference + bool(request.wrong) > 1:
        raise UsageError("pass one of FILE, --reference and --wrong")
    if request.reference:
        return problem.reference
    if request.wrong:
        one = solutions.wrong(problem.varied(request.variant or 0), request.wrong)
        return solutions.file(one, problem, settings.cache / "validation" / "solutions")
    if request.file is not None:
        return request.file
    file = default_file(problem.id, settings)
    if file is not None:
        return file
    raise UsageError(
        f"no {problem.id}.py in this folder; create it with `practice start {problem.id}`, "
        f"or pass a file: practice check {problem.id} FILE"
    )
