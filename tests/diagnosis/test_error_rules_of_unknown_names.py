"""A name that Python does not know: what was meant by it."""

from __future__ import annotations

import pytest

from tests.diagnosis.recorded import diagnose


def told(code: str, name: str) -> tuple[str, str]:
    return diagnose(code, "NameError", f"name '{name}' is not defined")


@pytest.mark.parametrize(
    ("code", "name", "line"),
    [
        ("x = np.zeros(3)  #<", "np", "import numpy as np"),
        ("os.listdir('.')  #<", "os", "import os"),
        ("model = Sequential([])  #<", "Sequential", "from tensorflow.keras import Sequential"),
        ("a = Dense(3)  #<", "Dense", "from tensorflow.keras.layers import Dense"),
        ("a = layers.Dense(3)  #<", "layers", "from tensorflow.keras import layers"),
        ("class A(Callback):  #<\n    pass", "Callback",
         "from tensorflow.keras.callbacks import Callback"),
        ("y = to_categorical(y)  #<", "to_categorical",
         "from tensorflow.keras.utils import to_categorical"),
        ("image.load_img(f)  #<", "image", "from tensorflow.keras.preprocessing import image"),
    ],
)  # fmt: skip
def test_a_missing_import_is_named(code: str, name: str, line: str) -> None:
    assert told(code, name) == (
        "import_is_missing",
        f"nothing imports it: write `{line}` at the top",
    )


def test_a_name_that_keras_offers_and_that_means_something_else_is_left_alone() -> None:
    assert told("image.resize(3)  #<", "image") == ("", "")
    assert told("y = concatenate(x)  #<", "concatenate") == ("", "")


def test_an_import_further_down_is_no_missing_one() -> None:
    rule, words = told("os.listdir('.')  #<\nimport os", "os")
    assert rule == "name_is_given_further_down"
    assert words == "line 2 gives os its value: that has to come first"


def test_a_cell_that_reads_what_a_later_one_makes_is_named() -> None:
    _, words = told("model.fit(x)  #<\nx = 1\nmodel = build()", "model")
    assert words == "line 3 gives model its value: that has to come first"


def test_a_name_of_a_comprehension_is_given_to_nobody_else() -> None:
    assert told("print(f)  #<\nnames = [f for f in files]", "f") == ("", "")


MODEL = """
def solution_model({takes}):
    model = build()
    {returns}

solution_model()
model.save('mymodel.h5')  #<
"""


@pytest.mark.parametrize(
    ("takes", "returns", "words"),
    [
        ("", "return model", "write model = solution_model()"),
        ("size", "return model", "write model = solution_model(...)"),
        ("", "pass", "end it with `return model`, and write model = solution_model()"),
    ],
)
def test_a_name_of_a_function_is_not_known_outside(takes: str, returns: str, words: str) -> None:
    assert told(MODEL.format(takes=takes, returns=returns), "model") == (
        "name_is_known_in_a_function_alone",
        f"model is known inside solution_model() alone: {words}",
    )


def test_a_function_that_returns_something_else_is_not_spoken_of() -> None:
    assert told(MODEL.format(takes="", returns="return model, history"), "model") == ("", "")


def test_two_functions_that_know_the_name_are_not_spoken_of() -> None:
    code = "def a():\n    x = 1\ndef b():\n    x = 2\nprint(x)  #<"
    assert told(code, "x") == ("", "")


@pytest.mark.parametrize(
    ("code", "name", "meant"),
    [
        ("train_dir = 'a'\nprint(train_dri)  #<", "train_dri", "train_dir"),
        ("model = 1\nmodle.fit()  #<", "modle", "model"),
        ("f(shuffle=true)  #<", "true", "True"),
        ("def f(source):\n    return suorce  #<", "suorce", "source"),
    ],
)
def test_a_misspelt_name_is_named(code: str, name: str, meant: str) -> None:
    assert told(code, name) == (
        "name_is_misspelt_here",
        f"nothing is called so: write {meant}",
    )


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("x_train1 = 1\nprint(x_train2)  #<", "x_train2"),
        ("test_images = 1\nprint(test_labels)  #<", "test_labels"),
        ("def f(source):\n    pass\nprint(suorce)  #<", "suorce"),
    ],
)
def test_another_name_is_no_misspelt_one(code: str, name: str) -> None:
    assert told(code, name) == ("", "")


STOP = """
class Stop({base}):
    def on_epoch_end(self, epoch, logs=None):
        model.stop_training = True  #<
"""


def test_the_model_of_a_callback_is_its_own() -> None:
    assert told(STOP.format(base="tf.keras.callbacks.Callback"), "model") == (
        "model_of_a_callback",
        "a callback knows the model as self.model: self.model.stop_training = True",
    )


def test_the_model_of_another_class_is_not_spoken_of() -> None:
    assert told(STOP.format(base="object"), "model") == ("", "")


@pytest.mark.parametrize(
    ("code", "name", "right"),
    [
        ("a.Dense(3, activation=relu)  #<", "relu", "activation='relu'"),
        ("m.compile(loss='mse', metrics=[accuracy])  #<", "accuracy", "metrics=['accuracy']"),
    ],
)
def test_a_word_without_quotes_is_named(code: str, name: str, right: str) -> None:
    assert told(code, name) == (
        "quotes_are_missing",
        f"it is a word, so it stands in quotes: {right}",
    )


def test_a_variable_that_is_given_later_needs_no_quotes() -> None:
    rule, _ = told("m.compile(loss=chosen)  #<\nchosen = 'mse'", "chosen")
    assert rule == "name_is_given_further_down"


NO_INTEGER = "'str' object cannot be interpreted as an integer"


@pytest.mark.parametrize(
    ("code", "message", "right"),
    [
        ("model.fit(x, y, epochs='20')  #<", NO_INTEGER, "epochs=20"),
        ("N = '20'\nmodel.fit(x, y, epochs=N)  #<", NO_INTEGER, "epochs=20"),
        ("a.Dense('10')  #<",
         "Received an invalid value for `units`, expected a positive integer. Received: units=10",
         "10"),
        ("g.Adam('0.001')  #<",
         "Argument `learning_rate` should be float, or an instance of", "0.001"),
    ],
)  # fmt: skip
def test_a_number_in_quotes_is_named(code: str, message: str, right: str) -> None:
    kind = "TypeError" if message == NO_INTEGER else "ValueError"
    assert diagnose(code, kind, message) == (
        "number_in_quotes",
        f"in quotes it is text and no number: write {right}",
    )


def test_a_text_that_holds_no_number_is_not_spoken_of() -> None:
    assert diagnose("model.fit(x, y, epochs='many')  #<", "TypeError", NO_INTEGER) == ("", "")
