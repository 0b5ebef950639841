"""The checks of one problem, run by pytest inside this process, with nobody else's settings."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.checks.evidence import Evidence
    from grader.report import CheckResult

FOLDER = Path(__file__).parent
SECONDS = 60
UNUSED = (
    *("cacheprovider", "terminal", "logging", "warnings", "faulthandler", "junitxml", "doctest"),
    *("unraisableexception", "threadexception", "pastebin", "stepwise", "setuponly"),
)


def run_checks(evidence: Evidence) -> tuple[CheckResult, ...]:
    """Ask all checks of a problem, in the order of its file; raises GraderFault for our errors."""
    import pytest  # noqa: PLC0415  (0.3 s that `--help` need not pay)

    from grader.checks.plugin import CheckPlugin  # noqa: PLC0415

    file = FOLDER / f"{evidence.problem.id}.py"
    if not file.is_file():
        raise GraderFault(f"{evidence.problem.id} has no checks: {file} is missing")
    plugin = CheckPlugin(evidence)
    arguments = [
        *("-c", os.devnull, f"--rootdir={FOLDER}", "--noconftest", "--assert=plain"),
        *("--capture=no", "-p", "pytest_timeout", f"--timeout={SECONDS}"),
        *(part for name in UNUSED for part in ("-p", f"no:{name}")),
        *("-o", f"python_files={file.name}", "-o", "python_functions=check_*"),
        *("-o", "markers=needs(name): a check that must have passed before"),
        str(file),
    ]
    with _own_settings():
        status = pytest.main(arguments, plugins=[plugin])
    if plugin.faults or status not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
        why = "; ".join(plugin.faults) or f"pytest ended with {status!r}"
        raise GraderFault(f"the checks of {evidence.problem.id} did not run: {why}")
    return tuple(plugin.results)


@contextlib.contextmanager
def _own_settings() -> Iterator[None]:
    """Keep the user's pytest options and installed plugins out while our checks run."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PYTEST_")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        del os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"]
        os.environ.update(kept)
