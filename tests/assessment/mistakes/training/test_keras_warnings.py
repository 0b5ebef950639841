"""What Keras only warns of: watching a name that is not there, and steps without data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assessment.mistakes.training.keras_warnings import (
    monitor_is_never_in_logs,
    steps_run_out_of_data,
)
from grader.training.record import CallbackUsed, Feed
from tests.assessment.mistakes.recorded import evidence, fit, loader


def watching(name: str, monitor: str, **settings: str | float) -> CallbackUsed:
    told: dict[str, str | float] = {"monitor": monitor, **settings}
    return CallbackUsed(name, own=False, is_class=False, is_callback=True, settings=told)


def test_a_monitor_that_no_epoch_had_is_found_where_it_was_written() -> None:
    used = watching("ModelCheckpoint", "val_acc", save_best_only=True)
    code = "a = 1\nkeep = ModelCheckpoint('a.keras', monitor='val_acc', mode='max')\nm.fit(x)"
    told = replace(fit(logs="accuracy loss val_accuracy", passed=(used,)), finished=True)
    (found,) = monitor_is_never_in_logs(evidence(code, told))
    assert found.line == 2
    assert found.actual == "it monitors val_acc; the logs hold accuracy, loss, val_accuracy"
    assert found.fix == "write monitor='val_accuracy'"


def test_a_validation_figure_is_watched_and_nothing_is_validated_on() -> None:
    told = replace(fit(passed=(watching("EarlyStopping", "val_loss"),)), finished=True)
    (found,) = monitor_is_never_in_logs(evidence("m.fit(x)", told))
    assert found.fix == "pass fit validation_data=..."


@pytest.mark.parametrize(
    "used",
    [
        watching("EarlyStopping", "loss"),
        watching("ModelCheckpoint", "val_loss", save_best_only=False),
        replace(watching("EarlyStopping", "val_loss"), own=True),
        watching("Other", "val_loss"),
    ],
)
def test_a_monitor_that_does_no_harm(used: CallbackUsed) -> None:
    told = replace(fit(passed=(used,)), finished=True)
    assert not list(monitor_is_never_in_logs(evidence("m.fit(x)", told)))


def steps(code: str, kind: str = "DirectoryIterator") -> list[str]:
    feed = Feed(kind, loaders=(1,), shape=(100, 100, 3))
    told = replace(fit(training=feed), line=1)
    folder = replace(loader("/box/inside/data/x", 100), batch=32)
    return [
        found.actual for found in steps_run_out_of_data(evidence(code, told, loaders=(folder,)))
    ]


def test_more_steps_than_the_images_make_batches() -> None:
    seen = ["steps_per_epoch=5: the input ran out of data in each epoch"]
    assert steps("m.fit(x, steps_per_epoch=5)") == seen
    assert steps("m.fit(x, steps_per_epoch=5)", "dataset") == seen


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("m.fit(x, steps_per_epoch=4)", "DirectoryIterator"),
        ("m.fit(x)", "DirectoryIterator"),
        ("m.fit(x, steps_per_epoch=n // 32)", "DirectoryIterator"),
        ("m.fit(x.repeat(), steps_per_epoch=5)", "dataset"),
        ("m.fit(x.unbatch().batch(8), steps_per_epoch=9)", "dataset"),
    ],
)
def test_steps_that_are_right_or_not_known(code: str, kind: str) -> None:
    assert not steps(code, kind)


def test_steps_are_known_from_the_training_itself() -> None:
    feed = Feed("DirectoryIterator", loaders=(1,), shape=(100, 100, 3))
    folder = replace(loader("/box/inside/data/x", 100), batch=32)
    seen = []
    for count in (100, 4, None):
        told = replace(fit(training=feed), line=1, steps=count)
        case = evidence("m.fit(x, steps_per_epoch=len(files))", told, loaders=(folder,))
        seen += [found.actual for found in steps_run_out_of_data(case)]
    assert seen == ["steps_per_epoch=100: the input ran out of data in each epoch"]
