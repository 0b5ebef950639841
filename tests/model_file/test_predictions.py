from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.model_file.predictor import UnreadablePredictions, accuracy, read

if TYPE_CHECKING:
    from pathlib import Path


def saved(path: Path, array: object) -> Path:
    with path.open("wb") as file:
        np.save(file, np.asarray(array))
    return path


@pytest.mark.parametrize("dtype", ["<f4", "<f8"])
def test_table_is_read_as_it_was_written(tmp_path: Path, dtype: str) -> None:
    table = np.array([[0.1, 0.9], [np.nan, np.inf], [0.5, 0.5]], dtype)
    found = read(saved(tmp_path / "p.npy", table), rows=3)
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, table)


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((2, 4), "f4"),
        np.zeros((3,), "f4"),
        np.zeros((3, 2, 2), "f4"),
        np.zeros((3, 0), "f4"),
        np.zeros((3, 11), "f4"),
        np.zeros((3, 4), ">f4"),
        np.zeros((3, 4), "i4"),
        np.zeros((3, 4), "f2"),
        np.zeros((3, 4), "U4"),
        np.zeros((3, 4), "f4", order="F"),
        np.array([[{}] * 4] * 3, object),
        np.zeros((3, 4), [("a", "f4")]),
    ],
    ids=str,
)
def test_any_other_array_is_refused(tmp_path: Path, array: np.ndarray) -> None:
    with pytest.raises(UnreadablePredictions):
        read(saved(tmp_path / "p.npy", array), rows=3, max_columns=10)


@pytest.mark.parametrize("change", [-1, +1, -100])
def test_size_must_be_what_the_header_says(tmp_path: Path, change: int) -> None:
    path = saved(tmp_path / "p.npy", np.zeros((100, 4), "f4"))
    os.truncate(path, path.stat().st_size + change)
    with pytest.raises(UnreadablePredictions):
        read(path, rows=100)


def test_header_is_not_evaluated(tmp_path: Path) -> None:
    text = b"{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2+2), }\n"
    path = tmp_path / "p.npy"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text + bytes(48))
    with pytest.raises(UnreadablePredictions, match="not a table"):
        read(path, rows=3)


def test_declared_gigabytes_are_not_allocated(tmp_path: Path) -> None:
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (900000000, 10000), }\n"
    path = tmp_path / "p.npy"
    path.write_bytes(b"\x93NUMPY\x01\x00" + len(text).to_bytes(2, "little") + text)
    with pytest.raises(UnreadablePredictions, match="not 72000000000000 of data"):
        read(path, rows=900_000_000)


def test_links_pipes_and_folders_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link.npy").symlink_to(saved(tmp_path / "p.npy", np.zeros((3, 4), "f4")))
    os.mkfifo(tmp_path / "pipe.npy")
    for name in ("link.npy", "pipe.npy", ".", "missing.npy"):
        with pytest.raises(UnreadablePredictions):
            read(tmp_path / name, rows=3)


def test_one_column_is_compared_with_the_threshold() -> None:
    column = np.array([[0.2], [0.7], [0.5], [0.6]])
    assert accuracy(column, [0, 1, 0, 0]) == 0.75


def test_logits_of_one_column_take_their_own_threshold() -> None:
    column = np.array([[-2.0], [0.3], [4.0], [-0.1]])
    assert accuracy(column, [0, 1, 1, 0], threshold=0.0) == 1.0


def test_of_several_columns_the_largest_counts() -> None:
    table = np.array([[0.1, 0.8, 0.1], [0.4, 0.3, 0.3], [0.0, 0.0, 1.0], [1 / 3, 1 / 3, 1 / 3]])
    assert accuracy(table, [1, 0, 0, 0]) == 0.75


def test_rows_with_nan_are_wrong() -> None:
    assert accuracy(np.array([[np.nan], [0.1]]), [0, 0]) == 0.5
    assert accuracy(np.array([[np.nan, 0.0], [1.0, 0.0]]), [0, 0]) == 0.5


def test_as_many_labels_as_rows() -> None:
    with pytest.raises(ValueError, match="predictions for"):
        accuracy(np.zeros((3, 2)), [0, 1])
