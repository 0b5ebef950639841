"""Tools of the drawn data sets of image files: random numbers, order and files."""

from __future__ import annotations

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

WORKERS = 2  # numpy and the image writers release the interpreter often enough for two


class Placed(Protocol):
    """An image to draw."""

    @property
    def path(self) -> PurePosixPath:
        """The path of its file below the data set's folder."""


Shot = TypeVar("Shot", bound=Placed)
Kind = TypeVar("Kind")


def random_of(*key: int) -> Random:
    """Return random numbers that depend on the key only, not on what was drawn before."""
    import numpy as np  # noqa: PLC0415

    return np.random.Generator(np.random.PCG64(key))


def shuffled(kinds: Iterable[Kind], random: Random) -> list[Kind]:
    """Return them in a random order, the same one on any machine."""
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
    """Write all images, several at once; `what` is the text of the progress bar."""
    for shot in shots:
        (folder / shot.path).parent.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(WORKERS) as pool:
        written = pool.map(lambda shot: write(folder / shot.path, shot), shots)
        for done, _ in enumerate(written):
            progress(what, done, len(shots))
    progress(what, len(shots), len(shots))


def write_png(path: Path, pixels: npt.NDArray[np.uint8]) -> None:
    """Write an image as PNG with an alpha channel, as the official files have it."""
    from PIL import Image  # noqa: PLC0415

    Image.fromarray(pixels).convert("RGBA").save(path, format="PNG", compress_level=1)
