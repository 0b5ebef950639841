"""How many images fit is given at once: as the loader says, or as a pipeline makes of it."""

from __future__ import annotations

import pytest

from grader.assessment.checks.outcomes import CheckFailed
from grader.assessment.facts.loaders import require_batch
from grader.training.record import Feed, Loader

# What the loader gives, and what a pipeline after it gives to fit (None: not known).
RIGHT = {
    "as the loader gives": (10, 10),
    "only the loader tells": (10, None),
    "single images, batched": (None, 10),
    "batched anew": (32, 10),
    "nobody tells": (None, None),
}
WRONG = {
    "by the loader": (32, 32, "the loader at line 20 gives batches of 32"),
    "only the loader tells": (32, None, "the loader at line 20 gives batches of 32"),
    "single images, batched": (None, 32, "fit gets batches of 32"),
    "batched anew": (10, 32, "fit gets batches of 32"),
}


def loader(batch: int | None) -> Loader:
    return Loader(
        id=1,
        kind="image_dataset_from_directory",
        line=20,
        directory="/box/inside/pictures",
        classes={"cats": 0, "dogs": 1},
        count=100,
        size=(150, 150),
        class_mode="binary",
        subset="",
        rescale=None,
        augmentation=(),
        batch=batch,
    )


@pytest.mark.parametrize("name", RIGHT)
def test_batches_of_the_size_asked_for_pass(name: str) -> None:
    made, fed = RIGHT[name]
    require_batch(Feed("dataset", (1,), batch=fed), loader(made), 10)


@pytest.mark.parametrize("name", WRONG)
def test_batches_of_another_size_fail_with_what_fit_is_given(name: str) -> None:
    made, fed, seen = WRONG[name]
    with pytest.raises(CheckFailed) as raised:
        require_batch(Feed("dataset", (1,), batch=fed), loader(made), 10)
    assert raised.value.actual == seen


def test_what_another_loader_feeds_says_nothing_of_this_one() -> None:
    require_batch(Feed("dataset", (2,), batch=32), loader(10), 10)
