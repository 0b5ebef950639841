"""`practice new`: create a problem from a skeleton that trains and passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import problem as problems
from grader.commands.lockout import refuse_in_exam
from grader.errors import ExitStatus

if TYPE_CHECKING:
    from grader.settings import Settings

UNTITLED = "TODO: a title"


def new(settings: Settings, name: str, dataset: str, title: str) -> ExitStatus:
    """Create a problem in this checkout, and print the next steps."""
    from grader.authoring import making, skeleton  # noqa: PLC0415
    from grader.datasets import registry  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415

    refuse_in_exam(settings, "practice new, whose skeleton is solved, is")
    root = problems.ROOT
    making.refuse(root, name, title or UNTITLED)
    files = skeleton.files(name, title or UNTITLED, registry.spec(dataset))
    making.put(root, name, files)
    console = console_on(settings.stdout, settings.environ)
    console.print(f"created {name} on the data set {dataset} in {root}:", soft_wrap=True)
    for path in files:
        console.print(f"  {path}", soft_wrap=True)
    console.print(
        f"\nReplace what is marked {skeleton.MARK}; docs/authoring.md explains each step."
    )
    console.print(f"  practice check {name} --reference   train the solution, which passes")
    console.print(f"  practice validate {name}            list what is still missing")
    return ExitStatus.PASSED
