"""A function of the stub that is still empty: named only where an error comes of that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from msgspec import structs

from grader.assessment.mistakes import faults
from grader.problem_format import Split
from grader.training.record import Frame, Raised
from tests.assessment.mistakes.recorded import PROBLEM, evidence, fit, loader

if TYPE_CHECKING:
    from grader.training.record import Fit, Loader

STUB = "def split_data(a, b, c, d):\n    pass\n"
SPLIT = Split(
    size=0.9,
    images_each=10,
    folder="cats-v-dogs",
    training_folder="train",
    testing_folder="test",
)
TASK = structs.replace(PROBLEM, split=SPLIT)
MINE, KERAS = Frame("mine.py", 3, "f", own=True), Frame("keras.py", 9, "save", own=False)


@pytest.mark.parametrize(
    ("kind", "frames", "loaders", "fits", "kind_of_fault"),
    [
        ("NotImplementedError", (MINE,), (), (), "NotAttempted"),
        ("NotImplementedError", (MINE, KERAS), (), (), "NotImplementedError"),
        ("ValueError", (MINE, KERAS), (loader("a", 0),), (), "NotAttempted"),
        ("ValueError", (MINE, KERAS), (loader("a", 0),), (fit(logs=""),), "NotAttempted"),
        ("ValueError", (MINE, KERAS), (loader("a", 0),), (fit(),), "ValueError"),
        ("ValueError", (MINE, KERAS), (loader("a", 5),), (), "ValueError"),
    ],
)
def test_an_empty_function_is_named_where_the_error_comes_of_it(
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    frames: tuple[Frame, ...],
    loaders: tuple[Loader, ...],
    fits: tuple[Fit, ...],
    kind_of_fault: str,
) -> None:
    monkeypatch.setattr(type(TASK), "stub", STUB)
    seen = evidence(f"{STUB}train()\n", *fits, loaders=loaders, problem=TASK)
    record = replace(seen.training.record, raised=Raised(kind, (kind,), "", frames))
    seen = replace(seen, training_if_any=replace(seen.training, record=record))
    fault = faults.of_training(seen)
    assert fault is not None
    assert fault.type == kind_of_fault
