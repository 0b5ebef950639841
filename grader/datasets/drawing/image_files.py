"""What the drawn sets of picture files share: their order, randomness and files."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

from grader.datasets.drawing.raster import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path, PurePosixPath

    import numpy as np
    import numpy.typing as npt

    from grader.datasets.drawing.raster import Random
    from grader.progress import Progress

WORKERS = 2  # numpy and the picture writers let go of the interpreter often enough for two


class Placed(Protocol):
    """A picture to draw: its class, and where below the set's folder it is kept."""

    @property
    def label(self) -> int:
        """The place of its class in the list of classes."""

    @property
    def path(self) -> PurePosixPath:
        """Where it is kept."""


Shot = TypeVar("Shot", bound=Placed)
Kind = TypeVar("Kind")


def random_of(*key: int) -> Random:
    """Random numbers that hang on the key alone, not on what was drawn before."""
    import numpy as np  # noqa: PLC0415

    return np.random.Generator(np.random.PCG64(key))


def shuffled(kinds: Iterable[Kind], random: Random) -> list[Kind]:
    """Put them in an order that tells nothing, the same one on any machine."""
    mixed = list(kinds)
    for last in range(len(mixed) - 1, 0, -1):
        other = whole(random, 0, last)
        mixed[last], mixed[other] = mixed[other], mixed[last]
    return mixed


def draw_all(
    folder: Path,
    shots: Sequence[Shot],
    write: Callable[[Path, Shot], None],
    what: str,
    progress: Progress,
) -> None:
    """Write all pictures, several at once; `what` names them on the screen."""
    for shot in shots:
        (folder / shot.path).parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(WORKERS) as pool:
        written = pool.map(lambda shot: write(folder / shot.path, shot), shots)
        for done, _ in enumerate(written):
            progress(what, done, len(shots))
    progress(what, len(shots), len(shots))


def write_labels(folder: Path, classes: Sequence[str], held_out: Iterable[Placed]) -> None:
    """Write the answers of the held-out pictures, in their order."""
    answers = {"classes": classes, "labels": [shot.label for shot in held_out]}
    (folder / "held-out" / "labels.json").write_text(json.dumps(answers), encoding="utf-8")


def write_png(path: Path, pixels: npt.NDArray[np.uint8]) -> None:
    """Keep a picture with an alpha channel, as the official files of the field's sets have it."""
    from PIL import Image  # noqa: PLC0415

    Image.fromarray(pixels).convert("RGBA").save(path, format="PNG", compress_level=1)
