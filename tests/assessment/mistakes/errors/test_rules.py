"""Errors in logs and callbacks, as Keras 3.15 words them; and where no rule may speak."""

from __future__ import annotations

import pytest

from grader.training.record import CallbackUsed
from tests.assessment.mistakes.recorded import diagnose, fit

NONE_AND_FLOAT = "'>' not supported between instances of 'NoneType' and 'float'"
UNEXPECTED = "load_img() got an unexpected keyword argument 'paths'"


def callback(line: str, method: str = "on_epoch_end") -> str:
    return f"class Stop(Callback):\n    def {method}(self, epoch, logs=None):\n        {line}  #<"


@pytest.mark.parametrize(
    ("line", "kind", "message", "mend"),
    [
        ("if logs.get('acc') > 0.9: pass", "TypeError", NONE_AND_FLOAT, "logs.get('accuracy')"),
        ("if logs['acc'] > 0.9: pass", "KeyError", "'acc'", "logs['accuracy']"),
        ("if logs['accurancy'] > 0.9: pass", "KeyError", "'accurancy'", "logs['accuracy']"),
        ("if logs['los'] < 0.3: pass", "KeyError", "'los'", "logs['loss']"),
        (
            "print('{:.2f}'.format(logs.get('acc')))",
            "TypeError",
            "unsupported format string passed to NoneType.__format__",
            "logs.get('accuracy')",
        ),
        ("if logs['val_accuracy'] > 0.9: pass", "KeyError", "'val_accuracy'", "validation_data"),
        ("if logs['f1'] > 0.9: pass", "KeyError", "'f1'", "the logs hold accuracy, loss"),
    ],
)
def test_a_key_that_is_not_in_the_logs(line: str, kind: str, message: str, mend: str) -> None:
    rule, words = diagnose(callback(line), kind, message, fit())
    assert rule == "key_is_not_in_logs"
    assert mend in words


def test_the_key_follows_the_name_that_the_metric_was_given() -> None:
    code = callback("if logs.get('accuracy') > 0.9: pass")
    _, words = diagnose(code, "TypeError", NONE_AND_FLOAT, fit(logs="acc loss"))
    assert words == "the logs hold acc, loss: write logs.get('acc')"


def test_a_value_that_was_asked_for_lines_before() -> None:
    code = (
        callback("acc = logs.get('acc')").removesuffix("  #<") + "\n        if acc > 0.9: pass  #<"
    )
    assert "logs.get('accuracy')" in diagnose(code, "TypeError", NONE_AND_FLOAT, fit())[1]


def test_logs_of_a_model_without_metrics() -> None:
    code = callback("if logs.get('accuracy') > 0.9: pass")
    _, words = diagnose(code, "TypeError", NONE_AND_FLOAT, fit(logs="loss"))
    assert words == "the logs hold loss: add metrics=['accuracy'] to compile"


def test_logs_at_the_beginning_of_an_epoch() -> None:
    code = callback("if logs.get('accuracy') > 0.9: pass", "on_epoch_begin")
    assert "on_epoch_end" in diagnose(code, "TypeError", NONE_AND_FLOAT, fit())[1]


def test_a_history_is_asked_for_a_key_that_it_has_not() -> None:
    code = "history = model.fit(x, y)\nplt.plot(history.history['acc'])  #<"
    assert "history.history['accuracy']" in diagnose(code, "KeyError", "'acc'", fit())[1]


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        ("figures = {'a': 1}\nprint(figures['acc'])  #<", "KeyError", "'acc'"),
        (callback("print(self.best['acc'])"), "KeyError", "'acc'"),
        (callback("print(self.history['acc'])"), "KeyError", "'acc'"),
        ("def load_img(a): pass\nload_img(paths=1)  #<", "TypeError", UNEXPECTED),
        ("raise ValueError('Input is empty')  #<", "ValueError", "Input is empty"),
        (callback("if self.best > 0.9: pass"), "TypeError", NONE_AND_FLOAT),
        (callback("if logs.get('accuracy') > self.x: pass"), "TypeError", NONE_AND_FLOAT),
        ("best = None\nprint(best > 0.5)  #<", "TypeError", NONE_AND_FLOAT),
        ("total = 'a' + 3  #<", "TypeError", 'can only concatenate str (not "int") to str'),
        ("mine.accuracy  #<", "AttributeError", "'dict' object has no attribute 'accuracy'"),
        ("number = int('x')  #<", "ValueError", "invalid literal for int() with base 10: 'x'"),
        ("mine(colour=3)  #<", "TypeError", "mine() got an unexpected keyword argument 'colour'"),
        (
            "Box().fit_generator(x)  #<",
            "AttributeError",
            "'Box' object has no attribute 'fit_generator'",
        ),
        ("raise ValueError('shapes')  #<", "ValueError", "target.shape and output.shape"),
        (
            "open('notes.txt')  #<",
            "FileNotFoundError",
            "[Errno 2] No such file or directory: 'notes.txt'",
        ),
        (
            "model = None\nmodel.fit(x)  #<",
            "AttributeError",
            "'NoneType' object has no attribute 'fit'",
        ),
    ],
)
def test_no_rule_speaks_of_what_it_does_not_know(code: str, kind: str, message: str) -> None:
    assert diagnose(code, kind, message, fit("Flatten", "Dense")) == ("", "")


@pytest.mark.parametrize(
    ("line", "kind", "message"),
    [
        ("logs.set('accuracy')", "AttributeError", "'dict' object has no attribute 'set'"),
        ("logs.accuracy > 0.9", "AttributeError", "'dict' object has no attribute 'accuracy'"),
        ("logs('accuracy') > 0.9", "TypeError", "'dict' object is not callable"),
    ],
)
def test_logs_are_a_dict(line: str, kind: str, message: str) -> None:
    rule, words = diagnose(callback(line), kind, message, fit())
    assert rule == "asks_logs_another_way"
    assert "write logs.get('accuracy') or logs['accuracy']" in words


def test_a_message_of_text_and_numbers() -> None:
    code = callback("print('stopped after ' + str(epoch) + ' at ' + logs['accuracy'])")
    rule, words = diagnose(code, "TypeError", 'can only concatenate str (not "float") to str')
    assert rule == "adds_text_and_number"
    assert """print(f"stopped after {epoch} at {logs['accuracy']}")""" in words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("print('Epoch ' + epoch, 'at ' + str(acc))", "write print(f'Epoch {epoch}', f'at {acc}')"),
        ("print('Epoch ' + epoch, n + 1, end='')", "write print(f'Epoch {epoch}', n + 1, end='')"),
        (
            "print('Epoch ' + epoch + 1)",
            "put str(...) around the numbers, or separate them with commas",
        ),
    ],
)
def test_the_rest_of_a_message_is_kept(line: str, words: str) -> None:
    message = 'can only concatenate str (not "int") to str'
    told = diagnose(callback(line), "TypeError", message)[1]
    assert told == f"text and numbers cannot be added: {words}"


def test_a_sum_without_a_text_is_not_spoken_of() -> None:
    message = "unsupported operand type(s) for +: 'int' and 'str'"
    assert diagnose(callback("print(epoch + number)"), "TypeError", message) == ("", "")


def test_what_fit_gives_back_is_no_model() -> None:
    message = "'History' object has no attribute 'save'"
    code = "model = model.fit(x)\nmodel.save('m.h5')  #<"
    assert "model.fit(...)" in diagnose(code, "AttributeError", message)[1]


def test_a_file_named_after_a_key_that_is_not_there() -> None:
    name = "w-{val_acc:.2f}.keras"
    message = repr(f"Failed to format this callback filepath: \"{name}\". Reason: 'val_acc'")
    logs = "accuracy loss val_accuracy val_loss"
    rule, words = diagnose("model.fit(x)  #<", "KeyError", message, fit(logs=logs))
    assert rule == "key_is_not_in_a_file_name"
    assert "'w-{val_accuracy:.2f}.keras'" in words


@pytest.mark.parametrize(("init", "made"), [("self", "Stop()"), ("self, target", "Stop(...)")])
def test_a_class_in_place_of_a_callback(init: str, made: str) -> None:
    code = f"class Stop(Callback):\n    def __init__({init}): pass\nmodel.fit(callbacks=[Stop])  #<"
    message = "Callback.set_model() missing 1 required positional argument: 'model'"
    used = CallbackUsed("Stop", own=True, is_class=True, is_callback=True)
    rule, words = diagnose(code, "TypeError", message, fit(passed=(used,), logs=""))
    assert rule == "class_in_place_of_callback"
    assert f"add parentheses, {made}" in words


def test_a_callback_that_inherits_nothing() -> None:
    code = "class Stop:\n    pass\nmodel.fit(x, callbacks=[Stop()])  #<"
    message = "'Stop' object has no attribute 'set_model'"
    assert (
        "class Stop(tf.keras.callbacks.Callback):" in diagnose(code, "AttributeError", message)[1]
    )


def test_a_callback_that_takes_too_little() -> None:
    code = "class C(Callback):\n    def on_epoch_end(self, epoch): pass\nmodel.fit(x)  #<"
    message = "C.on_epoch_end() takes 2 positional arguments but 3 were given"
    assert "def on_epoch_end(self, epoch, logs=None):" in diagnose(code, "TypeError", message)[1]


def test_a_monitor_that_is_not_in_the_logs() -> None:
    message = (
        "ModelCheckpoint callback received monitor=val_acc, but Keras isn't able to automatically "
        "determine whether that metric should be maximized or minimized. Pass `mode='max'` …"
    )
    logs = "accuracy loss val_accuracy val_loss"
    rule, words = diagnose("model.fit(x)  #<", "ValueError", message, fit(logs=logs))
    assert rule == "monitor_is_not_in_logs"
    assert "monitor='val_accuracy'" in words
    alone = diagnose("model.fit(x)  #<", "ValueError", message, fit())
    assert "validation_data" in alone[1]
