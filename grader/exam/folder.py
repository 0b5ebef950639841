"""Create the folder of an exam: statement and stub of each problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.problem import Problem


def make(folder: Path, problems: Sequence[Problem]) -> None:
    """Write the files to complete to a new or empty folder; raise UsageError if that fails."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty; pass another one with --folder")
        for one in problems:
            (folder / f"{one.id}.md").write_text(one.statement, encoding="utf-8")
            (folder / f"{one.id}.py").write_text(_stub(one), encoding="utf-8")
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{folder} is a file; pass a folder with --folder") from error
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror}") from error


def _stub(problem: Problem) -> str:
    """Return the stub, with a reference to the statement in the same folder."""
    return problem.stub.replace(f"practice show {problem.which}", f"{problem.id}.md")
