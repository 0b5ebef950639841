"""`practice check`: one submission, trained, marked and reported."""

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

DATA = ("auto", "sample", "real")
WHAT = "practice check, which says what to mend, is"
KEPT = "this report is kept, and `practice history` shows it then"


@dataclass(frozen=True)
class CheckRequest:
    """The words of a `practice check` command."""

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
    """Train and mark a submission, print its report, and tell whether it passed."""
    from grader.datasets import store  # noqa: PLC0415
    from grader.formats import report_files  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415
    from grader.formats.output_file import OutputFile  # noqa: PLC0415
    from grader.grading import GradingRequest, grade  # noqa: PLC0415
    from grader.sandbox import choice, compile_cache, interpreter  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.sandbox.plan import MEGABYTE  # noqa: PLC0415

    if request.data not in DATA:
        raise UsageError(f"no data is called '{request.data}'; there are: {', '.join(DATA)}")
    refuse_in_exam(settings, WHAT)
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

    seen: list[Evidence] = []
    most = int(problem.limits.output_mb * MEGABYTE)
    output = OutputFile(request.output, most) if request.output is not None else None

    with (
        output or contextlib.nullcontext(),
        LiveTraining(errors, quiet=request.as_json and not errors.is_terminal) as live,
    ):

        def dataset() -> DataSet:  # Called only where the file is worth running.
            _remark(request, source, errors)
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
            on_evidence=seen.append,
            python=python,
            keras=request.keras,
            on_output=output.take if output is not None else None,
        )
        try:
            report = grade(task)
        except KeyboardInterrupt as error:
            raise KeyboardInterrupt(_kept(request, str(error))) from error
    _tell(request, settings, source, report, seen)
    if output is not None:
        errors.print(printable(output.remark), soft_wrap=True)
    return ExitStatus.PASSED if report.verdict is Verdict.PASSED else ExitStatus.NOT_PASSED


def _tell(
    request: CheckRequest,
    settings: Settings,
    source: Submission,
    report: Report,
    seen: Sequence[Evidence],
) -> None:
    """Print the report and keep the attempt; raises ExamRuns if an exam has begun meanwhile."""
    from grader.formats import report_files  # noqa: PLC0415

    closed, kept = _closed(settings), False
    try:
        if not closed:
            _show(request, settings, report)
    finally:  # A full disk, where the report should go, is no reason to lose the attempt.
        if request.history and not request.is_own:
            kept = _keep(settings, source, report, seen)
        if request.beside and not closed:
            as_text, as_data = report_files.write(report, source.path)
            words = printable(f"The report is in {as_text} and {as_data.name}")
            console_of(settings.stderr, settings).print(words, soft_wrap=True)
    if closed:
        raise ExamRuns(f"{closed}; {KEPT}" if kept else closed)


def _closed(settings: Settings) -> str:
    """Why no report may be shown now; empty where it may."""
    try:
        refuse_in_exam(settings, WHAT)
    except ExamRuns as error:
        return str(error)
    except UsageError:  # Of the history, which must not cost the report of an hour's training.
        return ""
    return ""


def _remark(request: CheckRequest, source: Submission, console: Console) -> None:
    """Say before the training what would end it."""
    from grader.assessment.mistakes.undefined import undefined  # noqa: PLC0415

    if not (request.as_json or request.is_own):
        for words in undefined(source):
            console.print(printable(words), soft_wrap=True)


def _show(request: CheckRequest, settings: Settings, report: Report) -> None:
    """Print the report, whole, before anything else is done with it."""
    from grader.formats import as_json, terminal  # noqa: PLC0415

    if request.as_json:
        print(as_json.to_json(report), file=settings.stdout)
    else:
        out = console_of(settings.stdout, settings)
        terminal.show(report, out, trace=request.trace)
    settings.stdout.flush()


def _kept(request: CheckRequest, copied: str) -> str:
    """What an interrupted check leaves: the learner's file as it was, and what --keep copied."""
    if not copied and request.keep is not None and request.keep.is_dir():
        copied = f"what it had saved is in {request.keep}"
    files = f", {copied}" if copied else ""
    return f"the training was ended and not marked, your file is as it was{files}"


def _keep(settings: Settings, source: Submission, report: Report, seen: Sequence[Evidence]) -> bool:
    """Keep the attempt and tell whether it is; where it is not, the report stands all the same."""
    from grader.formats import as_json  # noqa: PLC0415
    from grader.history.copies import suffix_of  # noqa: PLC0415
    from grader.history.recording import keep_practice  # noqa: PLC0415

    # Of a model only the path is known.
    as_read = hashlib.sha256(source.source).hexdigest() == report.sha256
    training = next((evidence.training_if_any for evidence in seen), None)
    try:
        keep_practice(
            settings.state,
            datetime.now(timezone.utc),
            report,
            as_json.to_json(report),
            source.source if as_read else source.path,
            suffix_of(source.path),
            training.record if training else None,
        )
    except Exception as error:  # noqa: BLE001  (whatever it is, the learner has a report)
        print(f"practice: this attempt could not be kept: {error}", file=settings.stderr)
        return False
    return True


def _limited(problem: Problem, seconds: float | None) -> Problem:
    if seconds is None:
        return problem
    if not (math.isfinite(seconds) and seconds > 0):
        raise UsageError(f"--time-limit takes seconds above 0, not {seconds:g}")
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
        f"there is no {problem.id}.py in this folder; `practice start {problem.id}` makes one, "
        f"or name the file: practice check {problem.id} FILE"
    )
