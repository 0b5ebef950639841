"""Each rule names its mistake on a small record, and is silent where a program only looks alike."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.diagnosis import silent
from grader.diagnosis.silent import callbacks, learning, outputs, passing, pixels, saving
from grader.training.events import Event
from grader.training.reader import RecordReader
from grader.training.record import CallbackUsed, Epoch, Stopper
from tests.checks.fits import checkpoint
from tests.diagnosis.clues import Case, fed, fit, own, record, said_by, saved

if TYPE_CHECKING:
    from tests.diagnosis.clues import Rule

LEARNT = ({"accuracy": 0.7, "loss": 0.9}, {"accuracy": 0.8, "loss": 0.5})
STOP = """
class Stop(Callback):
    def on_epoch_end(self, epoch, logs=None):
        if {test}:
            {action}
"""


def stopping(
    test: str = "logs['accuracy'] >= 0.9",
    action: str = "self.model.stop_training = True",
    problem: str = "problem1",
    **about: object,
) -> Case:
    text = STOP.format(test=test, action=action)
    return Case(text, record(fit(*LEARNT, callbacks=(own("Stop"),), **about)), problem)


# Callbacks


def test_a_flag_on_the_callback_itself_is_named() -> None:
    line, said = said_by(callbacks.stops_itself_only, stopping(action="self.stop_training = True"))
    assert (line, "self.model.stop_training = True" in said) == (4, True)


@pytest.mark.parametrize(
    "action",
    [
        "self.model.stop_training = True",
        "self.stop_training = self.model.stop_training = True",
        "self.stop_training = True; print(self.stop_training)",
    ],
)
def test_a_flag_that_somebody_looks_at_is_none_of_our_business(action: str) -> None:
    assert not stopping(action=action).found(callbacks.stops_itself_only)


@pytest.mark.parametrize(
    "action",
    ["self.model.stop_trainning = True", "self.model.stop_training == True"],
)
def test_another_flag_than_keras_looks_at_is_named(action: str) -> None:
    line, said = said_by(callbacks.sets_another_flag, stopping(action=action))
    assert line == 4
    assert "all 2 epochs ran" in said


@pytest.mark.parametrize("action", ["self.model.best = True", "self.model.stop_training = True"])
def test_a_flag_of_another_meaning_is_not_named(action: str) -> None:
    assert not stopping(action=action).found(callbacks.sets_another_flag)


@pytest.mark.parametrize(
    ("setting", "test"),
    [
        ("", "logs['accuracy'] > 85"),
        ("LIMIT = 85", "logs.get('accuracy') >= LIMIT"),
        ("LIMIT = 85", "LIMIT <= logs.get('accuracy', 0)"),
        ("", "logs.get('accuracy') is not None and logs['accuracy'] > 85.0"),
    ],
)
def test_per_cent_for_a_share_is_named_with_the_best_value(setting: str, test: str) -> None:
    case = stopping(test)
    line, said = said_by(callbacks.waits_for_too_much, replace(case, text=setting + case.text))
    assert line == 3 + bool(setting)
    assert "it waits for 85; the best accuracy was 0.8000, and all 2 epochs ran" in said
    assert "write 0.9 in place of 85" in said


@pytest.mark.parametrize(
    "test",
    ["logs['accuracy'] >= 0.85", "logs['accuracy'] * 100 >= 85", "logs['loss'] < 85", "epoch > 85"],
)
def test_a_share_or_another_figure_is_not_taken_for_per_cent(test: str) -> None:
    assert not stopping(test).found(callbacks.waits_for_too_much)


def test_the_number_that_an_instance_is_made_with_is_read() -> None:
    text = """
    class Stop(Callback):
        def __init__(self, goal=0.9):
            self.goal = goal
        def on_epoch_end(self, epoch, logs=None):
            if logs['accuracy'] > self.goal:
                self.model.stop_training = True

    stop = Stop(95)
    """
    case = Case(text, record(fit(*LEARNT, callbacks=(own("Stop"),))))
    assert said_by(callbacks.waits_for_too_much, case)[0] == 5
    right = replace(case, text=text.replace("95", "0.95"))
    assert not right.found(callbacks.waits_for_too_much)
    unsure = replace(case, text=text + "    other = Stop(0.95)\n")
    assert not unsure.found(callbacks.waits_for_too_much)


@pytest.mark.parametrize("key", ["loss", "val_accuracy"])
def test_another_figure_than_training_accuracy_is_named_in_problem1(key: str) -> None:
    line, said = said_by(callbacks.watches_another_figure, stopping(f"logs['{key}'] < 0.4"))
    assert line == 3
    assert f"it watches {key}" in said
    assert "the best accuracy was 0.8000" in said
    assert "if logs['accuracy'] >= 0.9:" in said


@pytest.mark.parametrize(
    ("test", "problem"),
    [
        ("logs['accuracy'] >= 0.9", "problem1"),
        ("logs['accuracy'] >= 0.9 and logs['loss'] < 1", "problem1"),
        ("logs['val_accuracy'] >= 0.9", "problem2"),
        ("logs['loss'] < 0.2", "problem3"),
        ("logs['loss'] > 10", "problem3"),
    ],
)
def test_a_figure_that_may_be_watched_is_not_named(test: str, problem: str) -> None:
    assert not stopping(test, problem=problem).found(callbacks.watches_another_figure)


TWO_CALLBACKS = """
class Guard(Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs['loss'] > 100:
            self.model.stop_training = True

class StopAt(Callback):
    def on_epoch_end(self, epoch, logs=None):
        if {test}:
            self.model.stop_training = True
"""


def two_callbacks(test: str, best: float, stopper: str = "") -> Case:
    used = (own("Guard"), own("StopAt"))
    by = Stopper(stopper, 5) if stopper else None
    made = fit({"accuracy": best, "loss": 0.5}, callbacks=used, stopper=by)
    return Case(TWO_CALLBACKS.format(test=test), record(made))


def test_a_guard_beside_the_callback_that_watches_the_accuracy_is_not_named() -> None:
    waiting = two_callbacks("logs['accuracy'] >= 0.9", 0.8)
    assert not waiting.found(callbacks.watches_another_figure)
    stopped = two_callbacks("reached(logs)", 0.91, "StopAt")
    assert not stopped.found(callbacks.watches_another_figure)


def test_a_guard_beside_a_callback_that_does_nothing_is_named() -> None:
    idle = two_callbacks("reached(logs)", 0.91)
    assert said_by(callbacks.watches_another_figure, idle)[0] == 3
    early = two_callbacks("reached(logs)", 0.8, "StopAt")
    assert said_by(callbacks.watches_another_figure, early)[0] == 3


def test_a_loss_that_is_waited_for_to_rise_is_named_anywhere() -> None:
    case = stopping("logs['loss'] > 0.95", problem="problem3")
    assert "went from 0.9000 to 0.5000" in said_by(callbacks.watches_another_figure, case)[1]


def test_a_method_that_keras_never_calls_is_named() -> None:
    case = stopping()
    wrong = replace(case, text=case.text.replace("on_epoch_end", "on_epochs_end"))
    line, said = said_by(callbacks.is_never_called, wrong)
    assert line == 2
    assert "def on_epoch_end(self, epoch, logs=None):" in said


@pytest.mark.parametrize("more", ["on_epoch_begin", "on_reaching_goal", "on_train_batch_end"])
def test_other_methods_of_a_callback_are_not_named(more: str) -> None:
    case = stopping()
    text = case.text + f"    def {more}(self, epoch, logs=None):\n        pass\n"
    assert not replace(case, text=text).found(callbacks.is_never_called)


# Callbacks that do not arrive

MADE = "\nclass Stop(tf.keras.callbacks.Callback):\n    pass\n\nstop = Stop()\nmodel.fit(x, y)\n"


def test_a_callback_that_no_fit_gets_is_named_at_the_fit() -> None:
    line, said = said_by(passing.callback_is_never_passed, Case(MADE, record(fit(*LEARNT))))
    assert line == 10
    assert "Stop (line 1) among the callbacks" in said
    assert "callbacks=[stop]" in said


def test_a_class_without_an_instance_is_named_where_the_problem_asks_for_one() -> None:
    case = Case(MADE.replace("stop = Stop()", ""), record(fit(*LEARNT)))
    assert "callbacks=[Stop()]" in said_by(passing.callback_is_never_passed, case)[1]
    assert not replace(case, problem="problem3").found(passing.callback_is_never_passed)


@pytest.mark.parametrize(
    ("text", "used"),
    [
        (MADE, "Stop"),
        (MADE + "stop.on_epoch_end(0, {})\n", ""),
        (MADE + "model.evaluate(x, y, callbacks=[stop])\n", ""),
        ("def spare():\n    return EarlyStopping()\n", ""),
        ("class Base(Callback):\n    pass\nclass Stop(Base):\n    pass\n", "Stop"),
    ],
)
def test_a_callback_that_is_used_in_some_way_is_not_named(text: str, used: str) -> None:
    passed = (own(used),) if used else ()
    case = Case(text, record(fit(*LEARNT, callbacks=passed)))
    assert not case.found(passing.callback_is_never_passed)


def test_a_callback_left_out_beside_others_is_named_only_where_it_is_asked_for() -> None:
    text = "stop = EarlyStopping()\nbest = ModelCheckpoint('best.keras')\n"
    other = CallbackUsed("CSVLogger", own=False, is_class=False, is_callback=True)
    case = Case(text, record(fit(*LEARNT, callbacks=(other,))), "problem4")
    assert "callbacks=[best]" in said_by(passing.callback_is_never_passed, case)[1]
    assert not replace(case, problem="problem3").found(passing.callback_is_never_passed)


def test_a_checkpoint_at_another_fit_is_named_where_one_is_asked_for() -> None:
    first, second = fit(*LEARNT, callbacks=(checkpoint(),), line=7), fit(*LEARNT, number=2)
    case = Case("", record(first, second), "problem4")
    line, said = said_by(passing.checkpoint_is_on_another_fit, case)
    assert line == 10
    assert "the one at line 7 got it" in said
    for other in (replace(case, problem="problem3"), replace(case, record=record(second, first))):
        assert not other.found(passing.checkpoint_is_on_another_fit)


# Pixels


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


# The last layer and the loss


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
    assert "take the softmax a second time" in said
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


# The training


ASKS = "class Stop(Callback):\n    key = 'val_accuracy'\n"


def test_no_metrics_is_named_where_a_callback_asks_for_one() -> None:
    told = fit({"loss": 0.5, "val_loss": 0.6}, callbacks=(own("Stop"),))
    line, said = said_by(learning.no_metrics, Case(ASKS, record(told), "problem3"))
    assert line == 9
    assert "the logs hold loss, val_loss and no accuracy" in said


@pytest.mark.parametrize(
    ("logs", "callback"),
    [
        ({"loss": 0.5}, checkpoint()),
        ({"loss": 0.5, "acc": 0.5}, own("Stop")),
        ({"loss": 0.5}, own("Prints")),
    ],
)
def test_no_metrics_is_not_named_where_nobody_asks(
    logs: dict[str, float], callback: CallbackUsed
) -> None:
    case = Case(ASKS, record(fit(logs, callbacks=(callback,))), "problem3")
    assert not case.found(learning.no_metrics)


def test_a_log_that_is_no_number_is_read_as_such() -> None:
    reader = RecordReader()
    reader.take(Event(event="fit_begin", fit=1))
    logs = {"loss": "nan", "accuracy": 0.5, "note": "text"}
    reader.take(Event(event="epoch", fit=1, epoch=0, logs=logs))
    assert reader.record.fits[0].epochs[0].not_numbers == ("loss",)


def test_a_loss_of_nan_is_named_with_its_first_epoch_and_a_cause() -> None:
    broken = replace(fit(*LEARNT), epochs=(Epoch(0, {}, 1.0), Epoch(1, {}, 1.0, (), ("loss",))))
    case = Case("", record(replace(broken, learning_rate=5.0, optimizer="SGD")))
    line, said = said_by(learning.loss_is_no_number, case)
    assert line == 9
    assert "nan from epoch 2 on" in said
    assert "0.01 in place of 5" in said
    raw = Case("", record(replace(broken, training=fed(0, 255))))
    assert "scale the pixels" in said_by(learning.loss_is_no_number, raw)[1]
    assert not Case("", record(fit(*LEARNT))).found(learning.loss_is_no_number)


@pytest.mark.parametrize(
    ("rate", "optimizer", "text", "weak", "speaks"),
    [
        (1.0, "Adam", "", True, True),
        (0.5, "RMSprop", "", True, True),
        (10.0, "SGD", "", True, True),
        (2e-7, "Adam", "", True, True),
        (1.0, "Adam", "", False, False),
        (0.5, "SGD", "", True, False),
        (1.0, "Adadelta", "", True, False),
        (0.01, "Adam", "", True, False),
        (1e-8, "Adam", "rate = CosineDecay(1e-8, warmup_target=1e-3)", True, False),
    ],
)
def test_an_absurd_learning_rate_is_named_where_little_was_learnt(
    rate: float, optimizer: str, text: str, *, weak: bool, speaks: bool
) -> None:
    told = fit(*LEARNT, learning_rate=rate, optimizer=optimizer)
    case = Case(text, record(told), weak=weak)
    assert bool(case.found(learning.learning_rate_is_absurd)) is speaks


def test_one_epoch_is_named_only_where_nothing_else_is() -> None:
    once = Case("", record(fit(LEARNT[0])))
    assert [each.rule for each in silent.find(once.clues)] == ["trains_one_epoch"]
    raw = Case("", record(fit(LEARNT[0], training=fed(0, 255))))
    assert [each.rule for each in silent.find(raw.clues)] == ["pixels_are_not_scaled"]
    twice = record(fit(LEARNT[0]), fit(LEARNT[0], number=2))
    for other in (replace(once, weak=False), replace(once, record=twice)):
        assert not silent.find(other.clues)


# The saved model


def test_a_model_saved_before_its_fit_is_named() -> None:
    case = Case("", record(fit(*LEARNT), files=(saved(0, fits=0, trained=False),)))
    line, said = said_by(saving.saves_an_untrained_model, case)
    assert line == 20
    assert "saved before the fit at line 10" in said


def test_a_model_that_no_fit_has_trained_is_named() -> None:
    case = Case("", record(fit(*LEARNT), files=(saved(0, model=2, trained=False),)))
    assert "trained another model" in said_by(saving.saves_an_untrained_model, case)[1]


@pytest.mark.parametrize(
    ("text", "use"),
    [
        ("", saved(1)),
        ("", saved(0, model=2, trained=True)),
        ("model.set_weights(best)", saved(0, model=2, trained=False)),
        ("model = load_model('best.keras')", saved(0, model=2, trained=False)),
        ("with tf.GradientTape() as tape: ...", saved(0, model=2, trained=False)),
        ("", saved(0, path="other.h5", trained=False)),
    ],
)
def test_a_model_that_came_by_weights_in_some_way_is_not_named(text: str, use: object) -> None:
    case = Case(text, record(fit(*LEARNT), files=(use,)))  # type: ignore[arg-type]
    assert not case.found(saving.saves_an_untrained_model)


def test_a_better_model_than_the_saved_one_is_named() -> None:
    poor, good = fit({"accuracy": 0.5}), fit(*LEARNT, number=2, line=15, model_number=2)
    case = Case("", record(poor, good, files=(saved(1),)))
    line, said = said_by(saving.saves_an_earlier_model, case)
    assert line == 20
    assert "accuracy 0.500; the other one reached 0.800 at line 15" in said
    same = replace(good, model_number=1)
    again = replace(case, record=record(poor, same, files=(saved(1),)))
    assert "save after the last fit" in said_by(saving.saves_an_earlier_model, again)[1]


@pytest.mark.parametrize(("second", "weak"), [(0.8, False), (0.55, True), (0.3, True)])
def test_a_saved_model_that_is_good_enough_or_the_best_is_not_named(
    second: float, *, weak: bool
) -> None:
    first, other = fit({"accuracy": 0.5}), fit({"accuracy": second}, number=2, model_number=2)
    case = Case("", record(first, other, files=(saved(1),)), weak=weak)
    assert not case.found(saving.saves_an_earlier_model)


def test_a_program_that_is_nested_too_deeply_or_too_long_is_no_fault_of_the_kit() -> None:
    deep = Case("x = " + "1 / 255 * " * 700 + "1", record(fit(*LEARNT, training=fed(0, 0.001))))
    assert not [found for found in silent.find(deep.clues) if found.line == 1]
    long = Case("x = 1\n" * 100_000, record(fit(*LEARNT, training=fed(0, 255))))
    assert not silent.find(long.clues)


@pytest.mark.parametrize("lines", [2_000, 20_000])
def test_a_program_that_is_made_to_be_read_for_hours_is_not(lines: int) -> None:
    many = Case("if 0:\n" + "  EarlyStopping()\n" * lines, record(fit(*LEARNT)))
    began = time.process_time()
    silent.find(many.clues)
    assert time.process_time() - began < 20


RULES: tuple[Rule, ...] = silent.RULES


def test_no_rule_has_anything_to_say_where_nothing_is_known() -> None:
    for problem in ("problem1", "problem2", "problem3", "problem4"):
        case = Case("", problem=problem)
        assert not [found for rule in RULES for found in case.found(rule)]
