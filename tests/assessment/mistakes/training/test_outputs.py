"""A last layer and a loss that do not fit each other are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assessment.mistakes.training import outputs
from tests.assessment.mistakes.cases import LEARNT, Case, fed, fit, record, said_by


def ends(units: int, activation: str, loss: str, **about: object) -> Case:
    text = f"a = Dense(64, 'relu')\nb = Dense({units}, activation='{activation}')\n"
    return Case(text, record(fit(*LEARNT, units=units, activation=activation, loss=loss, **about)))


def test_a_softmax_over_one_unit_is_named_at_its_layer() -> None:
    assert said_by(outputs.softmax_over_one_unit, ends(1, "softmax", "bce"))[0] == 2
    assert not ends(2, "softmax", "bce").found(outputs.softmax_over_one_unit)
    assert not ends(1, "sigmoid", "bce").found(outputs.softmax_over_one_unit)


@pytest.mark.parametrize(
    ("units", "loss", "wanted"),
    [(1, "binary_crossentropy", "sigmoid"), (10, "SparseCategoricalCrossentropy", "softmax")],
)
def test_numbers_that_a_loss_takes_for_probabilities_are_named(
    units: int, loss: str, wanted: str
) -> None:
    line, said = said_by(outputs.no_probabilities, ends(units, "linear", loss))
    assert line == 2
    assert "the loss went from 0.9 to 0.5" in said
    assert f"Dense({units}, activation='{wanted}')" in said


@pytest.mark.parametrize(
    "case",
    [
        ends(1, "linear", "binary_crossentropy", from_logits=True),
        ends(1, "sigmoid", "binary_crossentropy"),
        ends(1, "linear", "mse"),
        ends(1, "", "binary_crossentropy"),
    ],
)
def test_outputs_that_suit_their_loss_are_not_named(case: Case) -> None:
    assert not case.found(outputs.no_probabilities)


def test_from_logits_after_an_activation_is_named_at_compile() -> None:
    sparse = "sparse_categorical_crossentropy"
    case = ends(10, "softmax_v2", sparse, from_logits=True)
    line, said = said_by(outputs.logits_after_an_activation, case)
    assert line == 9
    assert "applies the softmax a second time" in said
    for other in (ends(10, "linear", sparse, from_logits=True), ends(10, "softmax", sparse)):
        assert not other.found(outputs.logits_after_an_activation)


@pytest.mark.parametrize(
    ("units", "loss", "labels", "fitting"),
    [
        (1, "categorical_crossentropy", (1,), "binary_crossentropy"),
        (10, "mse", (10,), "categorical_crossentropy"),
        (10, "mean_squared_error", (), "sparse_categorical_crossentropy"),
        (3, "binary_crossentropy", (3,), "categorical_crossentropy"),
    ],
)
def test_a_loss_for_other_outputs_is_named_with_one_that_fits(
    units: int, loss: str, labels: tuple[int, ...], fitting: str
) -> None:
    case = ends(units, "softmax", loss, training=fed(0, 1, labels=labels))
    assert f"loss='{fitting}'" in said_by(outputs.loss_does_not_fit, case)[1]


@pytest.mark.parametrize(
    ("units", "loss", "labels", "weak"),
    [
        (1, "binary_crossentropy", (), True),
        (2, "binary_crossentropy", (2,), True),
        (10, "sparse_categorical_crossentropy", (), True),
        (10, "binary_crossentropy", (10,), False),
        (10, "mse", None, True),
        (10, "my_own", (10,), True),
    ],
)
def test_a_loss_that_suits_or_teaches_is_not_named(
    units: int, loss: str, labels: tuple[int, ...] | None, *, weak: bool
) -> None:
    case = ends(units, "softmax", loss, training=fed(0, 1, labels=labels))
    assert not replace(case, weak=weak).found(outputs.loss_does_not_fit)


@pytest.mark.parametrize(
    ("layers", "shape", "speaks"),
    [
        (("Dense", "Dense", "Flatten"), (28, 28), True),
        (("Conv2D", "Dense", "Flatten"), (28, 28, 1), True),
        (("Flatten", "Dense", "Flatten"), (28, 28), False),
        (("GlobalAveragePooling2D", "Dense", "Flatten"), (28, 28, 1), False),
        (("Dense", "Flatten"), (784,), False),
        (("Conv2D", "Flatten", "Dense"), (28, 28, 1), False),
        (("Conv2D", "Flatten"), (28, 28, 1), False),
    ],
)
def test_a_flatten_behind_all_dense_layers_is_named(
    layers: tuple[str, ...], shape: tuple[int, ...], *, speaks: bool
) -> None:
    text = "a = Dense(10)\nb = Flatten()\n"
    told = fit(*LEARNT, layers=layers, training=fed(0, 1, shape=shape))
    case = Case(text, record(told))
    assert [each.line for each in case.found(outputs.flatten_comes_last)] == [2] * speaks
    assert not replace(case, weak=False).found(outputs.flatten_comes_last)


@pytest.mark.parametrize(
    ("activation", "classes", "advice"),
    [
        ("sigmoid", 2, "write loss='binary_crossentropy'"),
        (
            "relu",
            2,
            "write loss='binary_crossentropy' and activation='sigmoid' in the last layer",
        ),
        ("sigmoid", 3, "end with layers.Dense(3, activation='softmax'): there are 3 classes"),
    ],
)
def test_the_end_of_a_model_with_one_output_suits_its_classes(
    activation: str, classes: int, advice: str
) -> None:
    case = ends(1, activation, "categorical_crossentropy", training=fed(0, 1, classes=classes))
    assert [each.fix for each in case.found(outputs.loss_does_not_fit)] == [advice]
