"""The `practice` command: wiring only, a function a command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from grader.commands.guard import guarded

app = typer.Typer(
    help="Practise for a TensorFlow certificate: start a problem, check it, mend it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
data = typer.Typer(help="The real data sets: status, get, verify, remove.", no_args_is_help=True)
app.add_typer(data, name="data")

Name = Annotated[str, typer.Argument(metavar="PROBLEM", help="problem1, problem3, …")]
Sets = Annotated[Optional[list[str]], typer.Argument(metavar="[SET]…", help="all, if none")]  # noqa: UP045


def main() -> None:
    """Run the command line; every way out is an ExitStatus."""
    app(prog_name="practice")


@app.command("list")
def list_(
    skills: Annotated[bool, typer.Option("--skills", help="also the skills, by group")] = False,
) -> None:
    """List the problems and the skills that they cover."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.list_problems(settings, skills=skills), dict(os.environ))


@app.command()
def show(problem: Name) -> None:
    """Show what a problem asks for."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.show(settings, problem), dict(os.environ))


@app.command()
def start(
    problem: Name,
    file: Annotated[Optional[Path], typer.Argument(help="default: PROBLEM.py, here")] = None,  # noqa: UP045
) -> None:
    """Make the file to complete; never overwrites one."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.start(settings, problem, file), dict(os.environ))


@app.command()
def hint(problem: Name) -> None:
    """Show a hint, one stage more at each call."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.hint(settings, problem), dict(os.environ))


@app.command()
def solution(
    problem: Name,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask first")] = False,
) -> None:
    """Show the reference solution, after asking."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.solution(settings, problem, yes=yes), dict(os.environ))


@app.command()
def check(
    problem: Name,
    file: Annotated[Optional[Path], typer.Argument(help="default: the file of `start`")] = None,  # noqa: UP045
    reference: Annotated[bool, typer.Option("--reference", help="check the kit's own")] = False,
    data: Annotated[str, typer.Option(help="auto, sample or real")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    box: Annotated[str, typer.Option(help="auto, bubblewrap or plain")] = "auto",
    time_limit: Annotated[Optional[float], typer.Option(help="seconds of training")] = None,  # noqa: UP045
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="of the training")] = 1,
    keep: Annotated[Optional[Path], typer.Option(help="copy the training's files here")] = None,  # noqa: UP045
    trace: Annotated[bool, typer.Option("--trace", help="show an error's whole way")] = False,
) -> None:
    """Train a submission in a box and mark the model that it saves."""
    from grader.commands import check as checking  # noqa: PLC0415

    request = checking.CheckRequest(
        problem, file, reference, data, as_json, box, time_limit, seed, keep, trace
    )
    guarded(lambda settings: checking.check(request, settings), dict(os.environ))


@app.command()
def validate(
    names: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[PROBLEM]…", help="all, if none"),
    ] = None,
    runs: Annotated[int, typer.Option(min=1, help="seeds of each reference")] = 3,
    jobs: Annotated[int, typer.Option(min=1, help="runs at the same time")] = 1,
    data: Annotated[str, typer.Option(help="auto, sample or real")] = "auto",
    only: Annotated[str, typer.Option(metavar="TEXT", help="submissions whose name holds it")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="print the outcome as JSON")] = False,
    junit: Annotated[Optional[Path], typer.Option(help="write JUnit XML here")] = None,  # noqa: UP045
    all_runs: Annotated[
        bool, typer.Option("--all-runs", help="go on where the answer is clear")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="forget runs that are kept")] = False,
) -> None:
    """For instructors: show that the checks and thresholds of problems hold."""
    from grader.commands import validate as validating  # noqa: PLC0415

    request = validating.ValidateRequest(
        tuple(names or ()), runs, jobs, data, only, as_json, junit, all_runs, fresh
    )
    guarded(lambda settings: validating.validate(request, settings), dict(os.environ))


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="problem5, problem6, …")],
    dataset: Annotated[
        str, typer.Option("--data", metavar="SET", help="a name of `practice data status`")
    ] = "fashion-mnist",
    title: Annotated[str, typer.Option(help="a line of at most 60 characters")] = "",
) -> None:
    """For authors: make a new problem from a skeleton, in a clone of the repository."""
    from grader.commands import new as making  # noqa: PLC0415

    guarded(lambda settings: making.new(settings, name, dataset, title), dict(os.environ))


@data.command("status")
def data_status() -> None:
    """List the data sets on this machine."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(sets.status, dict(os.environ))


@data.command("get")
def data_get(
    names: Sets = None,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--from", help="a folder or URL of files with the official names"),
    ] = None,
) -> None:
    """Download and install real data sets."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.get(settings, names or [], source), dict(os.environ))


@data.command("verify")
def data_verify(names: Sets = None) -> None:
    """Compare every file of installed sets with its hash."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.verify(settings, names or []), dict(os.environ))


@data.command("remove")
def data_remove(
    names: Sets = None,
    kind: Annotated[str, typer.Option(help="real or sample")] = "real",
) -> None:
    """Remove data sets."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.remove(settings, names or [], kind), dict(os.environ))


if __name__ == "__main__":
    main()
