"""What HDF5 can hide in a file: links, cycles, bombs, types of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import h5py
import numpy as np
import pytest

from grader.model_file.inspection import examine
from tests.model_file import crafted_models as crafted
from tests.model_file.refusals import MEGABYTE, refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Spoil = Callable[[h5py.File], None]


def spoilt(tmp_path: Path, spoil: Spoil) -> Path:
    path = crafted.write(tmp_path / "m.h5")
    with h5py.File(path, "r+") as file:
        spoil(file)
    return path


def _soft(file: h5py.File) -> None:
    file["model_weights/more"] = h5py.SoftLink("/model_weights/dense")


def _external(file: h5py.File) -> None:
    file["model_weights/more"] = h5py.ExternalLink("/etc/passwd", "/")


def _cycle(file: h5py.File) -> None:
    file["model_weights/dense/again"] = file["model_weights"]


def _second_name(file: h5py.File) -> None:
    file["model_weights/more"] = file[f"{crafted.WEIGHTS}/kernel"]


def _deep(file: h5py.File) -> None:
    file.create_group("/".join(["model_weights", *"abcdefghij"]))


def _outside(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", (4,), "u1", external=[("/etc/passwd", 0, 4)])


def _virtual(file: h5py.File) -> None:
    layout = h5py.VirtualLayout((4,), "u1")
    layout[:] = h5py.VirtualSource("/etc/passwd", "x", (4,))
    file.create_virtual_dataset("model_weights/x", layout)


def _never_written(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", (3_000_000,), "f4", chunks=(1000,))


def _packed_bomb(file: h5py.File) -> None:
    file.create_dataset(
        "model_weights/x", data=np.zeros((3000, 3000), "f4"), compression="gzip", chunks=(3000, 100)
    )


def _beyond_the_limit(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", (1 << 45,), "u1", chunks=(1 << 20,))


def _texts(file: h5py.File) -> None:
    file["model_weights/x"] = ["text", "text"]


def _records(file: h5py.File) -> None:
    file["model_weights/x"] = np.zeros(3, [("a", "f4"), ("b", "i4")])


def _references(file: h5py.File) -> None:
    file["model_weights"].attrs["x"] = file.ref


def _named_type(file: h5py.File) -> None:
    file["model_weights/x"] = np.dtype("f8")


def _unknown_filter(file: h5py.File) -> None:
    file.create_dataset("model_weights/x", data=np.arange(100), compression="lzf")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_soft, "is a link"),
        (_external, "is a link"),
        (_cycle, "second name"),
        (_second_name, "second name"),
        (_deep, "groups deep"),
        (_outside, "in another file"),
        (_virtual, "in another file"),
        (_never_written, "declares 12,000,000 bytes"),
        (_packed_bomb, "declares 36,000,000 bytes"),
        (_beyond_the_limit, "declares"),
        (_texts, "plain numbers"),
        (_records, "plain numbers"),
        (_references, "no text or number"),
        (_named_type, "neither a group nor a data set"),
        (_unknown_filter, "filter"),
    ],
)
def test_hidden_in_hdf5(tmp_path: Path, spoil: Spoil, words: str) -> None:
    assert words in refusal(spoilt(tmp_path, spoil))


def test_3_gb_in_a_file_of_some_kilobytes(tmp_path: Path) -> None:
    path = tmp_path / "m.h5"
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(crafted.plain())
        file.create_dataset("model_weights/kernel", (750_000_000,), "f4", chunks=(1_000_000,))
    assert path.stat().st_size < 16_000
    assert "declares 3,000,000,000 bytes" in refusal(path)


def test_weights_packed_with_gzip_are_taken(tmp_path: Path) -> None:
    def pack(file: h5py.File) -> None:
        kernel = file[f"{crafted.WEIGHTS}/kernel"][:]
        del file[f"{crafted.WEIGHTS}/kernel"]
        file.create_dataset(f"{crafted.WEIGHTS}/kernel", data=kernel, compression="gzip")

    assert examine(spoilt(tmp_path, pack), MEGABYTE).parameters == 7850
