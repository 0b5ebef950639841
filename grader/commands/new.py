"""`practice new`: create a problem from a skeleton that trains and passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.catalog import BUILT_IN, ROOT, Catalog
from grader.commands.lockout import refuse_in_exam
from grader.errors import ExitStatus

if TYPE_CHECKING:
    from pathlib import Path

    from grader.settings import Settings

UNTITLED = "TODO: a title"


def new(
    settings: Settings, name: str, dataset: str, title: str, into: Path | None = None
) -> ExitStatus:
    """Create a problem in this clone, or in a directory of its own; print the next steps."""
    from grader.authoring import making, skeleton  # noqa: PLC0415
    from grader.datasets import registry  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415

    refuse_in_exam(settings, "`practice new`, whose template is solved, is")
    if into is None:
        making.require_clone(ROOT)
    root = into.absolute() if into else ROOT
    catalog = Catalog((ROOT, root)) if into else BUILT_IN
    making.refuse(root, name, title or UNTITLED, catalog.ids)
    files = skeleton.files(name, title or UNTITLED, registry.spec(dataset))
    making.put(root, name, files)
    console = console_on(settings.stdout, settings.environ)
    console.print(f"Created {name} on the data set {dataset} in {root}:", soft_wrap=True)
    for path in files:
        console.print(f"  {path}", soft_wrap=True)
    console.print(
        f"\nReplace what is marked {skeleton.MARK}; docs/authoring.md explains each step."
    )
    practice = f"practice --problems-dir {into}" if into else "practice"
    for command, what in (
        (f"{practice} check {name} --reference", "train the reference, which passes"),
        (f"{practice} validate {name}", "list what is missing"),
    ):
        console.print(f"  {command}   {what}", soft_wrap=True)
    return ExitStatus.PASSED
