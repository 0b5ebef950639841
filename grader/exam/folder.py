"""The folder of an exam: a page of what counts, and statement and stub of each problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.problem import Problem


def make(folder: Path, problems: Sequence[Problem]) -> None:
    """Write the files to complete into a new folder; raises UsageError where it cannot be.

    A folder with something in it is never written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty; name another one with --folder")
        for one in problems:
            (folder / f"{one.id}.md").write_text(one.statement, encoding="utf-8")
            (folder / f"{one.id}.py").write_text(_stub(one), encoding="utf-8")
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError(f"{folder} is a file; name another folder with --folder") from error
    except OSError as error:
        raise UsageError(f"cannot write to {folder}: {error.strerror}") from error


def _stub(problem: Problem) -> str:
    """The stub, which sends its reader to the statement beside it."""
    return problem.stub.replace(f"practice show {problem.which}", f"{problem.id}.md")
