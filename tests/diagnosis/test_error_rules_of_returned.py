"""What a function gave in place of the model that is to be saved."""

from __future__ import annotations

import pytest

from tests.diagnosis.recorded import diagnose

RULE = "another_thing_than_the_model"


def program(end: str, call: str = "solution_model()") -> str:
    return f"""
def solution_model():
    model = Sequential([])
    model.compile("adam")
    history = model.fit(x, y)
    {end}

model = {call}
model.save("mymodel.h5")  #<
"""


def no_save(kind: str) -> str:
    return f"'{kind}' object has no attribute 'save'"


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (
            program("return history"),
            "History",
            "solution_model() returns history, what fit gave back: write `return model` in line 5",
        ),
        (
            program("return model, history"),
            "tuple",
            "solution_model() returns model, history: write `return model` in line 5",
        ),
        (
            program("return model", "solution_model"),
            "function",
            "without parentheses is the function itself: write solution_model() in line 7",
        ),
        (
            'model = Sequential([])\nmodel = model.fit(x, y)\nmodel.save("a.h5")  #<',
            "History",
            "fit gives back a History, not the model: write model.fit(...) without `model = `",
        ),
    ],
)
def test_what_was_given_in_place_of_the_model_is_told(code: str, kind: str, words: str) -> None:
    rule, said = diagnose(code, "AttributeError", no_save(kind))
    assert (rule, words in said) == (RULE, True)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (program("return model, history", "make(solution_model)"), "tuple"),
        (program("return pair"), "tuple"),
        (program("return model if x else history, 1", "other()"), "tuple"),
        ("f = g\nf.save('a.h5')  #<", "function"),
        ("models[0].save('a.h5')  #<", "tuple"),
    ],
)
def test_nothing_is_said_of_what_cannot_be_read_off(code: str, kind: str) -> None:
    assert diagnose(code, "AttributeError", no_save(kind)) == ("", "")


def test_a_history_from_somewhere_else_is_only_called_so() -> None:
    said = diagnose("run()[1].save('a.h5')  #<", "AttributeError", no_save("History"))
    assert said == (RULE, "fit gives back a History, not the model")


def test_a_return_that_is_passed_by_is_named() -> None:
    end = "if good:\n        return model"
    rule, words = diagnose(program(end), "AttributeError", no_save("NoneType"))
    assert rule == RULE
    assert "came to its end without `return model`, which stands inside a block in line 6" in words
