"""The `practice` command: wiring only, a function a command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from grader.commands.guard import guarded, wired
from grader.commands.history_group import HistoryGroup
from grader.settings import PROBLEMS

app = typer.Typer(
    help="Practise for a TensorFlow certificate: start a problem, check it, mend it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
data = typer.Typer(help="Data sets: status, get, verify, remove.", no_args_is_help=True)
app.add_typer(data, name="data")
exam = typer.Typer(help="A timed mock exam: start, submit, finish, report, abandon.")
app.add_typer(exam, name="exam")
history = typer.Typer(
    cls=HistoryGroup, help="The attempts that `practice check` kept: history, history PROBLEM."
)
app.add_typer(history, name="history")

Name = Annotated[str, typer.Argument(metavar="PROBLEM", help="problem1, problem3, …")]
Variant = Annotated[int, typer.Option(min=0, help="the same task with other numbers")]
OwnVariant = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(min=0, help="default: the one that `start` made the file for"),
]
Number = Annotated[int, typer.Argument(metavar="N", min=1, max=2**63 - 1, help="of an attempt")]
Sets = Annotated[Optional[list[str]], typer.Argument(metavar="[SET]…", help="all, if none")]  # noqa: UP045


@app.callback()
def options(
    problems_dir: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            envvar=PROBLEMS,
            metavar="DIR",
            help="Use the problems of this directory too. Their checks run on this machine without "
            "a sandbox: only use a directory that you trust.",
        ),
    ] = None,
) -> None:
    """Read the options that stand before a command."""
    if problems_dir is not None:
        os.environ[PROBLEMS] = str(problems_dir)


def main() -> None:
    """Run the command line; every way out is an ExitStatus."""
    wired(lambda: app(prog_name="practice"))


@app.command("list")
def list_(
    skills: Annotated[bool, typer.Option("--skills", help="also the skills, by group")] = False,
) -> None:
    """List the problems and the skills that they cover."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.list_problems(settings, skills=skills), dict(os.environ))


@app.command()
def show(problem: Name, variant: OwnVariant = None) -> None:
    """Show what a problem asks for."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.show(settings, problem, variant), dict(os.environ))


@app.command()
def start(
    problem: Name,
    file: Annotated[Optional[Path], typer.Argument(help="default: PROBLEM.py, here")] = None,  # noqa: UP045
    variant: Variant = 0,
) -> None:
    """Make the file to complete; never overwrites one."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.start(settings, problem, file, variant), dict(os.environ))


@app.command()
def hint(problem: Name, variant: OwnVariant = None) -> None:
    """Show a hint, one stage more at each call."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.hint(settings, problem, variant), dict(os.environ))


@app.command()
def solution(
    problem: Name,
    variant: OwnVariant = None,
    wrong: Annotated[
        str, typer.Option(metavar="NAME", help="Show this wrong solution instead.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="do not ask first")] = False,
) -> None:
    """Show the reference solution, after asking."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(
        lambda settings: learn.solution(settings, problem, variant, wrong, yes=yes),
        dict(os.environ),
    )


@app.command()
def check(
    problem: Name,
    file: Annotated[Optional[Path], typer.Argument(help="default: the file of `start`")] = None,  # noqa: UP045
    reference: Annotated[bool, typer.Option("--reference", help="check the kit's own")] = False,
    wrong: Annotated[
        str, typer.Option(metavar="NAME", help="Check this wrong solution of the kit.")
    ] = "",
    data: Annotated[str, typer.Option(help="auto, sample or real")] = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    sandbox: Annotated[str, typer.Option(help="auto, isolated or basic")] = "auto",
    box: Annotated[str, typer.Option(hidden=True)] = "",  # What --sandbox was called before.
    time_limit: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(help="seconds of CPU time per core"),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="of the training")] = 1,
    keep: Annotated[Optional[Path], typer.Option(help="copy the training's files here")] = None,  # noqa: UP045
    trace: Annotated[bool, typer.Option("--trace", help="show an error's whole way")] = False,
    variant: OwnVariant = None,
    keras: Annotated[str, typer.Option(help="2, 3 or auto: which one to train with")] = "auto",
    python: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="PATH", help="train with this Python, as of a conda environment"),
    ] = None,
    beside: Annotated[
        bool, typer.Option("--beside", help="write the report beside the file, too")
    ] = False,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="write all that the file prints here"),
    ] = None,
    no_history: Annotated[bool, typer.Option("--no-history", hidden=True)] = False,
) -> None:
    """Train a submission in a box and mark the model that it saves."""
    from grader.commands import check as checking  # noqa: PLC0415

    request = checking.CheckRequest(
        problem,
        file,
        reference,
        data,
        as_json,
        box or sandbox,
        time_limit,
        seed,
        keep,
        trace,
        variant,
        history=not no_history,
        keras=keras,
        python=python,
        beside=beside,
        output=output,
        wrong=wrong,
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
    variants: Annotated[
        int, typer.Option(min=0, help="so many variants, as exams draw them; 0: the standard")
    ] = 0,
) -> None:
    """For instructors: show that the checks and thresholds of problems hold."""
    from grader.commands import validate as validating  # noqa: PLC0415

    request = validating.ValidateRequest(
        tuple(names or ()), runs, jobs, data, only, as_json, junit, all_runs, fresh, variants
    )
    guarded(lambda settings: validating.validate(request, settings), dict(os.environ))


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="problem5, problem6, …")],
    dataset: Annotated[
        str, typer.Option("--data", metavar="SET", help="a name of `practice data status`")
    ] = "fashion-mnist",
    title: Annotated[str, typer.Option(help="A line of at most 60 characters.")] = "",
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="DIR", help="Directory of your own problems [default: this repository]."
        ),
    ] = None,
) -> None:
    """For authors: create a problem from a skeleton."""
    from grader.commands import new as making  # noqa: PLC0415

    guarded(lambda settings: making.new(settings, name, dataset, title, into), dict(os.environ))


@exam.callback(invoke_without_command=True)
def exam_state(
    context: typer.Context,
    watch: Annotated[bool, typer.Option("--watch", help="keep it on the screen")] = False,
) -> None:
    """A timed mock exam; without a further word, where it stands."""
    if context.invoked_subcommand is not None:
        return
    from grader.commands import exam as sitting  # noqa: PLC0415

    # A watched clock needs no reminders: their lines would stay on the screen and be outdated.
    guarded(
        lambda settings: sitting.state(settings, watch=watch),
        dict(os.environ),
        reminders=not watch,
    )


@exam.command("start")
def exam_start(
    minutes: Annotated[float, typer.Option(help="how long it lasts")] = 240,
    problems: Annotated[str, typer.Option(help="such as problem1,problem3; all, if none")] = "",
    seed: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(min=0, max=2**31 - 1, help="draws the variants; one of chance, if none"),
    ] = None,
    folder: Annotated[Optional[Path], typer.Option(help="a new one; default: exam-1 …")] = None,  # noqa: UP045
    data: Annotated[str, typer.Option(help="auto, sample or real")] = "auto",
) -> None:
    """Begin an exam: draw its problems' variants, make its folder, start its clock."""
    from grader.commands import exam_start as starting  # noqa: PLC0415

    request = starting.StartRequest(minutes, problems, seed, folder, data)
    guarded(lambda settings: starting.start(request, settings), dict(os.environ))


@exam.command("submit")
def exam_submit(
    problem: Name,
    file: Annotated[Optional[Path], typer.Argument(help="default: that of the exam")] = None,  # noqa: UP045
) -> None:
    """Hand a file in: it is taken at once, then trained and marked."""
    from grader.commands import exam_submit as submitting  # noqa: PLC0415

    guarded(lambda settings: submitting.submit(settings, problem, file), dict(os.environ))


@exam.command("finish")
def exam_finish(
    yes: Annotated[bool, typer.Option("--yes", help="do not ask first")] = False,
) -> None:
    """End the exam, mark what is not marked yet, show the report."""
    from grader.commands import exam_submit as submitting  # noqa: PLC0415

    guarded(lambda settings: submitting.finish(settings, yes=yes), dict(os.environ))


@exam.command("report")
def exam_report(
    number: Annotated[
        Optional[int],  # noqa: UP045
        typer.Argument(min=1, max=2**31 - 1, help="the newest, if none"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print it as JSON")] = False,
    html: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="write a page here; - for the output"),
    ] = None,
) -> None:
    """Show the report of an exam that has ended."""
    from grader.commands import exam as sitting  # noqa: PLC0415

    guarded(
        lambda settings: sitting.report(settings, number, as_json=as_json, html=html),
        dict(os.environ),
    )


@exam.command("abandon")
def exam_abandon(
    yes: Annotated[bool, typer.Option("--yes", help="do not ask first")] = False,
) -> None:
    """Give the running exam up, after asking."""
    from grader.commands import exam as sitting  # noqa: PLC0415

    guarded(lambda settings: sitting.abandon(settings, yes=yes), dict(os.environ))


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
        typer.Option("--from", help="Folder or URL that has files with the official names."),
    ] = None,
) -> None:
    """Download and install official data sets."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.get(settings, names or [], source), dict(os.environ))


@data.command("verify")
def data_verify(names: Sets = None) -> None:
    """Compare every file of installed data sets with its hash."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.verify(settings, names or []), dict(os.environ))


@data.command("remove")
def data_remove(
    names: Sets = None,
    kind: Annotated[str, typer.Option(help="real (the official data) or sample")] = "real",
) -> None:
    """Remove data sets."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.remove(settings, names or [], kind), dict(os.environ))


@history.command("list")
def history_list(
    problem: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="[PROBLEM]", help="all, if none"),
    ] = None,
    last: Annotated[int, typer.Option(min=1, max=10**6, help="so many, the newest")] = 20,
) -> None:
    """List attempts; `list` need not be written."""
    from grader.commands import history as kept  # noqa: PLC0415

    guarded(lambda settings: kept.list_attempts(settings, problem, last), dict(os.environ))


@history.command("show")
def history_show(
    number: Number,
    as_json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
    source: Annotated[bool, typer.Option("--source", help="print what was handed in")] = False,
) -> None:
    """Show an attempt's report as it was then."""
    from grader.commands import history as kept  # noqa: PLC0415

    guarded(
        lambda settings: kept.show(settings, number, as_json=as_json, source=source),
        dict(os.environ),
    )


@history.command("diff")
def history_diff(
    before: Annotated[int, typer.Argument(metavar="N", min=1, max=2**63 - 1)],
    after: Annotated[int, typer.Argument(metavar="M", min=1, max=2**63 - 1)],
) -> None:
    """Show what changed from one attempt to another."""
    from grader.commands import history as kept  # noqa: PLC0415

    guarded(lambda settings: kept.diff(settings, before, after), dict(os.environ))


@history.command("export")
def history_export(
    form: Annotated[str, typer.Option("--format", help="json or csv")] = "json",
    output: Annotated[Optional[Path], typer.Option(help="a file; else standard output")] = None,  # noqa: UP045
) -> None:
    """Write all attempts for other programs."""
    from grader.commands import history as kept  # noqa: PLC0415

    guarded(lambda settings: kept.export(settings, form, output), dict(os.environ))


@history.command("prune")
def history_prune(
    keep: Annotated[int, typer.Option(min=0, max=10**6, help="of each problem, the newest")],
    problem: Annotated[Optional[str], typer.Option(help="of this problem alone")] = None,  # noqa: UP045
    exams: Annotated[bool, typer.Option("--exams", help="attempts of exams too")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask first")] = False,
) -> None:
    """Remove old attempts; the best of each problem stays."""
    from grader.commands import history as kept  # noqa: PLC0415

    request = kept.PruneRequest(keep, problem, exams, yes)
    guarded(lambda settings: kept.prune(settings, request), dict(os.environ))


if __name__ == "__main__":
    main()
