"""The data sets that the kit knows: official archives, visible folders, counts, versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = ("sample", "real")

_KERAS = ("https://storage.googleapis.com/tensorflow/tf-keras-datasets/",)
_MORONEY = (
    "https://storage.googleapis.com/download.tensorflow.org/data/",
    "https://storage.googleapis.com/laurencemoroney-blog.appspot.com/",
    "https://storage.googleapis.com/learning-datasets/",
)
_MICROSOFT = (
    "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/",
)


@dataclass(frozen=True)
class Archive:
    """One official file: its name, the folders that serve it (mirrors in turn), bytes, sha256."""

    file: str
    bases: tuple[str, ...]
    bytes: int
    sha256: str

    @property
    def urls(self) -> tuple[str, ...]:
        """The official address and its mirrors."""
        return tuple(base + self.file for base in self.bases)


@dataclass(frozen=True)
class SetInfo:
    """One data set.

    `counts[folder]` is how many files `visible/folder` holds, itself, whoever made the set;
    the versions rise whenever the same archives or seed would give other files.
    `drawn_by` is the module whose `draw(folder, progress, seed)` makes the sample set.
    `smaller_copy` names the files, if any, that a folder or mirror may hold in place of the
    official archives: fewer or smaller pictures of the same set, vouched for by its SHA256SUMS.
    """

    name: str
    archives: tuple[Archive, ...]
    counts: Mapping[str, int]
    drawn_by: str
    sample_version: int = 1
    real_version: int = 1
    smaller_copy: tuple[str, ...] = ()

    def version(self, kind: str) -> int:
        """Tell the version of the code that makes this kind of the set."""
        return self.sample_version if kind == "sample" else self.real_version


SETS: Mapping[str, SetInfo] = {
    entry.name: entry
    for entry in (
        SetInfo(
            name="fashion-mnist",
            archives=(
                Archive(
                    "train-images-idx3-ubyte.gz",
                    _KERAS,
                    26_421_880,
                    "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                ),
                Archive(
                    "train-labels-idx1-ubyte.gz",
                    _KERAS,
                    29_515,
                    "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                ),
                Archive(
                    "t10k-images-idx3-ubyte.gz",
                    _KERAS,
                    4_422_102,
                    "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                ),
                Archive(
                    "t10k-labels-idx1-ubyte.gz",
                    _KERAS,
                    5_148,
                    "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                ),
            ),
            counts={"fashion-mnist": 4},
            drawn_by="grader.datasets.fashion_mnist.sample",
        ),
        SetInfo(
            name="horse-or-human",
            archives=(
                Archive(
                    "horse-or-human.zip",
                    _MORONEY,
                    149_574_867,
                    "e2e6f70d3d549c5dd10a57165e55af253ee66ad750403f95c0fb76bb943633a9",
                ),
                Archive(
                    "validation-horse-or-human.zip",
                    _MORONEY,
                    11_480_187,
                    "ae5fff2f4f5554791f05358108e2e05d9801b191f1896ea101402f0e7f6c32c0",
                ),
            ),
            counts={
                "horse-or-human": 0,
                "horse-or-human/horses": 500,
                "horse-or-human/humans": 527,
                "validation-horse-or-human": 0,
                "validation-horse-or-human/horses": 128,
                "validation-horse-or-human/humans": 128,
            },
            drawn_by="grader.datasets.horse_or_human.sample",
        ),
        SetInfo(
            name="cats-and-dogs",
            archives=(
                Archive(
                    "kagglecatsanddogs_5340.zip",
                    _MICROSOFT,
                    824_887_076,
                    "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9",
                ),
            ),
            # Of each class 1,500 pictures, one file without bytes, and a Thumbs.db.
            counts={"PetImages": 0, "PetImages/Cat": 1_502, "PetImages/Dog": 1_502},
            drawn_by="grader.datasets.cats_and_dogs.sample",
            smaller_copy=("cats-and-dogs.zip", "cats-and-dogs-held-out.zip"),
        ),
        SetInfo(
            name="rps",
            archives=(
                Archive(
                    "rps.zip",
                    _MORONEY,
                    200_682_221,
                    "c2403444395842ad04c53612bad54b574443eae17a0723117a2ff87b9d72194f",
                ),
                Archive(
                    "rps-test-set.zip",
                    _MORONEY,
                    29_516_758,
                    "c27ab9fa43ce40b2e453de711365b477f4424586edf0388116674fd320f07503",
                ),
            ),
            counts={"rps": 0, "rps/paper": 840, "rps/rock": 840, "rps/scissors": 840},
            drawn_by="grader.datasets.rock_paper_scissors.sample",
        ),
    )
}


def info(name: str) -> SetInfo:
    """Look a data set up; raises UsageError that lists the names where there is none."""
    found = SETS.get(name)
    if found is None:
        raise UsageError(f"no data set is called '{name}'; there are: {', '.join(SETS)}")
    return found
