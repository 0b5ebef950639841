"""Functions that return something else than the model to save."""

from __future__ import annotations

import pytest

from tests.assessment.mistakes.recorded import diagnose

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
            "returns history, a History, instead of the model: write `return model` in line 5",
        ),
        (
            program("return model, history"),
            "tuple",
            "returns model, history instead of the model: write `return model` in line 5",
        ),
        (
            program("return model", "solution_model"),
            "function",
            "without parentheses is a function: write solution_model() in line 7",
        ),
        (
            'model = Sequential([])\nmodel = model.fit(x, y)\nmodel.save("a.h5")  #<',
            "History",
            "fit returns a History, not the model: write model.fit(...) without `model = `",
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
    assert said == (RULE, "fit returns a History, not the model")


def test_a_return_that_is_passed_by_is_named() -> None:
    end = "if good:\n        return model"
    rule, words = diagnose(program(end), "AttributeError", no_save("NoneType"))
    assert rule == RULE
    assert "ended without `return model`, which is inside a block in line 6" in words


COMPILED = """
def solution_model():
    model = {made}
    model.fit(x, y)  #<
    {end}

model = solution_model()
"""


@pytest.mark.parametrize("end", ["return model", "pass"])
@pytest.mark.parametrize("made", ["Sequential([]).compile('adam')", "model.compile('adam')"])
def test_compile_gives_nothing_back(made: str, end: str) -> None:
    code = COMPILED.format(made=made, end=end)
    words = "compile returns None: in line 2, call it on a separate line"
    message = "'NoneType' object has no attribute 'fit'"
    assert diagnose(code, "AttributeError", message) == ("compile_gives_nothing", words)


def test_the_layer_that_was_added_is_not_the_model() -> None:
    code = "model = Sequential()\nmodel = model.add(Flatten())\nmodel = model.add(Dense(9))  #<"
    message = "'NoneType' object has no attribute 'add'"
    words = "add returns None: in line 2, call it on a separate line"
    assert diagnose(code, "AttributeError", message)[1] == words


@pytest.mark.parametrize(
    "code",
    [
        COMPILED.format(made="load('best.keras')", end="pass"),
        "def build(self):\n    pass\nmodel = Net().build()\nmodel.fit(x)  #<",
        "model = Sequential([]).compile('adam')\nmodel = other\nmodel.fit(x)  #<",
    ],
)
def test_none_from_somewhere_else_is_not_spoken_of(code: str) -> None:
    message = "'NoneType' object has no attribute 'fit'"
    assert diagnose(code, "AttributeError", message) == ("", "")
