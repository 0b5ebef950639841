"""`practice new`: the folders and files of a new problem, from a skeleton that works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import problem as problems
from grader.commands.lockout import refuse_in_exam
from grader.errors import ExitStatus

if TYPE_CHECKING:
    from grader.settings import Settings

UNTITLED = "TODO: a title"


def new(settings: Settings, name: str, dataset: str, title: str) -> ExitStatus:
    """Make a new problem in this checkout, and say what to do next."""
    from grader.authoring import making, sets, skeleton  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415

    refuse_in_exam(settings, "practice new, whose skeleton is solved, is")
    root = problems.ROOT
    making.refuse(root, name, title or UNTITLED)
    files = skeleton.files(name, title or UNTITLED, sets.form(dataset))
    making.put(root, name, files)
    console = console_on(settings.stdout, settings.environ)
    console.print(f"{name} is made, on {dataset}, in {root}:", soft_wrap=True)
    for path in files:
        console.print(f"  {path}", soft_wrap=True)
    console.print(f"\nWhat is yours to write is marked {skeleton.MARK}; docs/authoring.md helps.")
    console.print(f"  practice check {name} --reference   its solution passes as it is")
    console.print(f"  practice validate {name}            what is still missing")
    return ExitStatus.PASSED
