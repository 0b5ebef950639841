"""`practice data`: list, install, verify and remove data sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets.spec import SHOWN_KINDS
from grader.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from grader.datasets.store import SetStatus
    from grader.settings import Settings


def status(settings: Settings) -> ExitStatus:
    """Print every data set, its state and its origin."""
    from rich.table import Table  # noqa: PLC0415

    from grader.datasets import store  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415

    table = Table(box=None, pad_edge=False)
    for heading in ("set", "kind", "state", "MB", "from"):
        table.add_column(heading, overflow="fold")
    for entry in store.status(settings):
        size = f"{entry.bytes / 10**6:.1f}" if entry.bytes else ""
        table.add_row(entry.name, SHOWN_KINDS[entry.kind], entry.state, size, entry.origin)
    console = console_on(settings.stdout, settings.environ)
    console.print(table)
    console.print(f"\nData sets: {settings.datasets}", soft_wrap=True)
    console.print(f"History:   {settings.state}", soft_wrap=True)
    return ExitStatus.PASSED


def get(settings: Settings, names: list[str], source: str | None) -> ExitStatus:
    """Install official data sets from their addresses, or from `source`."""
    from grader.datasets import registry, store  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415

    wanted = [registry.spec(name).name for name in names] or [
        name for name, spec in registry.specs().items() if spec.archives
    ]
    console = console_on(settings.stderr, settings.environ)
    for name in wanted:
        with LiveTraining(console) as live:
            found = store.install_real(settings, name, source, live.progress)
        console.print(f"Installed {name} in {found.folder}", soft_wrap=True)
    return ExitStatus.PASSED


def verify(settings: Settings, names: list[str]) -> ExitStatus:
    """Compare the files of installed data sets with their hashes, and print the differences."""
    from grader.datasets import store  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415

    console = console_on(settings.stdout, settings.environ)
    errors = console_on(settings.stderr, settings.environ)
    damaged = 0
    for entry in _chosen(settings, names):
        with LiveTraining(errors) as live:
            damages = store.verify(settings, entry.name, entry.kind, live.progress)
        state = "damaged" if damages else "intact"
        console.print(f"{entry.name} ({SHOWN_KINDS[entry.kind]}): {state}")
        for damage in damages[:20]:
            console.print(f"  {damage}", soft_wrap=True)
        damaged += bool(damages)
    if damaged:
        console.print(
            "To repair a damaged data set, run `practice data remove SET` and then "
            "`practice data get SET`.",
            soft_wrap=True,
        )
    return ExitStatus.NOT_PASSED if damaged else ExitStatus.PASSED


def remove(settings: Settings, names: list[str], kind: str) -> ExitStatus:
    """Remove data sets; a sample set is generated again when it is needed."""
    from grader.datasets import store  # noqa: PLC0415
    from grader.formats.console import console_on  # noqa: PLC0415
    from grader.formats.live import LiveTraining  # noqa: PLC0415

    if not names:
        raise UsageError("name the data sets to remove; `practice data status` lists them")
    console = console_on(settings.stderr, settings.environ)
    for name in names:
        with LiveTraining(console) as live:
            there = store.remove(settings, name, kind, live.progress)
        done = "removed" if there else "was not installed"
        console.print(f"{name} ({SHOWN_KINDS[kind]}) {done}")
    return ExitStatus.PASSED


def _chosen(settings: Settings, names: list[str]) -> list[SetStatus]:
    from grader.datasets import registry, store  # noqa: PLC0415

    wanted = {registry.spec(name).name for name in names}
    installed = [entry for entry in store.status(settings) if entry.state != "absent"]
    chosen = [entry for entry in installed if not wanted or entry.name in wanted]
    missing = sorted(wanted - {entry.name for entry in chosen})
    if missing:
        raise UsageError(f"not installed: {', '.join(missing)}")
    return chosen
