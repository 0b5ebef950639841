"""The data sets on this machine: found, drawn, installed, verified, removed."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.datasets import building, manifest, registry
from grader.datasets.layout import DataSet
from grader.datasets.manifest import Damage, Origin
from grader.errors import GraderFault, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.datasets.registry import SetInfo
    from grader.progress import Progress
    from grader.settings import Settings

State = Literal["installed", "absent", "damaged"]
SEED = 1


@dataclass(frozen=True)
class SetStatus:
    """One kind of one set on this machine; `bytes` is what was installed, 0 where nothing is."""

    name: str
    kind: str
    state: State
    bytes: int
    folder: Path
    origin: str


def status(settings: Settings) -> list[SetStatus]:
    """Every kind of every set, by a look at names and sizes."""
    return [
        _status(settings, info, kind) for info in registry.SETS.values() for kind in registry.KINDS
    ]


def find(settings: Settings, name: str, kind: str, progress: Progress) -> DataSet:
    """Find the data set to work with: `kind` is "sample", "real" or "auto".

    "auto" takes real where it is installed whole. A sample set is drawn on first use, and again
    where it is damaged. Raises UsageError where the real set is not whole, where there is no set
    of this name or kind, and where the sample set cannot be written.
    """
    info = registry.info(name)
    if kind == "auto":
        official = _status(settings, info, "real")
        if official.state == "installed":
            return DataSet(name, "real", official.folder)
        kind = "sample"
    found = _status(settings, info, kind)
    if found.state != "installed":
        if kind == "real":
            seen = "not installed" if found.state == "absent" else "damaged"
            raise UsageError(
                f"the real data set {name} is {seen}; `practice data get {name}` installs it"
            )
        _draw(settings, info, progress)
    return DataSet(name, kind, found.folder)


def install_real(settings: Settings, name: str, source: str | None, progress: Progress) -> DataSet:
    """Install an official set from its addresses, or from a folder or URL with files of its names.

    A whole set that was made from the same archives stays as it is. Raises UsageError where the
    archives cannot be had, are other ones, or where the set cannot be written.
    """
    from grader.datasets import official, sources  # noqa: PLC0415

    info = registry.info(name)
    plan = sources.plan(info, source)
    folder = _folder(settings, info, "real")

    def enough() -> bool:
        there = manifest.read(folder)
        return (
            there is not None
            and dict(there.origin.archives) == dict(plan.origin.archives)
            and not any(manifest.damages(folder, there))
        )

    def make(work: Path) -> Origin:
        archives = sources.bring(plan, _downloads(settings), progress)
        official.lay_out(name, archives, work, progress)
        amiss = _miscounted(info, work)
        if amiss:
            raise UsageError(f"the archives of {name} are not whole: {amiss[0].what}")
        return plan.origin

    if not enough():
        building.build(folder, enough, make, progress)
    return DataSet(name, "real", folder)


def verify(settings: Settings, name: str, kind: str, progress: Progress) -> list[Damage]:
    """Everything amiss in an installed set, each file hashed again; empty where it is whole.

    Raises UsageError where the set is not installed.
    """
    info = registry.info(name)
    folder = _folder(settings, info, kind)
    if not folder.is_dir():
        raise UsageError(f"the {kind} data set {name} is not installed")
    there = manifest.read(folder)
    if there is None:
        return [Damage(manifest.NAME, "is missing or damaged")]
    return _miscounted(info, folder) + list(manifest.changed(folder, there, progress))


def remove(settings: Settings, name: str, kind: str, progress: Progress) -> bool:
    """Remove a set, with its downloads where it is real; True where there was one.

    Raises UsageError where it cannot be removed.
    """
    info = registry.info(name)
    there = building.remove(_folder(settings, info, kind), progress)
    downloads = _downloads(settings) / name
    if kind == "real" and downloads.is_dir():
        building.delete(downloads)
        there = True
    return there


def _status(settings: Settings, info: SetInfo, kind: str) -> SetStatus:
    folder = _folder(settings, info, kind)
    there = manifest.read(folder)
    if there is not None:
        state: State = "damaged" if any(manifest.damages(folder, there)) else "installed"
        return SetStatus(info.name, kind, state, there.bytes, folder, there.origin.text)
    return SetStatus(info.name, kind, "damaged" if folder.exists() else "absent", 0, folder, "")


def _folder(settings: Settings, info: SetInfo, kind: str) -> Path:
    if kind not in registry.KINDS:
        raise UsageError(f"no data is of the kind '{kind}'; there are: {', '.join(registry.KINDS)}")
    return settings.datasets / kind / f"{info.name}-v{info.version(kind)}"


def _downloads(settings: Settings) -> Path:
    return settings.cache / "downloads"


def _draw(settings: Settings, info: SetInfo, progress: Progress) -> None:
    """Draw a sample set, unless another process does so first."""

    def enough() -> bool:
        return _status(settings, info, "sample").state == "installed"

    def make(work: Path) -> Origin:
        importlib.import_module(info.drawn_by).draw(work, progress, SEED)
        amiss = _miscounted(info, work)
        if amiss:
            raise GraderFault(f"{info.drawn_by}: {amiss[0].path} {amiss[0].what}")
        return Origin(f"drawn by the kit from seed {SEED}")

    building.build(_folder(settings, info, "sample"), enough, make, progress)


def _miscounted(info: SetInfo, folder: Path) -> list[Damage]:
    """List the visible folders that do not hold the files that the set should have."""
    amiss: list[Damage] = []
    for below, count in info.counts.items():
        place = folder / "visible" / below
        seen = sum(path.is_file() for path in place.iterdir()) if place.is_dir() else 0
        if seen != count:
            amiss.append(Damage(f"visible/{below}", f"holds {seen} files, {count} belong there"))
    return amiss
