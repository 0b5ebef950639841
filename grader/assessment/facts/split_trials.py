"""Calls of `split_data` on generated folders: the cases and their results."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.assessment.facts import split_folders
from grader.sandbox.protocol import Call

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.assessment.facts.split_folders import Contents
    from grader.training.function_call import Alone, Answer, Answers

FUNCTION = "split_data"
# A JPEG of one grey pixel. Bytes after its end are not read: they make each file unique.
PIXEL = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300100b0c0e0c0a100e0d0e1211101318281a1816"
    "16183123251d283a333d3c3933383740485c4e404457453738506d51575f626768673e4d71797064785c6567"
    "63ffc0000b080001000101011100ffc40014000100000000000000000000000000000000ffc4001410010000"
    "0000000000000000000000000000ffda0008010100003f003fffd9"
)


@dataclass(frozen=True)
class Case:
    """A folder to split: the number of images, the split size, and other entries."""

    words: str
    images: int
    size: float
    empty: int = 0
    strays: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    place: str = "source"

    @property
    def files(self) -> tuple[str, ...]:
        """File names of the images."""
        more = tuple(f"{number}.jpg" for number in range(self.images - len(self.names)))
        return (*self.names, *more)


PLAIN = (
    Case("37 images at 0.9", 37, 0.9),
    Case("50 images at 0.5", 50, 0.5),
    Case("40 images at 0.75", 40, 0.75),
    Case("41 images at 0.5", 41, 0.5),  # round() of both halves loses one
    *(Case("200 images and 200 empty files at 0.5", 200, 0.5, empty=200) for _ in range(4)),
    Case(
        "20 images at 0.8, with spaces and other letters in their names",
        20,
        0.8,
        names=("a cat (1).jpg", "Kätzchen 2.jpg", "猫 3.jpg", "кот.4.jpg"),
        place="my pictures/Katzen und Hünde",
    ),
)
EDGES = (
    Case("a folder without images", 0, 0.9),
    Case("a folder with one image", 1, 0.9),
    Case("12 images at 0.0", 12, 0.0),
    Case("12 images at 1.0", 12, 1.0),
    Case("10 images next to a folder and a Thumbs.db", 10, 0.8, 0, ("Thumbs.db",), ("more",)),
)
TWICE = (Case("40 images at 0.5", 40, 0.5), Case("40 images at 0.5", 40, 0.5))


@dataclass(frozen=True)
class Trial:
    """One call and its folders afterwards; `answer` is None if the sandbox ended before it."""

    case: Case
    answer: Answer | None
    source: Contents
    before: Contents
    training: Contents
    testing: Contents
    orders: Sequence[Sequence[str]] = field(default=(), repr=False)

    def part(self, name: str) -> set[str]:
        """Return the source names of the images in a part, identified by their bytes."""
        named = {value: key for key, value in split_folders.good(self.before).items()}
        held = self.training if name == "training" else self.testing
        return {named[value] for value in held.values() if value in named}


@dataclass(frozen=True)
class Trials:
    """All calls of the `split_data` of one submission."""

    answers: Answers
    plain: tuple[Trial, ...]
    edges: tuple[Trial, ...]
    twice: tuple[Trial, ...]


def run(alone: Alone) -> Trials:
    """Generate the folders, call the function on each, and read the results."""
    cases = (*PLAIN, *EDGES, *TWICE)
    before = [_draw(alone.folder / _place(number, case.place), case) for number, case in _all()]
    calls = [_call(number, case) for number, case in _all()]
    answers = alone.call(FUNCTION, calls)
    trials = [
        _look(alone.folder, number, case, answers.calls, before[number]) for number, case in _all()
    ]
    ends = (len(PLAIN), len(PLAIN) + len(EDGES), len(cases))
    return Trials(
        answers,
        tuple(trials[: ends[0]]),
        tuple(trials[ends[0] : ends[1]]),
        tuple(trials[ends[1] :]),
    )


def _all() -> list[tuple[int, Case]]:
    return list(enumerate((*PLAIN, *EDGES, *TWICE)))


def _place(number: int, name: str) -> str:
    return f"work/case{number:02}/{name}"


def _call(number: int, case: Case) -> Call:
    places = (_place(number, "training"), _place(number, "testing"))
    arguments = (_place(number, case.place), *places, case.size)
    return Call(arguments, seed=number + 1, clears=places)


def _draw(folder: Path, case: Case) -> Contents:
    folder.mkdir(parents=True)
    for name in case.files:
        (folder / name).write_bytes(PIXEL + name.encode())
    for place in range(case.empty):
        (folder / f"nothing{place}.jpg").touch()
    for name in case.strays:
        (folder / name).write_bytes(b"no picture")
    for name in case.folders:
        (folder / name).mkdir()
        (folder / name / "inner.jpg").write_bytes(PIXEL)
    top = folder.parents[len(case.place.split("/")) - 1]
    for part in split_folders.PARTS:
        (top / part).mkdir()
    return split_folders.contents(folder)


def _look(
    disk: Path, number: int, case: Case, answers: Mapping[int, Answer], before: Contents
) -> Trial:
    source = disk / _place(number, case.place)
    held = {
        part: split_folders.contents(disk / _place(number, part)) for part in split_folders.PARTS
    }
    there = [name for name in split_folders.good(before) if (source / name).exists()]
    return Trial(
        case,
        answers.get(number),
        split_folders.contents(source),
        before,
        held["training"],
        held["testing"],
        split_folders.orders(source, there),
    )
