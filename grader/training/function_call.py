"""One function of a submission called by itself, in a box of its own, the rest left alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import GraderFault
from grader.sandbox.paths import inside_path, without_host_paths
from grader.sandbox.plan import MEGABYTE, Ending, SandboxKind, SandboxLimits, SandboxPlan
from grader.sandbox.running import RunningSandbox
from grader.training.events import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.submission import Submission

# TensorFlow alone may take half a minute to import on a busy machine; a check may take 150 s.
LIMITS = SandboxLimits(90.0, 2000 * MEGABYTE, 500 * MEGABYTE, 10 * MEGABYTE, 64, most_wall=130.0)
LONGEST_ERROR = 400


@dataclass(frozen=True)
class Call:
    """A call to make: with which arguments, after which seed.

    A text that begins with `work/` is a folder of the box, given with a trailing slash. `clears`
    are folders that are taken away and the call is made again, where it raises FileExistsError.
    """

    arguments: tuple[str | float, ...]
    seed: int
    clears: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """How a call ended: `error` is empty where it returned, `line` is 0 where it is not known."""

    error: str = ""
    line: int = 0


@dataclass(frozen=True)
class Answers:
    """What came of all calls, by their place; `found` is False where there is no such function.

    `near` is the name that comes nearest, or empty. A call that the box did not come to has no
    answer; `ended` says why, or is empty.
    """

    found: bool
    near: str
    calls: Mapping[int, Answer]
    ended: str


@dataclass(frozen=True)
class Alone:
    """Where functions of one submission are called: `folder` is the box's disk, made beforehand."""

    submission: Submission
    kind: SandboxKind
    folder: Path
    python: Path
    hidden: tuple[Path, ...]

    def call(self, function: str, calls: Sequence[Call]) -> Answers:
        """Call a function of the file; nothing else of it is run but what the function names.

        Its random numbers come from the calls' seeds, whatever seeds the file itself sets. Raises
        GraderFault where the box does not start.
        """
        (self.folder / "work").mkdir(parents=True, exist_ok=True)
        _write_anew(self.folder / "work" / self.submission.sandbox_name, self.submission.program)
        task = {
            "file": self.submission.sandbox_name,
            "function": function,
            "has_shell": self.submission.has_shell,
            "calls": [
                {
                    "arguments": [self._argument(argument) for argument in call.arguments],
                    "seed": call.seed,
                    "clears": [self._argument(folder) for folder in call.clears],
                }
                for call in calls
            ],
            "limits": {
                "seconds": LIMITS.seconds,
                "memory": LIMITS.memory,
                "disk": LIMITS.disk,
                "processes": LIMITS.processes,
            },
        }
        (self.folder / "home").mkdir(exist_ok=True)
        _write_anew(self.folder / "home" / "task.json", json.dumps(task).encode())
        path = inside_path(self.kind, self.folder, "home/task.json")
        plan = SandboxPlan(
            self.folder, "call_function", (path,), (), LIMITS, self.python, self.hidden
        )
        found, near, begun = False, "", False
        answers: dict[int, Answer] = {}

        def on_line(told: bytes) -> None:
            nonlocal found, near, begun
            event = parse(told)
            kind = event.text("event") if event else ""
            if event and kind == "function":
                begun = True
                found, near = event.get("found") is True, event.text("near", 100)
            elif event and kind == "called" and len(answers) < len(calls):
                line = self.submission.at(event.whole("line"))
                error = event.text("error", LONGEST_ERROR)
                error = without_host_paths(error, self.kind, self.folder, self.python)
                answers[event.whole("call")] = Answer(error, line)

        with RunningSandbox(plan, self.kind) as sandbox:
            outcome = sandbox.finish(on_line)
        if not begun:
            raise GraderFault(f"the box that calls {function} did not start: {outcome.output}")
        ended = "" if outcome.ending is Ending.EXITED else outcome.ending.value
        return Answers(found, near, answers, ended)

    def _argument(self, argument: str | float) -> str | float:
        if isinstance(argument, str) and argument.startswith("work/"):
            return inside_path(self.kind, self.folder, argument) + "/"
        return argument


def _write_anew(path: Path, content: bytes) -> None:
    """Write a file where an earlier call may have left a link to one that is not the box's."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
