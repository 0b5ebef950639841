"""A golden record: what each submission did in its sandboxes, so that grading can be replayed.

    python -m benchmarks.golden record DIR [PART OF A NAME …]     trains each submission once
    python -m benchmarks.golden replay DIR OUTCOMES.json          grades all again, trains nothing
    python -m benchmarks.golden compare BEFORE.json AFTER.json

Submissions: stubs, references, wrong and alternative solutions, and tests/corpus; on sample data,
in bubblewrap sandboxes. The record of one is a folder: `submitted` (holds the file),
`events.jsonl` (what the training sandbox reported), `training.json`, `work` and `tmp` (the files
that it left), `predictions` (of its models) and `outcome.json`, which is written last. An
interrupted recording continues when it is started again. A replay grades the submitted files of
the record, whatever became of them here. `DIR/outcomes.json` is the first side of a comparison.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.kept_evidence import copy_of_sandbox
from benchmarks.old_events import upgraded
from grader import settings, submission
from grader.catalog import BUILT_IN
from grader.datasets import store
from grader.errors import UsageError
from grader.grading import GradingRequest, grade
from grader.grading.pipeline import Sandboxes
from grader.model_file.predictor import Loaded, PredictionFailed
from grader.progress import silent
from grader.sandbox.events import event_of
from grader.sandbox.plan import Ending, SandboxKind, SandboxLimits
from grader.sandbox.plan import Outcome as SandboxOutcome
from grader.training.reader import RecordReader
from grader.training.run import Training
from grader.validation.cases import find_cases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from grader.datasets.image_sets import ImageSet
    from grader.model_file.predictor import Predictions, Predicts
    from grader.report import Report
    from grader.sandbox.observations import Event
    from grader.training.run import TrainingTask

SEED = 1
SUBMITTED = "submitted"
OUTCOMES = "outcomes.json"
CORPUS = Path(__file__).parent.parent / "tests" / "corpus"


@dataclass(frozen=True)
class Submitted:
    """A submission of the record: its name, unique, is also the path of its folder."""

    name: str
    problem: str
    path: Path


def every(folder: Path) -> Iterator[Submitted]:
    """All submissions, in an order that does not depend on the machine.

    Edits of a reference are written below `folder`.
    """
    for problem in BUILT_IN.ids:
        for case in find_cases(BUILT_IN.load(problem), folder):
            yield Submitted(f"solutions/{case.name}", problem, case.path)
    for path in sorted(CORPUS.rglob("*")):
        if path.is_file() and path.suffix in {".py", ".ipynb"}:
            name = path.relative_to(CORPUS)
            yield Submitted(f"corpus/{name.as_posix()}", path.parent.name, path)


def recorded(top: Path) -> Iterator[Submitted]:
    """All submissions of a record, as they were when they were recorded."""
    for name in json.loads((top / OUTCOMES).read_text(encoding="utf-8")):
        problem = next(part for part in Path(name).parts if part in BUILT_IN.ids)
        (path,) = (top / name / SUBMITTED).iterdir()
        yield Submitted(name, problem, path)


class Recorder:
    """The real sandboxes, with a copy of what comes out of them in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._real = Sandboxes()

    def train(
        self, task: TrainingTask, folder: Path, kind: SandboxKind, on_event: Callable[[Event], None]
    ) -> Training:
        """Train, and store what the sandbox reported and left."""
        with (self._folder / "events.jsonl").open("w", encoding="utf-8") as events:

            def keep(event: Event) -> None:
                print(json.dumps({"event": event.event, **asdict(event)}), file=events)
                on_event(event)

            training = self._real.train(task, folder, kind, keep)
        copy_of_sandbox(training.work, self._folder / "work")
        copy_of_sandbox(training.tmp, self._folder / "tmp")
        if training.taken is not None and training.taken.is_file():
            shutil.copyfile(training.taken, self._folder / "taken.h5")
        values = {
            "outcome": asdict(training.outcome),
            "box_work": training.sandbox_work,
            "box_tmp": training.sandbox_tmp,
            "links": training.links,
            "printed": training.printed,
            "own_data": training.own_data,
            "served": training.served,
        }
        (self._folder / "training.json").write_text(json.dumps(values), encoding="utf-8")
        return training

    @contextlib.contextmanager
    def predictor(self, *arguments: Any) -> Iterator[Predicts]:  # noqa: ANN401
        """Open the real predicting sandbox."""
        with self._real.predictor(*arguments) as real:
            yield RecordedPredictions(self._folder / "predictions", real)


class Replay:
    """The sandboxes of a submission that was recorded in `folder`: nothing is started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def train(
        self,
        task: TrainingTask,
        _folder: Path,
        _kind: SandboxKind,
        on_event: Callable[[Event], None],
    ) -> Training:
        """Return the recorded training; its events are read as those of a real one."""
        reader = RecordReader(task.submission.at)
        with (self._folder / "events.jsonl").open(encoding="utf-8") as events:
            for event in (event_of(upgraded(json.loads(line))) for line in events):
                if event is not None:
                    reader.take(event)
                    on_event(event)
        values = json.loads((self._folder / "training.json").read_text(encoding="utf-8"))
        ended = values.pop("outcome")
        ended["limits"], ended["ending"] = SandboxLimits(**ended["limits"]), Ending(ended["ending"])
        outcome = SandboxOutcome(**ended)
        links, served = (
            tuple((path, place) for path, place in values[key]) for key in ("links", "served")
        )
        return Training(
            reader.record,
            outcome,
            work=self._folder / "work",
            sandbox_work=values["box_work"],
            tmp=self._folder / "tmp",
            sandbox_tmp=values["box_tmp"],
            taken=self._folder / "taken.h5",
            links=links,
            printed=tuple(values["printed"]),
            own_data=values["own_data"],
            served=served,
        )

    @contextlib.contextmanager
    def predictor(self, *_arguments: object) -> Iterator[Predicts]:
        """Open the recorded predictions."""
        yield RecordedPredictions(self._folder / "predictions", None)


class RecordedPredictions:
    """Predictions of a submission's models, stored by the model's hash, the set and the scale.

    Where `real` is None, what is not stored raises KeyError.
    """

    def __init__(self, folder: Path, real: Predicts | None) -> None:
        self._folder, self._real = folder, real
        self._model = ""
        self.loaded: Loaded | None = None

    def take(self, model: Path) -> None:
        """Take the model that is asked from now on."""
        self._model = hashlib.sha256(model.read_bytes()).hexdigest()[:16]
        if self._real is not None:
            self._real.take(model)

    def predict(
        self, sets: Iterable[ImageSet], scales: Iterable[str]
    ) -> dict[tuple[str, str], Predictions]:
        """Return the predictions by set and scale; raises PredictionFailed where it was raised."""
        sets, scales = list(sets), list(scales)
        folder = self._folder / self._model
        if self._real is not None:
            self._store(folder, self._real, sets, scales)
        answer = json.loads((folder / "answer.json").read_text(encoding="utf-8"))
        if "failed" in answer:
            raise PredictionFailed(*answer["failed"])
        self.loaded = Loaded(*(tuple(shape) for shape in answer["shapes"]))
        stored = {
            (each.name, scale): folder / f"{each.name}_{scale}.npy"
            for each in sets
            for scale in scales
        }
        return {key: np.load(path, allow_pickle=False) for key, path in stored.items()}

    def _store(self, folder: Path, real: Predicts, sets: list[ImageSet], scales: list[str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            answers = real.predict(sets, scales)
        except PredictionFailed as error:
            answer: dict[str, object] = {"failed": [error.kind, str(error)]}
        else:
            loaded = real.loaded
            shapes = [loaded.input_shape, loaded.output_shape] if loaded else [(), ()]
            answer = {"shapes": shapes}
            for (name, scale), values in answers.items():
                np.save(folder / f"{name}_{scale}.npy", values)
        (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def outcome(one: Submitted, sandboxes: Sandboxes, scratch: Path) -> dict[str, object]:
    """Grade a submission; what of its report must not change unnoticed."""
    try:
        source = submission.read(one.path)
    except UsageError as error:
        return {"verdict": "refused", "message": str(error)}
    mine = settings.from_environment(os.environ)
    problem = BUILT_IN.load(one.problem)
    report = grade(
        GradingRequest(
            problem=problem,
            submission=source,
            dataset=lambda: store.find(mine, problem.dataset, "sample", silent),
            kind="sample",
            sandbox=SandboxKind.ISOLATED,
            sandbox_root=scratch,
            hidden=BUILT_IN.hidden,
            seed=SEED,
            on_event=lambda _: None,
            on_step=lambda _: None,
            sandboxes=sandboxes,
        )
    )
    return _compact(report)


def _compact(report: Report) -> dict[str, object]:
    by_outcome: dict[str, list[str]] = {}
    for check in report.checks:
        by_outcome.setdefault(check.outcome.value, []).append(check.name)
    fault = report.fault
    return {
        "verdict": report.verdict.value,
        "score": report.score,
        "points": report.points,
        **{outcome: sorted(names) for outcome, names in by_outcome.items() if outcome != "passed"},
        "fault": [fault.type, fault.mistake, fault.cell, fault.line] if fault else [],
        "mistakes": [[one.id, one.cell, one.line] for one in report.mistakes],
        "trained": report.trained.score if report.trained else None,
    }


def record(top: Path, parts: Sequence[str]) -> dict[str, dict[str, object]]:
    """Train what is not recorded yet; all outcomes by name."""
    found: dict[str, dict[str, object]] = {}
    for one in every(top / "edits"):
        folder = top / one.name
        done = folder / "outcome.json"
        if not done.is_file():
            if not any(part in one.name for part in parts):
                continue
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / SUBMITTED).mkdir()
            shutil.copyfile(one.path, folder / SUBMITTED / one.path.name)
            recorder = Recorder(folder)
            sandboxes = replace(Sandboxes(), train=recorder.train, predictor=recorder.predictor)
            with tempfile.TemporaryDirectory(dir=top) as scratch:
                result = outcome(one, sandboxes, Path(scratch))
            done.write_text(json.dumps(result), encoding="utf-8")
            print(f"{one.name}: {result['verdict']}", flush=True)
        found[one.name] = json.loads(done.read_text(encoding="utf-8"))
    return found


def replay(top: Path) -> dict[str, dict[str, object]]:
    """Grade every recorded submission again, without training; all outcomes by name."""
    found: dict[str, dict[str, object]] = {}
    for one in recorded(top):
        stored = Replay(top / one.name)
        sandboxes = replace(Sandboxes(), train=stored.train, predictor=stored.predictor)
        with tempfile.TemporaryDirectory(dir=top) as scratch:
            found[one.name] = outcome(one, sandboxes, Path(scratch))
    return found


def compare(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The differences of two sets of outcomes, one a line."""
    lines = []
    before, after = _renamed(before), _renamed(after)
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            lines.append(f"{name}: {'not recorded before' if old is None else 'gone'}")
            continue
        keys = sorted(key for key in {*old, *new} if old.get(key) != new.get(key))
        lines += [f"{name}: {key}: {old.get(key)} -> {new.get(key)}" for key in keys]
    return lines


def _renamed(outcomes: dict[str, Any]) -> dict[str, Any]:
    """Outcomes by today's names: alternative solutions were called unusual."""
    return {name.replace("/unusual/", "/alternative/"): one for name, one in outcomes.items()}


def main(arguments: Sequence[str]) -> int:
    """Run one of the three commands; the exit status is 1 where a comparison finds differences."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("folder", type=Path)
    recording.add_argument("parts", nargs="*", default=[""])
    replaying = commands.add_parser("replay")
    replaying.add_argument("folder", type=Path)
    replaying.add_argument("outcomes", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    given = parser.parse_args(arguments)
    if given.command == "compare":
        sides = [json.loads(p.read_text(encoding="utf-8")) for p in (given.before, given.after)]
        lines = compare(*sides)
        print("\n".join([*lines, f"{len(lines)} differences in {len(sides[0])} submissions"]))
        return 1 if lines else 0
    folder: Path = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / OUTCOMES if given.command == "record" else given.outcomes
    found = record(folder, given.parts) if given.command == "record" else replay(folder)
    target.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(found)} outcomes in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
