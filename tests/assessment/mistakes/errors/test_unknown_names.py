"""A name that Python does not know: what was meant by it."""

from __future__ import annotations

import pytest

from grader.assessment.mistakes.errors import name_error
from grader.training.record import Frame, Raised
from tests.assessment.mistakes.recorded import diagnose, evidence


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
        f"{name} is not imported: write `{line}` at the top",
    )


def test_a_name_that_keras_offers_and_that_means_something_else_is_left_alone() -> None:
    assert told("image.resize(3)  #<", "image") == ("", "")
    assert told("y = concatenate(x)  #<", "concatenate") == ("", "")


def test_an_import_further_down_is_no_missing_one() -> None:
    rule, words = told("os.listdir('.')  #<\nimport os", "os")
    assert rule == "name_is_given_further_down"
    assert words == "line 2 defines os: move that before its first use"


def test_a_cell_that_reads_what_a_later_one_makes_is_named() -> None:
    _, words = told("model.fit(x)  #<\nx = 1\nmodel = build()", "model")
    assert words == "line 3 defines model: move that before its first use"


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
        f"model exists only inside solution_model(): {words}",
    )


def test_a_function_that_returns_something_else_is_not_spoken_of() -> None:
    assert told(MODEL.format(takes="", returns="return model, history"), "model") == ("", "")


def test_a_function_that_keras_calls_or_that_returns_nothing_is_not_spoken_of() -> None:
    method = (
        "class Stop(Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        acc = 1\n"
    )
    assert told(f"{method}print(acc)  #<", "acc") == ("", "")
    inner = "def build():\n    def layer():\n        size = 1\nprint(size)  #<"
    assert told(inner, "size") == ("", "")
    split = "def split_data(source, size):\n    files = 1\ndef other():\n    print(files)  #<"
    assert told(split, "files") == ("", "")
    declared = "def main():\n    global model\n    model = 1\nmodel.save('a.h5')  #<"
    assert told(declared, "model") == ("", "")


TWO_METHODS = """
class Stop(Callback):
    def __init__(self):
        target = 0.9

{end}    def on_epoch_end(self, epoch, logs=None):
        if logs['accuracy'] > target:  #<
            self.model.stop_training = True
"""


def test_a_name_of_another_method_is_kept_on_the_object() -> None:
    assert told(TWO_METHODS.format(end=""), "target") == (
        "name_is_known_in_a_function_alone",
        "target exists only inside __init__(): write self.target in both",
    )
    assert told(TWO_METHODS.format(end="class Other(Callback):\n"), "target") == ("", "")


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
        ("from keras import Sequential\nSequantial([])  #<", "Sequantial", "Sequential"),
        ("TRAIN_DIR = 'a'\nprint(train_dir)  #<", "train_dir", "TRAIN_DIR"),
        ("train_labels = 1\nfit(train_label)  #<", "train_label", "train_labels"),
        ("pirnt(3)  #<", "pirnt", "print"),
        ("optimzer = 1\nm.compile(optimizer=optimizer)  #<", "optimizer", "optimzer"),
    ],
)
def test_a_misspelt_name_is_named(code: str, name: str, meant: str) -> None:
    assert told(code, name) == (
        "name_is_misspelt_here",
        f"{name} is not defined: write {meant}",
    )


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("x_train1", "x_train2"),
        ("x_train", "y_train"),
        ("test_images", "test_labels"),
        ("validation_dir", "validation_ds"),
        ("val_data", "val_datagen"),
        ("TRAINING_CATS_DIR", "TRAINING_DOGS_DIR"),
        ("train_y", "train_x"),
        ("training_generator", "testing_generator"),
        ("weight", "height"),
        ("file", "files"),
        ("acc", "val_acc"),
        ("a", "hist"),  # Python has a `list`
        ("a", "inputs"),
    ],
)
def test_a_partner_is_no_misspelt_name(known: str, name: str) -> None:
    assert told(f"{known} = 1\nprint({name})  #<", name) == ("", "")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("def f(source):\n    pass\nprint(suorce)  #<", "suorce"),
        ("model = modle(x)  #<", "modle"),
        ("modal = 1\nmodel = 2\nprint(modul)  #<", "modul"),
        ("class Stop(Callback):\n    pass\nm.fit(x, callbacks=[stop])  #<", "stop"),
        ("from keras import Model\nmodel.save('mymodel.h5')  #<", "model"),
    ],
)
def test_a_name_that_would_not_help_is_not_proposed(code: str, name: str) -> None:
    assert told(code, name) == ("", "")


STOP = """
class Stop({base}):
    def on_epoch_end(self, epoch, logs=None):
        model.stop_training = True  #<
"""


def test_the_model_of_a_callback_is_its_own() -> None:
    assert told(STOP.format(base="tf.keras.callbacks.Callback"), "model") == (
        "model_of_a_callback",
        "use self.model in a callback: self.model.stop_training = True",
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("print(model.evaluate(x))", ": self.model.evaluate(x)"),
        ("if model.stop_training: pass", ": self.model.stop_training"),
        ("mine(model)", ""),
    ],
)
def test_the_model_of_a_callback_is_told_as_it_is_used(line: str, words: str) -> None:
    code = STOP.format(base="Callback").replace("model.stop_training = True", line)
    assert told(code, "model")[1] == f"use self.model in a callback{words}"


def test_a_callback_has_no_model_yet_when_it_is_made() -> None:
    code = STOP.format(base="Callback").replace("on_epoch_end", "__init__")
    assert told(code, "model") == ("", "")


def test_the_model_of_another_class_is_not_spoken_of() -> None:
    assert told(STOP.format(base="object"), "model") == ("", "")


CALLBACK = """
class Stop(Callback):
    def on_epoch_end(self, epoch, logs=None):
        use({name})  #<

def solution_model({given}):
    {made}
    model.fit(x, callbacks=[Stop()])
    {end}
"""


def local(name: str, made: str, given: str = "", end: str = "return model") -> tuple[str, str]:
    return told(CALLBACK.format(name=name, made=made, given=given, end=end), name)


@pytest.mark.parametrize("end", ["return model", "model.save('mymodel.h5')"])
def test_a_number_that_a_callback_cannot_see_is_moved_to_the_top(end: str) -> None:
    assert local("target", "target = 0.9", end=end) == (
        "name_is_local_to_another_function",
        "target is local to solution_model(): move `target = 0.9` out of it, above class Stop",
    )


@pytest.mark.parametrize(("made", "given"), [("x_val, y_val = load()", ""), ("pass", "x_val")])
def test_an_array_that_a_callback_cannot_see_is_passed_to_it(made: str, given: str) -> None:
    rule, words = local("x_val", made, given)
    assert rule == "name_is_local_to_another_function"
    assert (
        "pass it as Stop(x_val), store it in __init__(self, x_val) with `self.x_val = x_val`"
        in words
    )


def test_a_local_name_of_a_function_that_calls_this_one_is_an_argument() -> None:
    code = "def build():\n    use(units)  #<\ndef train():\n    units = 3\n    return build()\n"
    assert told(code, "units") == (
        "name_is_local_to_another_function",
        "units is local to train(): pass it as an argument, `def build(..., units):`",
    )


def test_the_local_name_of_the_function_that_makes_the_callback_counts() -> None:
    code = CALLBACK.format(name="x_val", made="x_val = load()", given="", end="return model")
    rule, words = told("def load():\n    x_val = 1\n    return x_val\n" + code, "x_val")
    assert (rule, "local to solution_model()" in words) == (
        "name_is_local_to_another_function",
        True,
    )


@pytest.mark.parametrize("made", ["global target; target = 0.9", "target = f(x)"])
def test_a_name_that_may_come_from_elsewhere_is_left_alone(made: str) -> None:
    code = CALLBACK.format(name="target", made=made, given="", end="return model")
    above = "" if "global" in made else "for target in x:\n    pass\n"
    assert told(above + code, "target")[0] != "name_is_local_to_another_function"


def test_a_name_that_is_given_below_the_call_of_its_function_has_to_come_first() -> None:
    code = "def train():\n    use(x_train)\ntrain()\nx_train = 3\n"
    raised = Raised(
        "NameError",
        ("NameError", "Exception"),
        "name 'x_train' is not defined",
        (Frame("mine.py", 3, "<module>", own=True), Frame("mine.py", 2, "train", own=True)),
    )
    rule, words = name_error(evidence(code), raised)
    assert (rule, words.startswith("line 4 defines x_train")) == (
        "name_is_given_further_down",
        True,
    )
