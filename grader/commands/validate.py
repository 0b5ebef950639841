"""`practice validate`: run the solutions of problems, and compare with what they must do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.choices import DATA_KINDS, require_choice
from grader.commands.lockout import refuse_in_exam
from grader.commands.screen import readable
from grader.errors import ExitStatus, UsageError
from grader.solutions import Kind
from grader.variants import several

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem
    from grader.settings import Settings


CLOSED = "`practice validate` is"


@dataclass(frozen=True)
class ValidateRequest:
    """The arguments of `practice validate`."""

    problems: tuple[str, ...]
    runs: int
    jobs: int
    data: str
    only: str
    as_json: bool
    junit: Path | None
    all_runs: bool
    fresh: bool
    variants: int = 0


def validate(request: ValidateRequest, settings: Settings) -> ExitStatus:
    """Run the stub and the solutions of problems, print the result, and return its status."""
    from grader.formats import junit, validation, validation_json  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415
    from grader.formats.validation_live import LiveBoard  # noqa: PLC0415
    from grader.sandbox import choice  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.validation import validate as validating  # noqa: PLC0415

    require_choice("--data", request.data, DATA_KINDS)
    refuse_in_exam(settings, CLOSED)
    if request.junit is not None:
        junit.require(request.junit)
    catalog = catalog_of(settings)
    named = tuple(catalog.load(name) for name in dict.fromkeys(request.problems))
    asked = named or readable(catalog, settings)
    is_complete = bool(named) or len(asked) == len(catalog.ids)
    sandbox, warning = choice.choose("auto")
    errors = console_on(settings.stderr, settings.environ)
    if warning:
        errors.print(f"note: {warning}", soft_wrap=True)
    selection = validating.Selection(
        problems=tuple(one for each in asked for one in _variants(each, request.variants)),
        data=request.data,
        sandbox=sandbox.value,
        runs=request.runs,
        jobs=request.jobs,
        # "unusual" is the old name of alternative solutions.
        only=request.only.replace("unusual", Kind.ALTERNATIVE.value),
        all_runs=request.all_runs,
        fresh=request.fresh,
    )
    planned = validating.plans(selection, settings)
    if request.only and not any(plan.cases for plan in planned):
        raise UsageError(f"no submission has '{request.only}' in its name")
    quiet = request.as_json and not errors.is_terminal
    with LiveBoard(errors, planned, request.jobs, quiet=quiet) as board:
        found = validating.validate(selection, planned, settings, board, board.progress)
    refuse_in_exam(settings, CLOSED)  # An exam may have started meanwhile.
    if request.as_json:
        print(validation_json.to_json(found), file=settings.stdout)
    else:
        validation.show(found, console_on(settings.stdout, settings.environ))
    if request.junit is not None:  # After the table, which a full disk must not cost.
        junit.write(found, request.junit)
    return ExitStatus.PASSED if is_complete and not found.error_count else ExitStatus.NOT_PASSED


def _variants(standard: Problem, wanted: int) -> list[Problem]:
    """Return the standard problem, or some of its variants as exams select them."""
    if not wanted:
        return [standard]
    return [standard.varied(each) for each in several(standard.axes, standard.id, wanted)]
