"""Mistakes in a callback, or on its way to fit, are named; what only looks alike is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.assessment.mistakes.training import callback_passing, callbacks
from grader.training.record import CallbackUsed, Stopper
from tests.assessment.checks.fits import checkpoint
from tests.assessment.mistakes.cases import LEARNT, Case, fit, own, record, said_by

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
    assert "write 0.9 instead of 85" in said


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


MADE = "\nclass Stop(tf.keras.callbacks.Callback):\n    pass\n\nstop = Stop()\nmodel.fit(x, y)\n"


def test_a_callback_that_no_fit_gets_is_named_at_the_fit() -> None:
    line, said = said_by(
        callback_passing.callback_is_never_passed, Case(MADE, record(fit(*LEARNT)))
    )
    assert line == 10
    assert "Stop (line 1) among the callbacks" in said
    assert "callbacks=[stop]" in said


def test_a_class_without_an_instance_is_named_where_the_problem_asks_for_one() -> None:
    case = Case(MADE.replace("stop = Stop()", ""), record(fit(*LEARNT)))
    assert "callbacks=[Stop()]" in said_by(callback_passing.callback_is_never_passed, case)[1]
    assert not replace(case, problem="problem3").found(callback_passing.callback_is_never_passed)


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
    assert not case.found(callback_passing.callback_is_never_passed)


def test_a_callback_left_out_beside_others_is_named_only_where_it_is_asked_for() -> None:
    text = "stop = EarlyStopping()\nbest = ModelCheckpoint('best.keras')\n"
    other = CallbackUsed("CSVLogger", own=False, is_class=False, is_callback=True)
    case = Case(text, record(fit(*LEARNT, callbacks=(other,))), "problem4")
    assert "callbacks=[best]" in said_by(callback_passing.callback_is_never_passed, case)[1]
    assert not replace(case, problem="problem3").found(callback_passing.callback_is_never_passed)


def test_a_checkpoint_at_another_fit_is_named_where_one_is_asked_for() -> None:
    first, second = fit(*LEARNT, callbacks=(checkpoint(),), line=7), fit(*LEARNT, number=2)
    case = Case("", record(first, second), "problem4")
    line, said = said_by(callback_passing.checkpoint_is_on_another_fit, case)
    assert line == 10
    assert "the one at line 7 got it" in said
    for other in (replace(case, problem="problem3"), replace(case, record=record(second, first))):
        assert not other.found(callback_passing.checkpoint_is_on_another_fit)


@pytest.mark.parametrize(
    ("made", "passed"),
    [
        ("mine = [EarlyStopping()]", "callbacks=mine"),
        ("use(EarlyStopping())", "callbacks=[EarlyStopping(...)]"),
    ],
)
def test_what_to_pass_is_told_by_the_name_that_it_has(made: str, passed: str) -> None:
    case = Case(f"{made}\n", record(fit(*LEARNT)))
    assert passed in said_by(callback_passing.callback_is_never_passed, case)[1]


def test_a_hook_of_prediction_is_one_of_keras() -> None:
    text = STOP.format(test="batch", action="pass").replace("on_epoch_end", "on_predict_batch_end")
    case = Case(text, record(fit(*LEARNT, callbacks=(own("Stop"),))))
    assert not case.found(callbacks.is_never_called)
