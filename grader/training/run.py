"""Train a submission in a sandbox."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.datasets import registry
from grader.sandbox import conventions, protocol
from grader.sandbox.events import parse
from grader.sandbox.folder_tree import remove
from grader.sandbox.paths import inside_path, python_folders, shown_path, without_host_paths
from grader.sandbox.plan import MEGABYTE, Ending, Mount, SandboxKind, SandboxLimits, SandboxPlan
from grader.sandbox.running import RunningSandbox
from grader.training import offline_data, workspace_needs
from grader.training.output_tail import Printed, unmarked
from grader.training.reader import RecordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.datasets.layout import DataSet
    from grader.problem_format import Limits
    from grader.sandbox.observations import Event
    from grader.sandbox.plan import Outcome
    from grader.submission import Submission
    from grader.training.record import Raised, TrainingRecord
    from grader.training.workspace_needs import Needs

MOST_RERUNS = 2
READ_ONLY = re.compile(r"Read-only file system|Permission denied:? .{0,200}\bdata/")
# What making or removing a folder raises at a link to a folder.
IN_THE_WAY = frozenset({"FileExistsError", "NotADirectoryError", "SameFileError", "Error"})
ON_LINK = "Cannot call rmtree on a symbolic link"
MISSING = re.compile(
    r"No such file or directory: '([^']+)'|[Cc]ould not find directory '?([^\s';]+)"
)


@dataclass(frozen=True)
class TrainingTask:
    """What to train, on what, within which limits; `probe` are accuracies to call callbacks with.

    With `own_data` the sandbox gets a copy of the data that it may change; with `hash_weights` the
    record identifies the weights of each epoch; `tf_keras` runs the file under Keras 2, which must
    be installed. `on_output` gets the output as it arrives.
    """

    submission: Submission
    dataset: DataSet
    limits: Limits
    seed: int
    python: Path
    hidden: tuple[Path, ...]
    probe: tuple[float, ...] = ()
    own_data: bool = False
    hash_weights: bool = False
    tf_keras: bool = False
    on_output: Callable[[bytes], None] | None = None


@dataclass(frozen=True)
class Training:
    """A finished training: its record, how the sandbox ended, and its work and /tmp folders.

    `taken` is the copy of the model that the last fit trained; it may not exist. `links` are other
    paths in the sandbox with the path that each stands for, which may be a later link. `printed`
    are the last lines that the submission itself printed. With `own_data` the sandbox had a copy of
    the data; `served` are more paths of its folders, each with the folder.
    """

    record: TrainingRecord
    outcome: Outcome
    work: Path
    sandbox_work: str
    tmp: Path
    sandbox_tmp: str
    taken: Path | None = None
    links: tuple[tuple[str, str], ...] = ()
    printed: tuple[str, ...] = ()
    own_data: bool = False
    served: tuple[tuple[str, str], ...] = ()

    def shown(self, path: str) -> str:
        """Return a path of the sandbox as messages show it: relative to the submission's folder."""
        path, top = self._followed(path), self.sandbox_work + "/"
        return path.removeprefix(top) if path.startswith(top) else path

    def outside(self, path: str) -> Path | None:
        """Return the host path of a path of the sandbox; None if it is not on its disk."""
        full = self._followed(os.path.normpath(os.path.join(self.sandbox_work, path)))  # noqa: PTH118
        for inner, outer in ((self.sandbox_work, self.work), (self.sandbox_tmp, self.tmp)):
            if Path(full).is_relative_to(inner):
                place = outer / Path(full).relative_to(inner)
                # A link may lead anywhere; only what is in the sandbox is the submission's.
                return place if _is_below(place, outer) else None
        return None

    def inside(self, place: Path) -> str:
        """Return a host path on the sandbox's disk as messages show it."""
        if place.is_relative_to(self.work):
            return place.relative_to(self.work).as_posix()
        return f"{self.sandbox_tmp}/{place.relative_to(self.tmp).as_posix()}"

    def _followed(self, path: str) -> str:
        for link, place in self.links:
            if path == link or path.startswith(f"{link}/"):
                path = place + path.removeprefix(link)
        return path


def _is_below(place: Path, top: Path) -> bool:
    try:
        return can_be_opened(place) and place.resolve().is_relative_to(top.resolve())
    except (OSError, RuntimeError):  # Python below 3.13 raises RuntimeError for circular links.
        return False


def can_be_opened(place: Path) -> bool:
    """Whether the system accepts a path, which need not exist: not too long, no null byte."""
    try:
        place.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return True


def train(
    task: TrainingTask, folder: Path, kind: SandboxKind, on_event: Callable[[Event], None]
) -> Training:
    """Run the submission until it ends or reaches a limit; `on_event` gets each event.

    If its errors show that it needs more than its text revealed, it runs again with that, unless it
    has trained already or a limit ended it.
    """
    names = sorted(source.name for source in task.dataset.visible.iterdir())
    needs = workspace_needs.needed_by(task.submission.program, names, own_data=task.own_data)
    training = _run(task, needs, folder, kind, on_event)
    for _ in range(MOST_RERUNS):
        lacked = _lacked(training, needs, names)
        if lacked == needs or not remove(folder):
            break
        needs = lacked
        training = _run(task, needs, folder, kind, on_event)
    return training


def _run(
    task: TrainingTask,
    needs: Needs,
    folder: Path,
    kind: SandboxKind,
    on_event: Callable[[Event], None],
) -> Training:
    work = folder / "work"
    _prepare(task, needs, folder, kind)
    plan = _plan(task, needs, folder)
    for link in plan.links:
        (folder / link.place).mkdir(parents=True, exist_ok=True)
    reader, printed = RecordReader(task.submission.at), Printed()

    def on_output(data: bytes) -> None:
        plain = printed.take(data)
        if task.on_output is not None:
            task.on_output(plain)

    def cleaned(text: str) -> str:
        return without_host_paths(text, kind, folder, task.python)

    def on_line(line: bytes) -> None:
        text = cleaned(line.decode(errors="surrogateescape"))
        event = parse(text.encode(errors="surrogateescape"))
        if event is not None and reader.take(event):
            on_event(event)

    with RunningSandbox(plan, kind, on_output) as sandbox:
        outcome = sandbox.finish(on_line)
    outcome = replace(outcome, output=cleaned(unmarked(outcome.output)))
    _tidy(folder, kind, needs, task.python)

    def shown(place: str) -> str:
        return shown_path(kind, folder, place)

    links = [(shown(link.path.strip("/")), shown(link.place)) for link in plan.links]
    links += [
        (shown(place), shown(f"{workspace_needs.DATA}/{name}")) for place, name in needs.served
    ]
    return Training(
        reader.record,
        outcome,
        work,
        shown("work"),
        folder / "tmp",
        shown("tmp"),
        folder / "home" / conventions.TRAINED_MODEL,
        tuple(links),
        tuple(cleaned(line) for line in printed.lines),
        needs.own_data,
        tuple((shown(p).removeprefix(f"{shown('work')}/"), f"data/{n}") for p, n in needs.served),
    )


def _prepare(task: TrainingTask, needs: Needs, folder: Path, kind: SandboxKind) -> None:
    """Write the program, its own data and what it may download; link other paths of data."""
    work = folder / "work"
    work.mkdir(parents=True)
    (work / task.submission.sandbox_name).write_bytes(task.submission.program)
    if needs.empty_data:
        (work / "data").mkdir()
    elif needs.own_data:
        shutil.copytree(task.dataset.visible, work / "data", copy_function=_copy)
    downloads = folder / "home" / conventions.CATALOGUE
    downloads.parent.mkdir(parents=True)
    downloads.write_text(offline_data.catalogue(registry.specs().values()), encoding="utf-8")
    for place, name in needs.served:
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).symlink_to(inside_path(kind, folder, f"{workspace_needs.DATA}/{name}"))


def _copy(source: str, target: str) -> None:
    """Copy a file's bytes, as a reflink where the file system has them; never as a hard link."""
    with (
        contextlib.suppress(AttributeError, OSError),
        Path(source).open("rb") as old,
        Path(target).open("wb") as new,
    ):
        left = os.fstat(old.fileno()).st_size
        while left and (done := os.copy_file_range(old.fileno(), new.fileno(), left)):
            left -= done
        if not left:
            return
    shutil.copyfile(source, target)


def _tidy(folder: Path, kind: SandboxKind, needs: Needs, python: Path) -> None:
    """Remove what the kit put into the folders of a run that has ended."""
    own = [folder / place for place, _ in needs.served]
    # A Python in the host's /tmp or /work leaves empty folders there.
    mounted = python_folders(python) if kind is SandboxKind.ISOLATED else ()
    paths = (path.relative_to("/") for each in mounted for path in (each, *each.parents))
    own += [folder / path for path in paths if path.parts[:1] in {("work",), ("tmp",)}]
    for place in own:
        # The submission may have put a link there.
        if place.parent == folder or not _is_below(place.parent, folder):
            continue
        with contextlib.suppress(OSError):
            if place.is_symlink():
                place.unlink()
            else:
                place.rmdir()


def _lacked(training: Training, needs: Needs, names: Sequence[str]) -> Needs:
    """Return what a run needed by its output and error; `needs` if it lacked nothing."""
    trained = any(fit.epochs for fit in training.record.fits)
    if trained or training.outcome.ending is not Ending.EXITED:
        return needs
    if needs.empty_data and _is_empty(training.work / "data"):
        return replace(needs, empty_data=False)  # It does not unpack anything there.
    if not needs.own_data and READ_ONLY.search(training.outcome.output):
        return replace(needs, own_data=True)
    raised = training.record.raised
    if raised and needs.served and _is_in_the_way(raised, training):
        return replace(needs, served=())
    found = MISSING.search(raised.message) if raised else None
    missing = training.outside(found[1] or found[2]) if found else None
    if missing is None:
        return needs
    if needs.empty_data and missing.is_relative_to(training.work / "data"):
        return replace(needs, empty_data=False)
    for name, top in (("work", training.work), ("tmp", training.tmp)):
        if any(missing.is_relative_to(top / each) for each in names):
            absent = [each for each in names if not os.path.lexists(top / each)]
            more = [(f"{name}/{each}", each) for each in absent]
            return replace(needs, served=tuple(dict.fromkeys((*needs.served, *more))))
    return needs


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False


def _is_in_the_way(raised: Raised, training: Training) -> bool:
    """Whether a program stopped because it makes or removes a folder that is served."""
    if raised.type not in IN_THE_WAY:
        return raised.type == "OSError" and ON_LINK in raised.message
    return any(place in raised.message for place, _ in training.served)


def _plan(task: TrainingTask, needs: Needs, folder: Path) -> SandboxPlan:
    limits = SandboxLimits(
        seconds=task.limits.seconds,
        memory=int(task.limits.memory_mb * MEGABYTE),
        disk=int(task.limits.disk_mb * MEGABYTE),
        output=int(task.limits.output_mb * MEGABYTE),
        processes=task.limits.processes,
    )
    visible = task.dataset.visible
    mounts = [
        Mount(source, f"home/{place}")
        for source, place in offline_data.home_mounts(registry.spec(task.dataset.name), visible)
    ]
    if not needs.own_data:
        mounts += [Mount(each, f"work/data/{each.name}") for each in sorted(visible.iterdir())]
    argument = protocol.TrainTask(
        task.submission.sandbox_name,
        task.seed,
        limits.of_process,
        tuple((cell.first, cell.may_fail) for cell in task.submission.cells),
        has_shell=task.submission.has_shell,
        probe=task.probe,
        hash_weights=task.hash_weights,
    )
    return SandboxPlan(
        folder,
        "train",
        (json.dumps(asdict(argument)),),
        tuple(mounts),
        limits,
        task.python,
        task.hidden,
        (("TF_USE_LEGACY_KERAS", "1"),) if task.tf_keras else (),
        links=workspace_needs.named_in(task.submission.program),
    )
