"""`practice validate`: each problem's submissions do what they are there for, by what margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.catalog import catalog_of
from grader.commands.check import DATA
from grader.commands.lockout import refuse_in_exam
from grader.commands.screen import readable
from grader.errors import ExitStatus, UsageError
from grader.solutions import Kind
from grader.variants import several

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem
    from grader.settings import Settings


@dataclass(frozen=True)
class ValidateRequest:
    """The words of a `practice validate` command."""

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
    """Run what the problems bring along, print what was found, and tell whether all is well."""
    from grader.formats import junit, validation, validation_json  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415
    from grader.formats.validation_live import LiveBoard  # noqa: PLC0415
    from grader.sandbox import choice  # noqa: PLC0415  (`--help` need not pay for these)
    from grader.validation import validate as validating  # noqa: PLC0415

    if request.data not in DATA:
        raise UsageError(f"no data is called '{request.data}'; there are: {', '.join(DATA)}")
    refuse_in_exam(settings, "practice validate is")
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
    wish = validating.Wish(
        problems=tuple(one for each in asked for one in _variants(each, request.variants)),
        data=request.data,
        sandbox=sandbox.value,
        runs=request.runs,
        jobs=request.jobs,
        # "unusual" is what alternative solutions were called before.
        only=request.only.replace("unusual", Kind.ALTERNATIVE.value),
        all_runs=request.all_runs,
        fresh=request.fresh,
    )
    planned = validating.plans(wish, settings)
    if request.only and not any(plan.cases for plan in planned):
        raise UsageError(f"no submission's name holds '{request.only}'")
    quiet = request.as_json and not errors.is_terminal
    with LiveBoard(errors, planned, request.jobs, quiet=quiet) as board:
        found = validating.validate(wish, planned, settings, board, board.progress)
    refuse_in_exam(settings, "practice validate is")  # One may have begun meanwhile.
    if request.as_json:
        print(validation_json.to_json(found), file=settings.stdout)
    else:
        validation.show(found, console_on(settings.stdout, settings.environ))
    if request.junit is not None:  # After the table: a full disk must not cost it.
        junit.write(found, request.junit)
    return ExitStatus.PASSED if is_complete and not found.amiss else ExitStatus.NOT_PASSED


def _variants(standard: Problem, wanted: int) -> list[Problem]:
    """Return the standard problem, or so many of its variants as exams would draw them."""
    if not wanted:
        return [standard]
    return [standard.varied(each) for each in several(standard.axes, standard.id, wanted)]
