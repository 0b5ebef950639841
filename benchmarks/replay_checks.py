"""Asks the checks of kept submissions again, in the copy of the kit that this process imports.

    python -m benchmarks.replay_checks TASK RESULT      (started by mutate_checks.py alone)

TASK is a pickled Task. RESULT becomes a JSON list: of each submission its name, what is not as
wanted, and, where lines are asked for, those of checks and facts that were run.
"""

from __future__ import annotations

import json
import pickle
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.kept_evidence import Task, replay
from grader import assessment
from grader.catalog import ROOT
from grader.errors import GraderFault
from grader.sandbox.folder_tree import remove

if TYPE_CHECKING:
    from types import FrameType

    from grader.validation.cases import Case

WATCHED = (str(ROOT / "problems"), str(Path(assessment.__file__).parent))


def main(task_file: Path, result: Path) -> None:
    """Replay a task, and write what came of it."""
    task: Task = pickle.loads(task_file.read_bytes())
    told: list[dict[str, Any]] = []
    for case, folder in task.cases:
        lines: dict[str, set[int]] = defaultdict(set)
        if task.with_lines:
            sys.settrace(_tracer(lines))
        amiss = _amiss(case, folder, task.scratch)
        sys.settrace(None)
        shown = {name: sorted(found) for name, found in lines.items()}
        told.append({"name": case.name, "amiss": amiss, "lines": shown})
        if amiss and task.until_caught:
            break
    result.write_text(json.dumps(told), encoding="utf-8")


def _amiss(case: Case, folder: Path, scratch: Path) -> list[str]:
    sandbox_root = Path(tempfile.mkdtemp(dir=scratch))
    try:
        return list(replay(case, folder, sandbox_root / "alone"))
    except GraderFault as error:
        return [f"the kit breaks: {error}"]
    finally:
        remove(sandbox_root)


def _tracer(lines: dict[str, set[int]]) -> Any:  # noqa: ANN401  (it returns itself)
    """A trace function that keeps which lines of the checks are run, by module."""

    def within(frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401
        if event == "line":
            file = Path(frame.f_code.co_filename)
            lines[file.parent.name if file.stem == "checks" else file.stem].add(frame.f_lineno)
        return within

    def enter(frame: FrameType, _event: str, _argument: object) -> Any:  # noqa: ANN401
        return within if frame.f_code.co_filename.startswith(WATCHED) else None

    return enter


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:3]))
