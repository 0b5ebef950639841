"""Faults that end a submission before it can be scored, and notes beside the verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.assessment.facts.workspace_files import files_below
from grader.assessment.mistakes import downloads
from grader.assessment.mistakes.errors import name_error
from grader.assessment.mistakes.errors.error_message import own_line, sentence
from grader.assessment.mistakes.reading_faults import NOT_ATTEMPTED, fault_at
from grader.assessment.mistakes.training import split_on_disk
from grader.assessment.mistakes.training.shuffling import FUNCTION
from grader.assessment.mistakes.training.splitting import WRITE
from grader.errors import GraderFault
from grader.problem import MODEL_FILE
from grader.report import Fault
from grader.sandbox.plan import MEGABYTE, WALL, Ending
from grader.submission import still_empty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.assessment.evidence import Evidence
    from grader.sandbox.plan import Outcome, SandboxLimits
    from grader.submission import Submission
    from grader.training.record import Frame, Raised
    from grader.training.run import Training

MODEL_ENDINGS = (".h5", ".keras", ".hdf5")
FEW_SECONDS = 120
MISSING = frozenset({"FileNotFoundError", "NotFoundError", "NotADirectoryError"})
IDLE = 0.05  # A run that uses less than this share of its time as CPU time is waiting.


def of_training(evidence: Evidence) -> Fault | None:
    """Return the limit that was reached or the error that was raised; None if the file finished.

    Raises GraderFault if the sandbox did not start.
    """
    training, submission = evidence.training, evidence.submission
    outcome, record = training.outcome, training.record
    if not record.python and outcome.ending is Ending.EXITED:
        raise GraderFault(f"the sandbox did not start: {outcome.output.strip()[-500:]}")
    limit = _limit(training)
    if limit is not None:
        kind, message, advice = limit
        line = record.fits[-1].line if record.fits and not record.fits[-1].finished else 0
        return fault_at(submission, line, kind, message, advice)
    if record.raised is not None:
        return _unfinished(evidence, record.raised) or _of_raised(evidence, record.raised)
    return None


def _unfinished(evidence: Evidence, raised: Raised) -> Fault | None:
    """Return the fault for an empty function of the stub that explains the error."""
    split = evidence.problem.split
    is_missing = raised.type in MISSING and split is not None and split.folder in raised.message
    # Keras raises it too, as for a model that cannot be saved.
    is_own = any(frame.own for frame in raised.frames[-1:])
    is_missing |= raised.type == "NotImplementedError" and is_own
    record = evidence.record
    if not is_missing and all(loader.count for loader in record.loaders):
        return None
    if any(fit.epochs for fit in record.fits):
        return None
    empty = still_empty(evidence.tree, evidence.problem.stub)
    if empty is None or split_on_disk.find(evidence) is not None:
        return None
    return fault_at(
        evidence.submission,
        empty.lineno,
        NOT_ATTEMPTED,
        f"{empty.name} is not written yet",
        WRITE if empty.name == FUNCTION else f"write your code in {empty.name}()",
    )


def _limit(training: Training) -> tuple[str, str, str] | None:
    outcome = training.outcome
    limits = outcome.limits
    if limits is None:
        return None
    epochs = sum(len(fit.epochs) for fit in training.record.fits)
    so_far = f" ({epochs} epochs finished)" if epochs else ""
    return {
        Ending.OUT_OF_CPU_TIME: ("TimeLimit", *_cpu_limit(outcome, limits, so_far)),
        Ending.TIMED_OUT: ("TimeLimit", *_wall_limit(outcome, limits, so_far)),
        Ending.OUT_OF_MEMORY: (
            "MemoryLimit",
            f"stopped at the memory limit of {limits.memory / 1e9:g} GB{so_far}",
            "use a smaller batch_size or model, and load images in batches",
        ),
        Ending.TOO_MANY_PROCESSES: (
            "ProcessLimit",
            f"stopped at the limit of {limits.processes} processes",
            "remove the code that starts processes; Keras needs none",
        ),
        Ending.DISK_FULL: (
            "DiskLimit",
            f"stopped at the disk limit of {limits.disk / MEGABYTE:g} MB",
            "save only one model, and copy only what the task asks for",
        ),
        Ending.TOO_MUCH_OUTPUT: (
            "OutputLimit",
            f"stopped at the output limit of {limits.output / MEGABYTE:g} MB",
            "print less; fit(..., verbose=2) prints one line per epoch",
        ),
    }.get(outcome.ending)


def _cpu_limit(outcome: Outcome, limits: SandboxLimits, so_far: str) -> tuple[str, str]:
    cores = f"{outcome.cores:.3g} core{'' if outcome.cores == 1 else 's'}"
    budget = f"{_cpu_budget(outcome, limits)} of CPU time"
    message = (
        f"stopped at the limit of {budget} ({_duration(limits.seconds)} on {cores}): "
        f"it used {_duration(outcome.cpu_seconds)}{so_far}"
    )
    return message, f"train fewer epochs or a smaller model; {_more_time(limits)}"


def _wall_limit(outcome: Outcome, limits: SandboxLimits, so_far: str) -> tuple[str, str]:
    used = f"{_duration(outcome.cpu_seconds)} of {_cpu_budget(outcome, limits)} of CPU time"
    message = (
        f"stopped at the limit of {_duration(limits.wall)} of wall time "
        f"({WALL} x {_duration(limits.seconds)}): it used {used}{so_far}"
    )
    if outcome.cpu_seconds < IDLE * outcome.seconds:
        return message, f"remove what waits, such as input() or time.sleep(); {_more_time(limits)}"
    first = "train fewer epochs or a smaller model, and close other programs that use the CPU"
    return message, f"{first}; {_more_time(limits)}"


def _cpu_budget(outcome: Outcome, limits: SandboxLimits) -> str:
    return _duration(limits.seconds * outcome.cores)


def _more_time(limits: SandboxLimits) -> str:
    return f"--time-limit {2 * limits.seconds:.12g} allows twice as much"


def _of_raised(evidence: Evidence, raised: Raised) -> Fault:
    rule, fix = name_error(evidence, raised)
    trace = tuple(_described(frame, evidence.submission) for frame in raised.frames)
    message = sentence(raised)
    return fault_at(evidence.submission, own_line(raised), raised.type, message, fix, trace, rule)


def _described(frame: Frame, submission: Submission) -> str:
    line = submission.at(frame.line)
    if line.cell and frame.file == submission.sandbox_name:
        return f"cell {line.cell}, line {line.inner} in {frame.function}"
    file = submission.path.name if frame.file == submission.sandbox_name else frame.file
    return f"{file}:{frame.line:d} in {frame.function}"


def of_model(kind: str, message: str, advice: str, file: str = MODEL_FILE) -> Fault:
    """Return a fault of a saved model that was refused or could not predict."""
    return Fault(kind, message, file, 0, "", advice)


def of_file(training: Training, reason: str, advice: str) -> Fault:
    """Return the fault for a missing or unreadable model, naming other models that were saved."""
    path = training.work / MODEL_FILE
    elsewhere = (f"{training.sandbox_tmp}/{name}" for name in sorted(_models(training.tmp)))
    others = ", ".join([*sorted(_models(training.work)), *elsewhere])
    if path.exists() or path.is_symlink():
        return of_model("UnreadableModel", reason, advice)
    if others:
        return of_model(
            "NoModel",
            f"found {others}, but no {MODEL_FILE}",
            f"the exam needs {MODEL_FILE}: write model.save('{MODEL_FILE}')",
        )
    return of_model(
        "NoModel",
        f"no {MODEL_FILE} was saved",
        f"end with model.save('{MODEL_FILE}') in the folder in which the file starts",
    )


def prediction(kind: str, message: str) -> tuple[str, str]:
    """Return why a safe model could not predict, and the fix."""
    last = message.strip().splitlines()[-1] if message.strip() else "no reason given"
    if kind == "load":
        if "normalization" in last.lower():
            return f"Keras cannot load it: {last}", "use layers.Rescaling(1/255) instead"
        return f"Keras cannot load it: {last}", f"save it again with model.save('{MODEL_FILE}')"
    if kind == "time":
        return f"it is too slow: {last}", "use a smaller model"
    if kind == "ended":
        return "loading it needs more memory than the sandbox has", "use a smaller model"
    return (
        f"it does not accept the images of the task: {last}",
        "give the model the input shape that the statement asks for",
    )


def notes(training: Training, fault: Fault | None) -> Iterator[str]:
    """Yield notes to print beside the verdict."""
    outcome, record = training.outcome, training.record
    if outcome.ending is Ending.KILLED:
        yield f"your file's process was killed by signal {outcome.signal}"
    elif not record.finished and record.raised is None and outcome.ending is Ending.EXITED:
        yield f"your file ended its process early (exit code {outcome.exit_code})"
    yield from downloads.notes(record)
    for path, folder in training.served:
        yield f"{path} was served from {folder}, because your file reads it but does not unpack it"
    for passed in record.passed_over:
        frame = passed.own_frame
        where = f" at line {frame.line}" if frame else ""
        yield f"{passed.type}{where} was ignored: {sentence(passed).splitlines()[0]}"
    if outcome.left_behind:
        count = outcome.left_behind
        processes = "1 process" if count == 1 else f"{count} processes"
        yield f"stopped {processes} that your file left running"
    if fault is not None and record.raised is not None and record.fits and fault.file != MODEL_FILE:
        done = sum(len(fit.epochs) for fit in record.fits)
        if done:
            yield f"{done} {'epoch' if done == 1 else 'epochs'} finished before the error"
    late = outcome.ending in {Ending.OUT_OF_CPU_TIME, Ending.TIMED_OUT}
    if late and (training.work / MODEL_FILE).is_file():
        yield f"{MODEL_FILE} was saved before the limit: the code after it did not finish"


def _duration(seconds: float) -> str:
    """Format seconds: 4.5 s, 90 s, 3 minutes 20 s, 30 minutes."""
    if round(seconds) < FEW_SECONDS:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} minutes{f' {rest} s' if rest else ''}"


def _models(work: Path) -> Iterator[str]:
    """Yield the model files below the submission's folder, as relative paths."""
    for entry in files_below(work, with_data=True):
        if entry.suffix in MODEL_ENDINGS:
            yield entry.relative_to(work).as_posix()
