"""The `practice` command: wiring only, one short function a command."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Optional

import typer

from grader.commands.groups import DATA, EXAM, INSTRUCTOR, LEARNER, HistoryGroup, PanelGroup
from grader.commands.guard import guarded, wired
from grader.settings import PROBLEMS

app = typer.Typer(
    cls=PanelGroup,
    help="Practice for ML coding exams: start a problem, check it, fix it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
history = typer.Typer(
    cls=HistoryGroup,
    help="List, show and compare your earlier attempts.",
)
app.add_typer(history, name="history", rich_help_panel=LEARNER)
exam = typer.Typer(help="Take a timed mock exam.")
app.add_typer(exam, name="exam", rich_help_panel=EXAM)
data = typer.Typer(help="Manage the data sets on this machine.", no_args_is_help=True)
app.add_typer(data, name="data", rich_help_panel=DATA)

Name = Annotated[str, typer.Argument(metavar="PROBLEM", help="Problem id, such as problem1.")]
Variant = Annotated[
    int, typer.Option(min=0, metavar="N", help="Variant: the same task with other numbers.")
]
OwnVariant = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        min=0,
        metavar="N",
        help="Variant of the problem.",
        show_default="the variant that your file was started with",
    ),
]
DataKind = Annotated[
    str, typer.Option(metavar="[auto|sample|real]", help="Score on this data set.")
]
Number = Annotated[
    int, typer.Argument(metavar="N", min=1, max=2**63 - 1, help="Number of an attempt.")
]
Sets = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Argument(metavar="[SET]…", help="Names of data sets.", show_default="all"),
]
Yes = Annotated[bool, typer.Option("--yes", help="Skip the confirmation.")]


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


@app.command("list", rich_help_panel=LEARNER)
def list_(
    skills: Annotated[
        bool, typer.Option("--skills", help="List the exam's skills by group instead.")
    ] = False,
) -> None:
    """List the problems and the skills they cover."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.list_problems(settings, skills=skills), dict(os.environ))


@app.command(rich_help_panel=LEARNER)
def show(problem: Name, variant: OwnVariant = None) -> None:
    """Show the statement of a problem."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.show(settings, problem, variant), dict(os.environ))


@app.command(rich_help_panel=LEARNER)
def start(
    problem: Name,
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(metavar="[FILE]", help="File to create.", show_default="PROBLEM.py"),
    ] = None,
    variant: Variant = 0,
) -> None:
    """Create the file to complete; never overwrites one."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.start(settings, problem, file, variant), dict(os.environ))


@app.command(rich_help_panel=LEARNER)
def check(
    problem: Name,
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(
            metavar="[FILE]",
            help="File to check: .py, .ipynb or .h5.",
            show_default="the file that `practice start` created",
        ),
    ] = None,
    reference: Annotated[
        bool, typer.Option("--reference", help="Check the reference solution instead of a file.")
    ] = False,
    wrong: Annotated[
        str, typer.Option(metavar="NAME", help="Check this wrong solution instead of a file.")
    ] = "",
    data: DataKind = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    sandbox: Annotated[
        str, typer.Option(metavar="[auto|isolated|basic]", help="Run in this kind of sandbox.")
    ] = "auto",
    box: Annotated[str, typer.Option(hidden=True)] = "",  # The old name of --sandbox.
    time_limit: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option(
            metavar="SECONDS",
            help="Stop the training after this much CPU time per core.",
            show_default="the limit of the problem",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, max=2**31 - 1, metavar="N", help="Random seed of the training.")
    ] = 1,
    keep: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="DIR", help="Copy the files that the training wrote to this folder."),
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="Show the full traceback.")] = False,
    variant: OwnVariant = None,
    keras: Annotated[
        str, typer.Option(metavar="[auto|2|3]", help="Train with this version of Keras.")
    ] = "auto",
    python: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="PATH",
            help="Train with this Python: an interpreter, or the folder of an environment.",
            show_default="the kit's own",
        ),
    ] = None,
    beside: Annotated[
        bool, typer.Option("--beside", help="Also write the report next to the file.")
    ] = False,
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write everything that the submission prints to FILE."),
    ] = None,
    no_history: Annotated[bool, typer.Option("--no-history", hidden=True)] = False,
) -> None:
    """Train a submission in a sandbox and score the model it saves."""
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


@app.command(rich_help_panel=LEARNER)
def hint(problem: Name, variant: OwnVariant = None) -> None:
    """Show a hint; each call reveals more."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(lambda settings: learn.hint(settings, problem, variant), dict(os.environ))


@app.command(rich_help_panel=LEARNER)
def solution(
    problem: Name,
    variant: OwnVariant = None,
    wrong: Annotated[
        str, typer.Option(metavar="NAME", help="Show this wrong solution instead.")
    ] = "",
    yes: Yes = False,
) -> None:
    """Show the reference solution; asks first."""
    from grader.commands import learn  # noqa: PLC0415

    guarded(
        lambda settings: learn.solution(settings, problem, variant, wrong, yes=yes),
        dict(os.environ),
    )


@app.command(rich_help_panel=INSTRUCTOR)
def validate(
    names: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[PROBLEM]…", help="Problem ids.", show_default="all"),
    ] = None,
    runs: Annotated[
        int, typer.Option(min=1, metavar="N", help="Train each reference with this many seeds.")
    ] = 3,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="Run this many submissions in parallel.")
    ] = 1,
    data: DataKind = "auto",
    only: Annotated[
        str, typer.Option(metavar="TEXT", help="Run only submissions whose name contains TEXT.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
    junit: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write the result as JUnit XML to FILE."),
    ] = None,
    all_runs: Annotated[
        bool, typer.Option("--all-runs", help="Do not stop early when the result is clear.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ignore cached runs.")] = False,
    variants: Annotated[
        int,
        typer.Option(
            min=0, metavar="N", help="Validate N variants instead of the standard problem."
        ),
    ] = 0,
) -> None:
    """Test the checks and thresholds of problems."""
    from grader.commands import validate as validating  # noqa: PLC0415

    request = validating.ValidateRequest(
        tuple(names or ()), runs, jobs, data, only, as_json, junit, all_runs, fresh, variants
    )
    guarded(lambda settings: validating.validate(request, settings), dict(os.environ))


@app.command(rich_help_panel=INSTRUCTOR)
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Problem id, such as problem5.")],
    dataset: Annotated[
        str,
        typer.Option("--data", metavar="SET", help="Data set; `practice data status` lists them."),
    ] = "fashion-mnist",
    title: Annotated[str, typer.Option(help="Title: one line of at most 60 characters.")] = "",
    into: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="DIR",
            help="Create it in your own directory of problems.",
            show_default="this repository",
        ),
    ] = None,
) -> None:
    """Create a problem from a template."""
    from grader.commands import new as making  # noqa: PLC0415

    guarded(lambda settings: making.new(settings, name, dataset, title, into), dict(os.environ))


@exam.callback(invoke_without_command=True)
def exam_state(
    context: typer.Context,
    watch: Annotated[
        bool, typer.Option("--watch", help="Keep the state on the screen until a key is pressed.")
    ] = False,
) -> None:
    """Take a timed mock exam; without a command, show the state of the running one."""
    if context.invoked_subcommand is not None:
        return
    from grader.commands import exam as exam_command  # noqa: PLC0415

    # A watched clock needs no reminders: their lines would stay on the screen and be outdated.
    guarded(
        lambda settings: exam_command.state(settings, watch=watch),
        dict(os.environ),
        reminders=not watch,
    )


@exam.command("start")
def exam_start(
    minutes: Annotated[float, typer.Option(help="Length of the exam.")] = 240,
    problems: Annotated[
        str,
        typer.Option(
            metavar="PROBLEMS", help="Problem ids, separated by commas.", show_default="all"
        ),
    ] = "",
    seed: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option(
            min=0,
            max=2**31 - 1,
            metavar="N",
            help="Seed that selects the variants.",
            show_default="random",
        ),
    ] = None,
    folder: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="DIR", help="Create the files in this new folder.", show_default="exam-1"
        ),
    ] = None,
    data: DataKind = "auto",
) -> None:
    """Start an exam: select variants, create its folder, start the clock."""
    from grader.commands import exam_start as starting  # noqa: PLC0415

    request = starting.StartRequest(minutes, problems, seed, folder, data)
    guarded(lambda settings: starting.start(request, settings), dict(os.environ))


@exam.command("submit")
def exam_submit(
    problem: Name,
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(
            metavar="[FILE]", help="File to submit.", show_default="PROBLEM.py in the exam's folder"
        ),
    ] = None,
) -> None:
    """Submit a file: it counts at once, and is then trained and scored."""
    from grader.commands import exam_submit as submitting  # noqa: PLC0415

    guarded(lambda settings: submitting.submit(settings, problem, file), dict(os.environ))


@exam.command("finish")
def exam_finish(yes: Yes = False) -> None:
    """End the exam, score what is left, and show the report."""
    from grader.commands import exam_submit as submitting  # noqa: PLC0415

    guarded(lambda settings: submitting.finish(settings, yes=yes), dict(os.environ))


@exam.command("report")
def exam_report(
    number: Annotated[
        Optional[int],  # noqa: UP045
        typer.Argument(
            metavar="[EXAM]",
            min=1,
            max=2**31 - 1,
            help="Number of the exam.",
            show_default="the latest",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    html: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            metavar="FILE", help="Write the report as HTML to FILE; - for standard output."
        ),
    ] = None,
) -> None:
    """Show the report of a finished exam."""
    from grader.commands import exam as exam_command  # noqa: PLC0415

    guarded(
        lambda settings: exam_command.report(settings, number, as_json=as_json, html=html),
        dict(os.environ),
    )


@exam.command("abandon")
def exam_abandon(yes: Yes = False) -> None:
    """End the running exam without a score; asks first."""
    from grader.commands import exam as exam_command  # noqa: PLC0415

    guarded(lambda settings: exam_command.abandon(settings, yes=yes), dict(os.environ))


@data.command("status")
def data_status() -> None:
    """List the data sets and where they are stored."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(sets.status, dict(os.environ))


@data.command("get")
def data_get(
    names: Sets = None,
    source: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--from",
            metavar="DIR|URL",
            help="Take the official files from here.",
            show_default="their official addresses",
        ),
    ] = None,
) -> None:
    """Download and install official data sets."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.get(settings, names or [], source), dict(os.environ))


@data.command("verify")
def data_verify(names: Sets = None) -> None:
    """Compare every installed file with its hash."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.verify(settings, names or []), dict(os.environ))


@data.command("remove")
def data_remove(
    names: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="SET…", help="Names of data sets.", show_default=False),
    ] = None,
    kind: Annotated[
        str, typer.Option(metavar="[real|sample]", help="Remove this kind of data set.")
    ] = "real",
) -> None:
    """Remove installed data sets."""
    from grader.commands import data as sets  # noqa: PLC0415

    guarded(lambda settings: sets.remove(settings, names or [], kind), dict(os.environ))


@history.command("list")
def history_list(
    problem: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="[PROBLEM]", help="Problem id.", show_default="all"),
    ] = None,
    last: Annotated[
        int, typer.Option(min=1, max=10**6, metavar="N", help="How many attempts to list.")
    ] = 20,
) -> None:
    """List attempts; `practice history` alone does the same."""
    from grader.commands import history as attempts  # noqa: PLC0415

    guarded(lambda settings: attempts.list_attempts(settings, problem, last), dict(os.environ))


@history.command("show")
def history_show(
    number: Number,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    source: Annotated[
        bool, typer.Option("--source", help="Print the submitted file instead.")
    ] = False,
) -> None:
    """Show the stored report of an attempt."""
    from grader.commands import history as attempts  # noqa: PLC0415

    guarded(
        lambda settings: attempts.show(settings, number, as_json=as_json, source=source),
        dict(os.environ),
    )


@history.command("diff")
def history_diff(
    before: Annotated[
        int, typer.Argument(metavar="N", min=1, max=2**63 - 1, help="The earlier attempt.")
    ],
    after: Annotated[
        int, typer.Argument(metavar="M", min=1, max=2**63 - 1, help="The later attempt.")
    ],
) -> None:
    """Compare two attempts: files, scores and checks."""
    from grader.commands import history as attempts  # noqa: PLC0415

    guarded(lambda settings: attempts.diff(settings, before, after), dict(os.environ))


@history.command("export")
def history_export(
    form: Annotated[
        str, typer.Option("--format", metavar="[json|csv]", help="Output format.")
    ] = "json",
    output: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(metavar="FILE", help="Write to FILE.", show_default="standard output"),
    ] = None,
) -> None:
    """Export all attempts as JSON or CSV."""
    from grader.commands import history as attempts  # noqa: PLC0415

    guarded(lambda settings: attempts.export(settings, form, output), dict(os.environ))


@history.command("prune")
def history_prune(
    keep: Annotated[
        int,
        typer.Option(
            min=0, max=10**6, metavar="N", help="Keep the N latest attempts of each problem."
        ),
    ],
    problem: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Prune only this problem.", show_default="all"),
    ] = None,
    exams: Annotated[
        bool, typer.Option("--exams", help="Also remove attempts made in exams.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Remove old attempts; the best of each problem stays."""
    from grader.commands import history as attempts  # noqa: PLC0415

    request = attempts.PruneRequest(keep, problem, exams, yes)
    guarded(lambda settings: attempts.prune(settings, request), dict(os.environ))


if __name__ == "__main__":
    main()
