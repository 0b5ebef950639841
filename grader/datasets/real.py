"""The official sets, laid out as the kit wants them: some pictures hidden, all names there."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING

from grader.datasets import idx
from grader.datasets.unpack import Caps, unpack
from grader.errors import GraderFault, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from grader.progress import Progress

_SEED = 1

_GARMENTS = (
    "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat",
    "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
)  # fmt: skip
_SIDE = 28
_TRAINING, _TEST = 60_000, 10_000
_HIDDEN_A_CLASS = 500

_CREATURES = ("horses", "humans")
_ZIP_CAPS = Caps(files=4_000, bytes=1 << 30)
# Whole individuals, so that no hidden one is seen on a visible picture; and on how many pictures.
_HIDDEN_INDIVIDUALS = {
    "horses": (("horse2-", "horse4-", "horse6-"), 55),
    "humans": (("valhuman02-", "valhuman04-"), 50),
}


def lay_out(name: str, archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Lay an official set out in an empty folder, from its archives, as layout.py describes it.

    The same archives give the same pictures under the same names. Raises UsageError where an
    archive holds other things than the official one.
    """
    layout = _LAYOUTS.get(name)
    if layout is None:
        raise GraderFault(f"nothing is known of how to lay out {name}")
    layout(archives, folder, progress)


def _garments(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Hide half of the test pictures, 500 a class; the other half stands twice in its place."""
    import numpy as np  # noqa: PLC0415

    visible = _made(folder / "visible" / "fashion-mnist")
    hidden_place = _made(folder / "held-out" / "pictures")
    what = "laying out fashion-mnist"
    progress(what, 0, 4)
    idx.check(archives["train-images-idx3-ubyte.gz"], (_TRAINING, _SIDE, _SIDE))
    _check_labels(archives["train-labels-idx1-ubyte.gz"], _TRAINING)
    for file in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        shutil.copyfile(archives[file], visible / file)
    progress(what, 1, 4)
    labels = _check_labels(archives["t10k-labels-idx1-ubyte.gz"], _TEST)
    hidden = _hidden_garments(labels)
    shown = sorted(set(range(_TEST)) - set(hidden))
    twice = sorted(
        ((index, copy) for index in shown for copy in range(2)),
        key=lambda entry: _key(f"{entry[0]}:{entry[1]}"),
    )
    order = [index for index, _ in twice]
    pictures = idx.read(archives["t10k-images-idx3-ubyte.gz"], (_TEST, _SIDE, _SIDE))
    np.save(hidden_place / "pictures.npy", pictures[hidden])
    progress(what, 2, 4)
    _write_labels(folder, _GARMENTS, [labels[index] for index in hidden])
    idx.write(visible / "t10k-labels-idx1-ubyte.gz", np.frombuffer(labels, np.uint8)[order])
    idx.write(visible / "t10k-images-idx3-ubyte.gz", pictures[order])
    progress(what, 4, 4)


def _check_labels(path: Path, count: int) -> bytes:
    """Read labels; raises UsageError where one is of no class."""
    labels = idx.read(path, (count,))
    if labels.max() >= len(_GARMENTS):
        raise UsageError(f"{path.name} has labels over {len(_GARMENTS) - 1}")
    return bytes(labels)


def _hidden_garments(labels: Sequence[int]) -> list[int]:
    """Choose the test pictures to hide, the same ones on every machine, in an order of no class."""
    left = dict.fromkeys(range(len(_GARMENTS)), _HIDDEN_A_CLASS)
    hidden = []
    for index in sorted(range(len(labels)), key=lambda index: _key(str(index))):
        if left[labels[index]]:
            left[labels[index]] -= 1
            hidden.append(index)
    if any(left.values()):
        raise UsageError(f"the test labels have a class of fewer than {_HIDDEN_A_CLASS} pictures")
    return hidden


def _creatures(archives: Mapping[str, Path], folder: Path, progress: Progress) -> None:
    """Hide some individuals of the validation set; mirrored pictures of others have their names."""
    visible = _made(folder / "visible")
    for name in ("horse-or-human", "validation-horse-or-human"):
        archive = archives[f"{name}.zip"]
        unpack(archive, visible / name, _ZIP_CAPS, progress)
        _drop_strays(visible / name)
    archive = archives["validation-horse-or-human.zip"]
    validation = visible / "validation-horse-or-human"
    hidden = [
        (label, path)
        for label, name in enumerate(_CREATURES)
        for path in _hidden_creatures(archive, validation / name)
    ]
    hidden.sort(key=lambda entry: _key(entry[1].name))
    place = _made(folder / "held-out" / "pictures")
    for index, (_, path) in enumerate(hidden):
        # A file that is moved keeps its time, and the classes were unpacked one after the other.
        shutil.copyfile(path, place / f"{index:05d}.png")
    _write_labels(folder, _CREATURES, [label for label, _ in hidden])
    for label, name in enumerate(_CREATURES):
        taken = sorted(path for its, path in hidden if its == label)
        others = sorted(set((validation / name).iterdir()) - set(taken))
        for index, path in enumerate(taken):
            _mirror(archive, others[index * len(others) // len(taken)], path)
            progress(f"mirroring {name}", index + 1, len(taken))


def _drop_strays(folder: Path) -> None:
    """Delete what is no picture of a class: an archive may hold what some system left in it."""
    pictures = {path for name in _CREATURES for path in (folder / name).glob("*.png")}
    folders = {folder / name for name in _CREATURES}
    for path in sorted(set(folder.rglob("*")) - pictures - folders, reverse=True):
        # In this order, what a folder holds goes before it.
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink()


def _hidden_creatures(archive: Path, folder: Path) -> list[Path]:
    """Find the pictures to hide; raises UsageError where they are not all there."""
    prefixes, count = _HIDDEN_INDIVIDUALS[folder.name]
    found = [path for path in sorted(folder.glob("*.png")) if path.name.startswith(prefixes)]
    if len(found) != count:
        raise UsageError(
            f"{archive.name}: {len(found)} {folder.name} have names beginning "
            f"{', '.join(prefixes)}, {count} should"
        )
    return found


def _mirror(archive: Path, original: Path, target: Path) -> None:
    """Replace a picture by another one with left and right exchanged, of whatever size it is."""
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(original, formats=("PNG",)) as opened:
            mirrored = opened.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UsageError(f"{archive.name}: {original.name} is no sound picture") from error
    with target.open("wb") as stream:
        mirrored.save(stream, "PNG")


def _write_labels(folder: Path, classes: Sequence[str], labels: Sequence[int]) -> None:
    text = json.dumps({"classes": list(classes), "labels": list(labels)})
    (folder / "held-out" / "labels.json").write_text(text, encoding="utf-8")


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _key(entry: str) -> bytes:
    """Give what puts entries into an order that tells nothing, with no random generator."""
    return hashlib.sha256(f"{_SEED}:{entry}".encode()).digest()


_LAYOUTS: Mapping[str, Callable[[Mapping[str, Path], Path, Progress], None]] = {
    "fashion-mnist": _garments,
    "horse-or-human": _creatures,
}
