"""Errors of compile and fit: classes instead of instances, and data that comes in pairs."""

from __future__ import annotations

import pytest

from tests.assessment.mistakes.recorded import diagnose, fit

SPARSE = "SparseCategoricalCrossentropy"


@pytest.mark.parametrize(
    ("code", "kind", "message", "name"),
    [
        (
            "model.compile(optimizer=tf.keras.optimizers.Adam, loss='mse')  #<",
            "ValueError",
            "Could not interpret optimizer identifier: <class 'keras.src.optimizers.adam.Adam'>",
            "Adam",
        ),
        (
            f"model.compile('adam', losses.{SPARSE})\nmodel.save('mymodel.h5')  #<",
            "TypeError",
            f"{SPARSE}.get_config() missing 1 required positional argument: 'self'",
            SPARSE,
        ),
        (
            "model.compile('adam', 'mse', metrics=[AUC])  #<",
            "ValueError",
            "Could not interpret metric identifier: <class 'keras.src.metrics.confusion.AUC'>",
            "AUC",
        ),
        (
            "model = Sequential([layers.Dropout])  #<",
            "ValueError",
            "Received: <class 'keras.src.layers.regularization.Dropout'> (of type <class 'type'>)",
            "Dropout",
        ),
    ],
)
def test_a_class_in_place_of_an_object(code: str, kind: str, message: str, name: str) -> None:
    rule, words = diagnose(code, kind, message)
    assert rule == "class_in_place_of_object"
    assert words == f"{name} is a class, not an instance: add parentheses, {name}(...) in line 1"


@pytest.mark.parametrize("line", ["model.compile(Adam(), 'mse')", "model.compile(mine, 'mse')"])
def test_a_class_that_nobody_passes_is_not_named(line: str) -> None:
    message = "Could not interpret optimizer identifier: <class 'keras.Adam'>"
    assert diagnose(f"{line}  #<", "ValueError", message) == ("", "")


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        (
            "x, y, a, b = fashion_mnist.load_data()  #<",
            "ValueError",
            "not enough values to unpack (expected 4, got 2)",
        ),
        (
            "train, test = fashion_mnist.load_data()\ntrain = train / 255.0  #<",
            "TypeError",
            "unsupported operand type(s) for /: 'tuple' and 'float'",
        ),
        (
            "data = fashion_mnist.load_data()\ndata /= 255.0  #<",
            "TypeError",
            "unsupported operand type(s) for /=: 'tuple' and 'float'",
        ),
    ],
)
def test_data_comes_in_pairs(code: str, kind: str, message: str) -> None:
    rule, words = diagnose(code, kind, message)
    assert rule == "data_comes_in_pairs"
    assert "(x_train, y_train), (x_test, y_test) = ... in line 1" in words


@pytest.mark.parametrize(
    "code", ["(x, y), (a, b) = load_data()\nz = pair / 255  #<", "a, b, c = mine()  #<"]
)
def test_pairs_of_another_kind_are_not_spoken_of(code: str) -> None:
    for kind, message in (
        ("TypeError", "unsupported operand type(s) for /: 'tuple' and 'int'"),
        ("ValueError", "not enough values to unpack (expected 3, got 2)"),
    ):
        assert diagnose(code, kind, message) == ("", "")


def test_layers_without_a_list() -> None:
    code = "model = Sequential(  #<\n    Flatten(), Dense(9), Dense(10))"
    rule, words = diagnose(code, "ValueError", "Argument `name` must be a string")
    assert (rule, "a list of layers" in words) == ("layers_are_no_list", True)
    listed = "model = Sequential([Flatten(), Dense(9)], name=Dense(10))  #<"
    assert diagnose(listed, "ValueError", "Argument `name` must be a string") == ("", "")


def test_an_evaluation_without_metrics() -> None:
    message = "cannot unpack non-iterable float object"
    rule, words = diagnose("loss, acc = model.evaluate(x, y)  #<", "TypeError", message)
    assert (rule, "metrics=['accuracy']" in words) == ("evaluate_gives_the_loss_alone", True)
    assert diagnose("a, b = mine(x)  #<", "TypeError", message) == ("", "")


def test_an_argument_outside_of_its_layer() -> None:
    message = "Sequential.add() got an unexpected keyword argument 'activation'"
    rule, words = diagnose("model.add(Dense(10), activation='relu')  #<", "TypeError", message)
    assert rule == "argument_is_outside_of_its_layer"
    assert words.endswith("belongs to the layer: write Dense(10, activation='relu')")
    assert diagnose("model.add(layer, activation='relu')  #<", "TypeError", message) == ("", "")


def test_a_compile_without_parentheses_is_shown_at_its_line() -> None:
    message = "You must call `compile()` before using the model."
    words = diagnose("model.compile\nmodel.fit(x)  #<", "ValueError", message)[1]
    assert words == "compile without parentheses is not called: write compile(...) in line 1"
    assert "model.compile(optimizer" in diagnose("m.fit(x)  #<", "ValueError", message)[1]


def test_a_key_that_is_asked_as_an_attribute_of_a_history() -> None:
    message = "'History' object has no attribute 'accuracy'"
    words = diagnose("print(done.accuracy)  #<", "AttributeError", message, fit())[1]
    assert words.endswith("write .history['accuracy']")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("m.compile('adam', callbacks=[stop])  #<", "model.fit(..., callbacks=[stop])"),
        ("m.compile('adam', strange=1)  #<", ""),
    ],
)
def test_an_argument_of_fit_that_compile_got(code: str, words: str) -> None:
    name = code.split(", ")[1].split("=", maxsplit=1)[0]
    message = f"Trainer.compile() got an unexpected keyword argument '{name}'"
    assert diagnose(code, "TypeError", message)[1].endswith(words)


@pytest.mark.parametrize(("rate", "words"), [("50", "Dropout(0.5)"), ("-1", ""), ("500", "")])
def test_a_rate_in_per_cent(rate: str, words: str) -> None:
    message = (
        "Invalid value received for argument `rate`. Expected a float value between 0 and 1. "
        f"Received: rate={rate}"
    )
    assert diagnose(f"d = Dropout({rate})  #<", "ValueError", message)[1].endswith(words)


LOADED = "(x, y), (xt, yt) = load_data()\n"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (f"{LOADED}m.fit(x, yt)  #<", "write x, y"),
        (f"{LOADED}m.fit(x / 255, yt)  #<", "write x / 255, y"),
        (f"{LOADED}m.fit(x[:3], y)  #<", "60000 images and 10000 labels: slice both"),
        ("(x, xt), (y, yt) = load_data()\nm.fit(x, y)  #<", "in line 1"),
        (f"{LOADED}m.fit(x, y)  #<", ""),
        ("data = load_data()\nm.fit(data[0], data[1])  #<", "returns two pairs"),
        ("data = load_data()\n(x, y), (xt, yt) = data\nm.fit(x, yt)  #<", ""),
    ],
)
def test_images_and_labels_of_different_number(code: str, words: str) -> None:
    message = "Data cardinality is ambiguous. 'x' sizes: 60000\n'y' sizes: 10000\n"
    said = diagnose(code, "ValueError", message)[1]
    assert words in said if words else not said
