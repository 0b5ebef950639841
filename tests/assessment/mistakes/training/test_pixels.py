"""Pixels that are scaled never, twice or otherwise than in training are named."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from grader.assessment.mistakes import training
from grader.assessment.mistakes.training import pixels
from grader.training.record import Feed
from tests.assessment.mistakes.cases import LEARNT, Case, fed, fit, record, said_by
from tests.assessment.mistakes.recorded import loader


def test_raw_pixels_are_named_with_the_name_that_the_file_has_for_them() -> None:
    text = "\n" * 10 + "model.fit(images, labels)\n"
    case = Case(text, record(fit(*LEARNT, line=1, training=fed(0, 255))))
    line, said = said_by(pixels.pixels_are_not_scaled, case)
    assert line == 1
    assert "from 0 to 255" in said
    assert "images = images / 255.0" in said


@pytest.mark.parametrize(
    ("high", "layers", "model"),
    [
        (1.0, (), "Sequential"),
        (2.4, (), "Sequential"),
        (255.0, ("Rescaling", "Dense"), "Sequential"),
        (255.0, ("TrueDivide", "Dense"), "Functional"),
        (255.0, ("Dense",), "MyOwnModel"),
    ],
)
def test_pixels_that_are_or_may_be_scaled_somewhere_are_not_named(
    high: float, layers: tuple[str, ...], model: str
) -> None:
    case = Case(
        "", record(fit(*LEARNT, training=fed(0, high), layers=layers, model=model)), saved=False
    )
    assert not case.found(pixels.pixels_are_not_scaled)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x = x / 255.0\nprint(x)\nx /= 255\n", 3),
        ("x = x / 255\nx, y = x / 255.0, y / 255.0\n", 2),
        ("x = x / 255\ny = y / 255\nx = x / 255\n", 10),
    ],
)
def test_a_second_division_is_named_at_its_line_or_at_the_fit(text: str, place: int) -> None:
    case = Case(text, record(fit(*LEARNT, training=fed(0, 1 / 255))))
    line, said = said_by(pixels.pixels_are_scaled_twice, case)
    assert line == place
    assert "the largest pixel is 0.0039" in said


def test_a_rescaling_layer_behind_scaled_pixels_is_named() -> None:
    text = "a = layers.Rescaling(1 / 255)\nb = layers.Rescaling(2.0, -1)\n"
    case = Case(text, record(fit(*LEARNT, training=fed(0, 1), rescaling=(1 / 255,))))
    assert said_by(pixels.pixels_are_scaled_twice, case)[0] == 1


@pytest.mark.parametrize(
    ("low", "high", "rescaling"),
    [
        (0, 255, (1 / 255,)),
        (0, 1, (2.0,)),
        (0, 1, (255.0, 1 / 127.5)),
        (0, 1, ()),
        (0, 0.06, ()),
        (-1, 1, ()),
    ],
)
def test_pixels_that_are_scaled_once_are_not_named(
    low: float, high: float, rescaling: tuple[float, ...]
) -> None:
    case = Case("", record(fit(*LEARNT, training=fed(low, high), rescaling=rescaling)))
    assert not case.found(pixels.pixels_are_scaled_twice)


@pytest.mark.parametrize(("first", "second", "speaks"), [
    (1.0, 255.0, True), (255.0, 1.0, True), (1.0, 1.0, False), (255.0, 240.0, False),
    (1.0, 1.5, False), (2.4, 3.0, False),
])  # fmt: skip
def test_validation_on_another_scale_is_named(first: float, second: float, *, speaks: bool) -> None:
    told = fit(*LEARNT, training=fed(0, first), validation=fed(0, second))
    assert bool(Case("", record(told)).found(pixels.validation_has_another_scale)) is speaks


@pytest.mark.parametrize(
    ("shared", "speaks"), [(1.0, True), (0.8, True), (0.02, False), (None, False)]
)
def test_validation_on_training_images_is_named(shared: float | None, *, speaks: bool) -> None:
    told = fit(*LEARNT, training=fed(0, 1), validation=fed(0, 1), shared=shared)
    assert bool(Case("", record(told)).found(pixels.validates_on_training_pictures)) is speaks


FLIPS = ("rotation_range", "horizontal_flip")
ONE = """
datagen = ImageDataGenerator(rescale=1/255, rotation_range=20, horizontal_flip=True,
                             validation_split=0.2)
train = datagen.flow_from_directory("data/rps", subset="training")
val = datagen.flow_from_directory("data/rps", subset="validation")
"""


def by_loaders(
    text: str,
    changes: tuple[str, ...] = FLIPS,
    *,
    problem: str = "problem4",
    subset: str = "validation",
    rescale: float | None = 1 / 255,
    **about: Any,
) -> Case:
    loaders = tuple(
        replace(loader("/box/work/data/rps"), id=number, line=number + 2, subset=part, **more)
        for number, part, more in (
            (1, "training" if subset else "", {"augmentation": FLIPS, "rescale": rescale}),
            (2, subset, {"augmentation": changes, "rescale": rescale}),
        )
    )
    validation = Feed(**{"kind": "DirectoryIterator", "loaders": (2,), **about})
    told = fit(*LEARNT, training=Feed("DirectoryIterator", loaders=(1,)), validation=validation)
    return Case(text, replace(record(told), loaders=loaders), problem)


def test_one_generator_for_both_parts_is_named_with_the_second_one_to_write() -> None:
    case = by_loaders(ONE)
    line, said = said_by(pixels.validation_is_varied, case)
    assert line == 4
    assert "(rotation_range, horizontal_flip)" in said
    assert "write plain = ImageDataGenerator(rescale=1/255, validation_split=0.2)" in said
    assert "first 0.2 of each class's sorted file names" in said
    (note,) = training.advice(case.evidence)
    assert note.startswith("line 4: the validation images are augmented too")


@pytest.mark.parametrize(
    ("case", "says"),
    [
        (by_loaders(ONE.replace("0.2", "0.25")), "validation_split=0.25)"),
        (by_loaders("", subset=""), "with plain.flow_from_directory(...)"),
        (by_loaders("", rescale=None), "ImageDataGenerator(validation_split=0.2)"),
        (by_loaders("", (), varies=True), "a function that draws random numbers"),
        (by_loaders("", (), kind="dataset", varies=True), "training = training.map(augment)"),
    ],
)
def test_varied_validation_is_named_however_it_came(case: Case, says: str) -> None:
    assert says in said_by(pixels.validation_is_varied, case)[1]


@pytest.mark.parametrize(
    "case",
    [
        by_loaders(ONE, ()),
        by_loaders(ONE, (), kind="dataset"),
        by_loaders(ONE, loaders=(1,)),  # Another rule speaks of validation on the training loader.
        by_loaders(ONE, problem="problem2"),  # A check asks for it.
        by_loaders(ONE, problem="problem3"),
        Case(ONE, record(fit(*LEARNT, layers=("RandomFlip", "Dense"))), "problem4"),
        Case(ONE, record(), "problem4"),
    ],
)
def test_validation_as_it_is_and_layers_that_vary_are_not_named(case: Case) -> None:
    assert not case.found(pixels.validation_is_varied)
    assert not training.advice(case.evidence)
