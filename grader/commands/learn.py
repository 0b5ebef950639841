"""The commands of a learner: list, show, start, hint, solution."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader import solutions
from grader.catalog import SKILLS, catalog_of
from grader.commands import progress_file
from grader.commands.file_variant import load_variant
from grader.commands.lockout import refuse_in_exam
from grader.commands.screen import confirms, console_of, readable
from grader.errors import ExitStatus, UsageError
from grader.skills import skill_groups

if TYPE_CHECKING:
    from grader.settings import Settings

CODE = "    "  # the indent of a code block in Markdown


def list_problems(settings: Settings, *, skills: bool) -> ExitStatus:
    """Print the problems with their skills, or the skills with their problems."""
    from rich.table import Table  # noqa: PLC0415  (`--help` need not pay for rich)

    console = console_of(settings.stdout, settings)
    every = readable(catalog_of(settings), settings)
    if not skills:
        table = Table(box=None, pad_edge=False)
        for heading in ("problem", "title", "data", "points", "skills"):
            table.add_column(heading, overflow="fold")
        for one in every:
            points = str(sum(one.points.values()))
            table.add_row(one.id, one.title, one.dataset, points, ", ".join(one.skills))
        console.print(table)
        console.print("\n`practice list --skills` describes the skills.")
        return ExitStatus.PASSED
    covered: dict[str, list[str]] = {}
    for one in every:
        for skill in one.skills:
            covered.setdefault(skill, []).append(one.id)
    for group in skill_groups(SKILLS):
        console.print(f"\n{group.number}. {group.title}", style="bold")
        for key, words in group.skills.items():
            where = ", ".join(covered.get(key, [])) or "no problem yet"
            style = "" if key in covered else "dim"
            console.print(f"  {key:<5} {words} ({where})", style=style)
    return ExitStatus.PASSED


def show(settings: Settings, name: str, variant: int | None = None) -> ExitStatus:
    """Print a problem's statement."""
    statement = load_variant(name, variant, settings).statement
    console = console_of(settings.stdout, settings)
    if console.is_terminal:
        from rich.markdown import Markdown  # noqa: PLC0415

        console.print(Markdown(statement))
    else:
        settings.stdout.write(statement)
    return ExitStatus.PASSED


def start(settings: Settings, name: str, target: Path | None, variant: int = 0) -> ExitStatus:
    """Create a problem's stub; never overwrite a file."""
    one = catalog_of(settings).load(name, variant=variant)
    path = target or Path(f"{one.id}.py")
    if path.is_dir():
        path = path / f"{one.id}.py"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(one.stub)
    except FileExistsError as error:
        raise UsageError(
            f"{path} already exists and was not overwritten; pass another file name to start a "
            f"copy: practice start {one.which} FILE"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}") from error
    progress_file.started(settings, one.id, path, variant)
    console = console_of(settings.stdout, settings)
    console.print(f"Created {path}. Next steps:")
    # A file of another name is found by its name, with its variant.
    mine = one.which if path == Path(f"{one.id}.py") else f"{one.id} {path}"
    steps = {
        f"practice show {one.which}": "read the task",
        f"practice check {mine}": "train and score the file",
        f"practice hint {one.which}": "show a hint; each call reveals more",
    }
    longest = max(map(len, steps))
    for command, purpose in steps.items():
        console.print(f"  {command:<{longest}}  {purpose}", soft_wrap=True)
    return ExitStatus.PASSED


def hint(settings: Settings, name: str, variant: int | None = None) -> ExitStatus:
    """Print the hints shown so far, and one more."""
    refuse_in_exam(settings, "hints are")
    one = load_variant(name, variant, settings)
    shown = min(progress_file.read(settings, one.id).hints + 1, len(one.hints))
    progress_file.write(settings, one.id, hints=shown)
    console = console_of(settings.stdout, settings)
    for number, text in enumerate(one.hints[:shown], 1):
        console.print(f"Hint {number} of {len(one.hints)}", style="bold")
        for line in text.splitlines():
            # Code is not wrapped, so that it can be copied.
            console.print(line, soft_wrap=line.startswith(CODE))
        console.print()
    if shown == len(one.hints):
        console.print(
            f"This is the last hint; `practice solution {one.which}` shows the reference solution."
        )
    return ExitStatus.PASSED


def solution(
    settings: Settings, name: str, variant: int | None = None, wrong: str = "", *, yes: bool
) -> ExitStatus:
    """Print the reference solution, or a named wrong one, after the learner confirms."""
    refuse_in_exam(settings, "solutions are")
    one = load_variant(name, variant, settings)
    text = solutions.wrong(one, wrong).text if wrong else solutions.reference(one)
    if not yes and not confirms(settings, f"Show the complete solution of {one.id}?"):
        print("Not shown.", file=settings.stderr)
        return ExitStatus.NOT_PASSED
    refuse_in_exam(settings, "solutions are")  # An exam may have started before the answer.
    settings.stdout.write(text)
    return ExitStatus.PASSED
