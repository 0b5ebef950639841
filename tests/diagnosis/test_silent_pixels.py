"""Pixels that are scaled never, twice or otherwise than in training are named."""

from __future__ import annotations

import pytest

from grader.diagnosis.silent import pixels
from tests.diagnosis.clues import LEARNT, Case, fed, fit, record, said_by


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
    case = Case("", record(fit(*LEARNT, training=fed(0, high), layers=layers, model=model)))
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
    assert "they end at 0.0039" in said


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
def test_validation_on_training_pictures_is_named(shared: float | None, *, speaks: bool) -> None:
    told = fit(*LEARNT, training=fed(0, 1), validation=fed(0, 1), shared=shared)
    assert bool(Case("", record(told)).found(pixels.validates_on_training_pictures)) is speaks
