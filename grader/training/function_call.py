"""Call one function of a submission in its own sandbox, without running the rest of the file."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from grader.errors import GraderFault
from grader.sandbox.events import parse
from grader.sandbox.paths import inside_path, without_host_paths
from grader.sandbox.plan import MEGABYTE, Ending, SandboxKind, SandboxLimits, SandboxPlan
from grader.sandbox.protocol import Call, Called, CallTask, FunctionFound
from grader.sandbox.running import RunningSandbox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.submission import Submission

# TensorFlow alone may take half a minute to import on a busy machine; a check may take 150 s.
LIMITS = SandboxLimits(90.0, 2000 * MEGABYTE, 500 * MEGABYTE, 10 * MEGABYTE, 64, most_wall=130.0)


@dataclass(frozen=True)
class Answer:
    """How a call ended: `error` is empty if it returned, `line` is 0 if unknown."""

    error: str = ""
    line: int = 0


@dataclass(frozen=True)
class Answers:
    """The answers of all calls by their position; `found` is False if there is no such function.

    `near` is the most similar name, or empty. A call that the sandbox did not reach has no answer;
    `ended` is the reason, or empty.
    """

    found: bool
    near: str
    calls: Mapping[int, Answer]
    ended: str


@dataclass(frozen=True)
class Alone:
    """Calls functions of one submission; `folder` becomes the disk of the sandbox."""

    submission: Submission
    kind: SandboxKind
    folder: Path
    python: Path
    hidden: tuple[Path, ...]

    def call(self, function: str, calls: Sequence[Call]) -> Answers:
        """Call a function of the file; of the rest only the statements that it needs run.

        Random numbers come from the seeds of the calls, whatever seeds the file sets. Raises
        GraderFault if the sandbox does not start.
        """
        (self.folder / "work").mkdir(parents=True, exist_ok=True)
        _write_new(self.folder / "work" / self.submission.sandbox_name, self.submission.program)
        task = CallTask(
            self.submission.sandbox_name,
            function,
            LIMITS.of_process,
            tuple(asdict(self._inside(call)) for call in calls),
            has_shell=self.submission.has_shell,
        )
        (self.folder / "home").mkdir(exist_ok=True)
        _write_new(self.folder / "home" / "task.json", json.dumps(asdict(task)).encode())
        path = inside_path(self.kind, self.folder, "home/task.json")
        plan = SandboxPlan(
            self.folder, "call_function", (path,), (), LIMITS, self.python, self.hidden
        )
        begun: list[FunctionFound] = []
        answers: dict[int, Answer] = {}

        def on_line(line: bytes) -> None:
            event = parse(line)
            if isinstance(event, FunctionFound):
                begun[:] = [event]
            elif isinstance(event, Called) and len(answers) < len(calls):
                error = without_host_paths(event.error, self.kind, self.folder, self.python)
                answers[event.call] = Answer(error, self.submission.at(event.line))

        with RunningSandbox(plan, self.kind) as sandbox:
            outcome = sandbox.finish(on_line)
        if not begun:
            raise GraderFault(f"the sandbox that calls {function} did not start: {outcome.output}")
        ended = "" if outcome.ending is Ending.EXITED else outcome.ending.value
        return Answers(begun[0].found, begun[0].near, answers, ended)

    def _inside(self, call: Call) -> Call:
        """Return the call with paths inside the sandbox."""

        def inside(argument: str | float) -> str | float:
            if isinstance(argument, str) and argument.startswith("work/"):
                return inside_path(self.kind, self.folder, argument) + "/"
            return argument

        arguments = tuple(map(inside, call.arguments))
        return replace(call, arguments=arguments, clears=tuple(map(str, map(inside, call.clears))))


def _write_new(path: Path, content: bytes) -> None:
    """Write a new file: an earlier call may have left a link that leads out of the sandbox."""
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(content)
