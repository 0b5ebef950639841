"""Loaders and data sets used as if they were arrays."""

from __future__ import annotations

import pytest

from tests.assessment.mistakes.recorded import diagnose

MANY = "too many values to unpack (expected 2)"
TWO = "in user code:\n\n f.<locals>.<lambda>() takes 1 positional argument but 2 were given"


@pytest.mark.parametrize(
    ("code", "kind", "message", "words"),
    [
        (
            "x, y = gen.flow_from_directory('data/rps')  #<",
            "ValueError",
            MANY,
            "it returns one object with images and labels: write data = flow_from_directory(...)",
        ),
        (
            "data = data / 255.0  #<",
            "TypeError",
            "unsupported operand type(s) for /: '_PrefetchDataset' and 'float'",
            "scale a dataset with map: data.map(lambda x, y: (x / 255.0, y))",
        ),
        (
            "data /= 255  #<",
            "TypeError",
            "unsupported operand type(s) for /=: 'DirectoryIterator' and 'int'",
            "scale the images of a loader with ImageDataGenerator(rescale=1/255)",
        ),
        (
            "data = data.map(lambda x: x / 255.0)  #<",
            "TypeError",
            TWO,
            "map passes images and labels: write lambda x, y: (x / 255.0, y)",
        ),
    ],
)
def test_a_loader_is_no_array(code: str, kind: str, message: str, words: str) -> None:
    assert diagnose(code, kind, message)[1] == words


@pytest.mark.parametrize(
    ("code", "kind", "message"),
    [
        ("x, y = mine()  #<", "ValueError", MANY),
        ("z = a / b  #<", "TypeError", "unsupported operand type(s) for /: 'list' and 'int'"),
        ("z = f(lambda x: x)  #<", "TypeError", TWO),
    ],
)
def test_others_of_these_errors_are_not_spoken_of(code: str, kind: str, message: str) -> None:
    assert diagnose(code, kind, message) == ("", "")


@pytest.mark.parametrize(
    ("code", "kind", "word", "words"),
    [
        ("m.fit(train.repeat())  #<", "DirectoryIterator", "repeat", "leave .repeat() out"),
        ("m.fit(train.map(f))  #<", "DirectoryIterator", "map", "ImageDataGenerator(rescale=1/255"),
        ("train.class_names  #<", "DirectoryIterator", "class_names", "list(train.class_indices)"),
        ("d.class_names  #<", "_MapDataset", "class_names", "d.class_names before .map(...)"),
    ],
)
def test_what_a_loader_does_not_have_is_named(code: str, kind: str, word: str, words: str) -> None:
    message = f"'{kind}' object has no attribute '{word}'"
    rule, told = diagnose(code, "AttributeError", message)
    assert (rule, words in told) == ("loader_has_no_such_method", True)


@pytest.mark.parametrize(
    ("code", "kind", "word"),
    [
        ("train.nothing()  #<", "DirectoryIterator", "nothing"),
        ("x.repeat()  #<", "Mine", "repeat"),
        ("d.nothing()  #<", "_MapDataset", "nothing"),
    ],
)
def test_other_names_are_left_alone(code: str, kind: str, word: str) -> None:
    message = f"'{kind}' object has no attribute '{word}'"
    assert diagnose(code, "AttributeError", message) == ("", "")
