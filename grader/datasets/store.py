"""The data sets on this machine: find, draw, install, verify and remove them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.datasets import building, manifest, registry
from grader.datasets.layout import DataSet
from grader.datasets.manifest import Damage, Origin
from grader.datasets.spec import KINDS, SHOWN_KINDS
from grader.errors import GraderFault, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.datasets.spec import DatasetSpec
    from grader.progress import Progress
    from grader.settings import Settings

State = Literal["installed", "absent", "damaged"]


@dataclass(frozen=True)
class SetStatus:
    """One kind of one data set on this machine; `bytes` is its size, 0 where it is absent."""

    name: str
    kind: str
    state: State
    bytes: int
    folder: Path
    origin: str


def status(settings: Settings) -> list[SetStatus]:
    """Return the state of every kind of every data set, judged by file names and sizes."""
    return [
        _status(settings, spec, kind) for spec in registry.specs().values() for kind in spec.kinds
    ]


def find(settings: Settings, name: str, kind: str, progress: Progress) -> DataSet:
    """Return the data set to work with: `kind` is "sample", "real" or "auto".

    "auto" is real where it is installed and intact, and sample otherwise. A sample set is drawn on
    first use, and again where it is damaged. Raises UsageError where the real set is not intact,
    the name or kind is unknown, or the sample set cannot be written.
    """
    spec = registry.spec(name)
    if kind == "auto":
        if "real" in spec.kinds:
            official = _status(settings, spec, "real")
            if official.state == "installed":
                return DataSet(name, "real", official.folder)
        kind = "sample"
    found = _status(settings, spec, _kind(spec, kind))
    if found.state != "installed":
        if kind == "real":
            state = "not installed" if found.state == "absent" else "damaged"
            raise UsageError(
                f"the official data set {name} is {state}: run `practice data get {name}`"
            )
        _draw(settings, spec, progress)
    return DataSet(name, kind, found.folder)


def install_real(settings: Settings, name: str, source: str | None, progress: Progress) -> DataSet:
    """Install an official data set from its addresses, or from another folder or URL.

    An intact data set that was made from the same archives is left as it is. Raises UsageError
    where the archives are unavailable or invalid, or the data set cannot be written.
    """
    from grader.datasets import sources  # noqa: PLC0415

    spec = registry.spec(name)
    plan = sources.plan(spec, source)
    folder = _folder(settings, spec, "real")

    def enough() -> bool:
        there = manifest.read(folder)
        return (
            there is not None
            and dict(there.origin.archives) == dict(plan.origin.archives)
            and not any(manifest.damages(folder, there))
        )

    def make(work: Path) -> Origin:
        archives = sources.bring(plan, _downloads(settings), progress)
        registry.lay_out(name, archives, work, progress)
        damages = _miscounted(spec, "real", work)
        if damages:
            raise UsageError(f"the archives of {name} are incomplete: {damages[0]}")
        return plan.origin

    if not enough():
        building.build(folder, enough, make, progress)
    return DataSet(name, "real", folder)


def verify(settings: Settings, name: str, kind: str, progress: Progress) -> list[Damage]:
    """Hash every file of an installed data set again; return what is wrong, empty if intact.

    Raises UsageError where the data set is not installed.
    """
    spec = registry.spec(name)
    checked = _kind(spec, kind)
    folder = _folder(settings, spec, checked)
    if not folder.is_dir():
        raise UsageError(f"the {SHOWN_KINDS[checked]} data set {name} is not installed")
    there = manifest.read(folder)
    if there is None:
        return [Damage(manifest.NAME, "is missing or damaged")]
    return _miscounted(spec, checked, folder) + list(manifest.changed(folder, there, progress))


def remove(settings: Settings, name: str, kind: str, progress: Progress) -> bool:
    """Remove a data set, and its downloads if it is official; True where there was one.

    Raises UsageError where it cannot be removed.
    """
    spec = registry.spec(name)
    there = building.remove(_folder(settings, spec, _kind(spec, kind)), progress)
    downloads = _downloads(settings) / name
    if kind == "real" and downloads.is_dir():
        building.delete(downloads)
        there = True
    return there


def _kind(spec: DatasetSpec, kind: str) -> str:
    """Return `kind` if the data set has it; raises UsageError otherwise."""
    if kind in spec.kinds:
        return kind
    if kind in KINDS:
        raise UsageError(f"{spec.name} has no {SHOWN_KINDS[kind]} data")
    raise UsageError(f"unknown kind of data '{kind}' (choose {' or '.join(KINDS)})")


def _status(settings: Settings, spec: DatasetSpec, kind: str) -> SetStatus:
    folder = _folder(settings, spec, kind)
    there = manifest.read(folder)
    if there is not None:
        state: State = "damaged" if any(manifest.damages(folder, there)) else "installed"
        return SetStatus(spec.name, kind, state, there.bytes, folder, there.origin.text)
    return SetStatus(spec.name, kind, "damaged" if folder.exists() else "absent", 0, folder, "")


def _folder(settings: Settings, spec: DatasetSpec, kind: str) -> Path:
    return settings.datasets / kind / f"{spec.name}-v{spec.versions[kind]}"


def _downloads(settings: Settings) -> Path:
    return settings.cache / "downloads"


def _draw(settings: Settings, spec: DatasetSpec, progress: Progress) -> None:
    """Draw a sample set, unless another process has done so first."""

    def enough() -> bool:
        return _status(settings, spec, "sample").state == "installed"

    def make(work: Path) -> Origin:
        registry.draw(spec.name, work, progress)
        damages = _miscounted(spec, "sample", work)
        if damages:
            raise GraderFault(f"the drawing of {spec.name} does not match its spec: {damages[0]}")
        return Origin(f"drawn by the kit from seed {registry.SEED}")

    building.build(_folder(settings, spec, "sample"), enough, make, progress)


def _miscounted(spec: DatasetSpec, kind: str, folder: Path) -> list[Damage]:
    """List the visible folders and held-out labels whose number is not the spec's."""
    damages: list[Damage] = []
    for below, count in spec.counts.items():
        place = folder / "visible" / below
        actual = sum(path.is_file() for path in place.iterdir()) if place.is_dir() else 0
        if actual != count:
            damages.append(Damage(f"visible/{below}", f"has {actual} files, expected {count}"))
    expected = dict(zip(spec.classes, spec.held_out[kind], strict=True))
    if list(_held_out(DataSet(spec.name, kind, folder)).items()) != list(expected.items()):
        damages.append(Damage("held-out", f"has other images a class than {expected}"))
    return damages


def _held_out(dataset: DataSet) -> dict[str, int]:
    """Return the number of held-out labels of each class; empty where they cannot be read."""
    try:
        classes, labels = dataset.held_out_labels()
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return {name: labels.count(label) for label, name in enumerate(classes)}
