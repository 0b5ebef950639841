"""Quotes: a word that lacks them, and a number that stands in them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.diagnosis.errors.places import own_line
from grader.diagnosis.reading import assigned, at_line, name_of, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnosis.clues import Clues
    from grader.training.record import Raised

UNKNOWN = re.compile(r"^name '(\w+)' is not defined")
WORDS = {"activation", "optimizer", "loss", "metrics", "class_mode", "color_mode", "padding",
         "label_mode", "monitor", "mode", "save_format"}  # fmt: skip
NO_NUMBER = re.compile(r"'str'|positive integer|should be float")
NUMBER = re.compile(r"\s*(\d+|\d*\.\d+|1\.?/255\.?)\s*")
TAKE_NUMBERS = {"fit", "evaluate", "predict", "flow", "flow_from_directory", "Dense", "Conv2D",
                "MaxPooling2D", "Dropout", "ImageDataGenerator", "Adam", "RMSprop", "SGD",
                "image_dataset_from_directory"}  # fmt: skip


def quotes_are_missing(clues: Clues, raised: Raised) -> str:
    """activation=relu, metrics=[accuracy]: Keras takes the word, and no variable is called so."""
    found = UNKNOWN.search(raised.message) if raised.type == "NameError" else None
    if found is None or assigned(clues.tree, found[1]):
        return ""
    for word in _keywords(clues, own_line(raised)):
        given = word.value
        listed = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
        if any(isinstance(each, ast.Name) and each.id == found[1] for each in listed):
            quoted = ast.unparse(given).replace(found[1], f"'{found[1]}'")
            return f"it is a word, so it stands in quotes: {word.arg}={quoted}"
    return ""


def _keywords(clues: Clues, line: int) -> Iterator[ast.keyword]:
    for node in at_line(clues.tree, line):
        if isinstance(node, ast.Call):
            yield from (word for word in node.keywords if word.arg in WORDS)


def number_in_quotes(clues: Clues, raised: Raised) -> str:
    """epochs="20": a text, where Keras calculates with a number."""
    wrong = raised.type in {"TypeError", "ValueError"} and NO_NUMBER.search(raised.message)
    for node in at_line(clues.tree, own_line(raised)) if wrong else ():
        if not isinstance(node, ast.Call) or name_of(node.func) not in TAKE_NUMBERS:
            continue
        places = [("", each) for each in node.args]
        places += [(f"{word.arg}=", word.value) for word in node.keywords]
        for before, given in places:
            text = value(clues.tree, given)
            if isinstance(text, str) and (found := NUMBER.fullmatch(text)):
                return f"in quotes it is text and no number: write {before}{found[1]}"
    return ""


RULES = (quotes_are_missing, number_in_quotes)
