"""Words that lack their quotes, and numbers that stand in them."""

from __future__ import annotations

import pytest

from tests.assessment.mistakes.recorded import diagnose


def told(code: str, name: str) -> tuple[str, str]:
    return diagnose(code, "NameError", f"name '{name}' is not defined")


@pytest.mark.parametrize(
    ("code", "name", "right"),
    [
        ("a.Dense(3, activation=relu)  #<", "relu", "activation='relu'"),
        ("a.Dense(3, activation=Softmax)  #<", "Softmax", "activation='softmax'"),
        ("m.compile(optimizer=adam)  #<", "adam", "optimizer='adam'"),
        ("m.compile(loss='mse', metrics=[accuracy])  #<", "accuracy", "metrics=['accuracy']"),
        ("m.compile(metrics=[mine, acc])  #<", "acc", "metrics=[mine, 'acc']"),
        ("g.flow_from_directory(d, class_mode=binary)  #<", "binary", "class_mode='binary'"),
        ("c.EarlyStopping(monitor=val_loss)  #<", "val_loss", "monitor='val_loss'"),
    ],
)
def test_a_word_without_quotes_is_named(code: str, name: str, right: str) -> None:
    assert told(code, name) == (
        "quotes_are_missing",
        f"strings need quotes: write {right}",
    )


def test_all_words_of_a_list_get_their_quotes() -> None:
    assert told("m.compile(loss='mse', metrics=[acc, accuracy])  #<", "acc") == (
        "quotes_are_missing",
        "strings need quotes: write metrics=['acc', 'accuracy']",
    )
    kept = "accuracy = 1\nm.compile(metrics=[accuracy, acc])  #<"
    assert told(kept, "acc")[1].endswith("quotes: write metrics=[accuracy, 'acc']")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("optimizer=opt", "opt"),
        ("optimizer=optimizer", "optimizer"),
        ("optimizer=schedules", "schedules"),
        ("loss=loss_fn", "loss_fn"),
        ("loss=relu", "relu"),
        ("activation=atc", "atc"),
        ("metrics=[mine]", "mine"),
        ("monitor=METRIC", "METRIC"),
        ("padding=PADDING", "PADDING"),
    ],
)
def test_a_name_that_keras_has_no_word_for_needs_no_quotes(given: str, name: str) -> None:
    assert told(f"m.compile({given})  #<", name) == ("", "")


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
        f"numbers have no quotes: write {right}",
    )


@pytest.mark.parametrize(
    "code",
    [
        "x = tf.keras.layers.Dense(units, name='1')  #<",
        "g.flow_from_directory('1', target_size=size)  #<",
        "g.flow_from_directory(directory='1', classes=('0', '1'), save_prefix='2')  #<",
        "tf.keras.utils.image_dataset_from_directory('2', batch_size=size)  #<",
    ],
)
def test_a_number_that_is_a_name_stands_in_quotes(code: str) -> None:
    assert diagnose(code, "TypeError", NO_INTEGER) == ("", "")


def test_a_text_that_holds_no_number_is_not_spoken_of() -> None:
    assert diagnose("model.fit(x, y, epochs='many')  #<", "TypeError", NO_INTEGER) == ("", "")
