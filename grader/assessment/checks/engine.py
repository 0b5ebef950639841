"""Run the checks of one problem with pytest in this process, without the user's settings."""

from __future__ import annotations

import ast
import contextlib
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import title
from grader.errors import GraderFault, UsageError
from grader.report import CheckOutcome, CheckResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from grader.assessment.evidence import Evidence
    from grader.problem import Problem

SECONDS = 150
MARKERS = (
    "needs(name): a check that must have passed\nafter(name): one that must not have failed\n"
    "about(aspect): what a mistake may explain, the most likely first"
)
UNUSED = (
    *("cacheprovider", "terminal", "logging", "warnings", "faulthandler", "junitxml", "doctest"),
    *("unraisableexception", "threadexception", "pastebin", "stepwise", "setuponly"),
)


def unasked_checks(problem: Problem, reason: str) -> tuple[CheckResult, ...]:
    """Return all checks of a problem as not run; its file is parsed, not imported.

    Raises what `require_checks` raises.
    """
    return tuple(
        CheckResult(
            node.name,
            title(node.name, ast.get_docstring(node)),
            CheckOutcome.NOT_RUN,
            problem.points.get(node.name, 0),
            reason=reason,
        )
        for node in _checks(_file(problem))
    )


def require_checks(problem: Problem) -> None:
    """Raise GraderFault if a problem has no checks.

    Raises UsageError if they are not valid Python, or if checks and points do not match.
    """
    wrong = unmatched(problem)
    if wrong:
        raise UsageError(f"{problem.folder / 'problem.toml'}: [points]: {'; '.join(wrong)}")


def unmatched(problem: Problem) -> tuple[str, ...]:
    """Describe the checks without points, and the points without a check."""
    file = _file(problem)
    names = [node.name for node in _checks(file)]
    unknown = (name for name in problem.points if name not in names)
    worthless = (name for name in names if name not in problem.points)
    return (
        *(f"'{name}' is not a check in {file.name}" for name in unknown),
        *(f"{name} in {file.name} has no points" for name in worthless),
    )


def run_checks(evidence: Evidence) -> tuple[CheckResult, ...]:
    """Run all checks of a problem, in the order of its file.

    Raises GraderFault for errors of the kit, the errors of `require_checks`, KeyboardInterrupt.
    """
    import pytest  # noqa: PLC0415  (0.3 s that `--help` need not pay)

    from grader.assessment.checks.plugin import CheckPlugin  # noqa: PLC0415

    file = _file(evidence.problem)
    _parsed(file)
    plugin = CheckPlugin(evidence)
    arguments = [
        *("-c", os.devnull, f"--rootdir={file.parent}", "--noconftest", "--assert=plain"),
        "--import-mode=importlib",  # The files of all problems have the same name.
        *("--capture=no", "-p", "pytest_timeout", f"--timeout={SECONDS}"),
        *(part for name in UNUSED for part in ("-p", f"no:{name}")),
        *("-o", f"python_files={file.name}", "-o", "python_functions=check_*"),
        *("-o", f"markers={MARKERS}"),
        str(file),
    ]
    with _own_settings(), _fresh_modules():
        status = pytest.main(arguments, plugins=[plugin])
    if plugin.interrupted:  # pytest does not raise it again.
        raise KeyboardInterrupt
    if plugin.faults or status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        why = "; ".join(plugin.faults) or f"pytest ended with {status!r}"
        raise GraderFault(f"the checks of {evidence.problem.id} did not run: {why}")
    return _at_the_root(plugin.results)


def _file(problem: Problem) -> Path:
    if not problem.checks.is_file():
        raise GraderFault(f"{problem.id} has no checks: {problem.checks} is missing")
    return problem.checks


def _checks(file: Path) -> list[ast.FunctionDef]:
    every = (node for node in _parsed(file).body if isinstance(node, ast.FunctionDef))
    return [node for node in every if node.name.startswith("check_")]


def _parsed(file: Path) -> ast.Module:
    try:
        return ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError) as error:
        line = f", line {error.lineno}" if isinstance(error, SyntaxError) else ""
        reason = error.msg if isinstance(error, SyntaxError) else error
        raise UsageError(f"{file}{line}: Python cannot read these checks: {reason}") from error


def _at_the_root(results: Sequence[CheckResult]) -> tuple[CheckResult, ...]:
    """Let a skipped check name the failed check, not another skipped one."""
    by_name = {result.name: result for result in results}

    def resolved(result: CheckResult) -> CheckResult:
        root = result
        for _ in results:
            earlier = by_name.get(root.because)
            if earlier is None or earlier.outcome is not CheckOutcome.NOT_RUN:
                break
            root = earlier
        return replace(result, reason=root.reason, because=root.because)

    return tuple(map(resolved, results))


@contextlib.contextmanager
def _fresh_modules() -> Iterator[None]:
    """Remove the imported checks afterwards: all problems use the same module name."""
    before = set(sys.modules)
    try:
        yield
    finally:
        for name in set(sys.modules) - before:
            if name.rpartition(".")[2] == "checks" and not name.startswith("grader."):
                del sys.modules[name]


@contextlib.contextmanager
def _own_settings() -> Iterator[None]:
    """Disable the user's pytest options and plugins while our checks run."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(kept)
