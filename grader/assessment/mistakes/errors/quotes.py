"""Quotes: a string without them, and a number with them."""

from __future__ import annotations

import ast
import copy
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, bindings, calls, name_of, value
from grader.assessment.mistakes.errors import keras_api
from grader.assessment.mistakes.errors.error_message import own_line
from grader.assessment.mistakes.errors.names import unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

# Strings that Keras takes for an argument, besides the names that its modules offer.
HOMES = {"activation": "activations", "optimizer": "optimizers", "loss": "losses",
         "metrics": "metrics"}  # fmt: skip
WORDS = {
    "metrics": ("accuracy", "acc"),
    "class_mode": ("binary", "categorical", "sparse", "input"),
    "label_mode": ("binary", "categorical", "int"),
    "color_mode": ("rgb", "rgba", "grayscale"),
    "padding": ("same", "valid"),
    "monitor": ("loss", "accuracy"),
    "mode": ("auto", "min", "max"),
    "save_format": ("h5", "tf", "keras"),
}
NO_WORDS = {"deserialize", "get", "legacy", "schedules", "serialize",
            "Loss", "Mean", "Metric", "Optimizer", "Reduction", "Sum"}  # fmt: skip
NAMES = {"classes", "directory", "name", "save_prefix", "save_to_dir"}
NO_NUMBER = re.compile(r"'str'|positive integer|should be float")
NUMBER = re.compile(r"\s*(\d+|\d*\.\d+|1\.?/255\.?)\s*")
NUMBERS_OF_CALLBACKS = {"patience", "min_delta", "cooldown", "factor", "min_lr", "baseline"}
TAKE_NUMBERS = {"fit", "evaluate", "predict", "flow", "flow_from_directory", "Dense", "Conv2D",
                "MaxPooling2D", "Dropout", "ImageDataGenerator", "Adam", "RMSprop", "SGD",
                "image_dataset_from_directory"}  # fmt: skip


def quotes_are_missing(evidence: Evidence, raised: Raised) -> str:
    """Match activation=relu, metrics=[accuracy]: strings without quotes, not variables."""
    unknown, known = unknown_name(raised), {each.name for each in bindings(evidence.tree)}
    if not unknown or unknown in known:
        return ""
    for word in _keywords(evidence, own_line(raised)):
        given = word.value
        listed = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
        meant = {e.id: _word(word.arg or "", e.id) for e in listed if isinstance(e, ast.Name)}
        meant = {name: text for name, text in meant.items() if text and name not in known}
        if unknown in meant:
            quoted = ast.unparse(_Quoted(meant).visit(copy.deepcopy(given)))
            return f"strings need quotes: write {word.arg}={quoted}"
    return ""


class _Quoted(ast.NodeTransformer):
    """Replace names by strings."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return ast.Constant(self._words[node.id]) if node.id in self._words else node


def _word(argument: str, name: str) -> str:
    """Return the string that Keras takes for an argument, in its spelling; "" if none."""
    if argument == "monitor" and name.startswith("val_"):
        return name
    offered = [each for each in keras_api.names(HOMES.get(argument, "")) if each not in NO_WORDS]
    offered = sorted(offered if argument in HOMES else [], key=str.islower)
    forms = {each.lower(): each for each in (*offered, *WORDS.get(argument, ()))}
    form = forms.get(name.lower(), "")
    return form.lower() if argument == "optimizer" else form


def _keywords(evidence: Evidence, line: int) -> Iterator[ast.keyword]:
    for node in at_line(evidence.tree, line):
        if isinstance(node, ast.Call):
            yield from (word for word in node.keywords if word.arg in {*HOMES, *WORDS})


def number_of_a_callback_in_quotes(evidence: Evidence, raised: Raised) -> str:
    """Match EarlyStopping(patience="2"): the error occurs in fit, at the first comparison."""
    if raised.type not in {"TypeError", "ValueError"} or "str" not in raised.message:
        return ""
    passed = {each.name for fit in evidence.record.fits for each in fit.callbacks}
    for call in calls(evidence.tree, *passed):
        for word in call.keywords:
            text = value(evidence.tree, word.value)
            is_number = word.arg in NUMBERS_OF_CALLBACKS and isinstance(text, str)
            if is_number and (found := NUMBER.fullmatch(str(text))):
                place = evidence.place(word.value.lineno)
                return f"numbers have no quotes: write {word.arg}={found[1]} in {place}"
    return ""


def number_in_quotes(evidence: Evidence, raised: Raised) -> str:
    """Match epochs="20": a string where Keras needs a number."""
    wrong = raised.type in {"TypeError", "ValueError"} and NO_NUMBER.search(raised.message)
    for node in at_line(evidence.tree, own_line(raised)) if wrong else ():
        if not isinstance(node, ast.Call) or name_of(node.func) not in TAKE_NUMBERS:
            continue
        is_loader = name_of(node.func).endswith("from_directory")  # The first argument is a folder.
        places = [("", each) for each in node.args[is_loader:]]
        places += [(f"{w.arg}=", w.value) for w in node.keywords if w.arg not in NAMES]
        for before, given in places:
            text = value(evidence.tree, given)
            if isinstance(text, str) and (found := NUMBER.fullmatch(text)):
                return f"numbers have no quotes: write {before}{found[1]}"
    return ""


RULES = (quotes_are_missing, number_in_quotes, number_of_a_callback_in_quotes)
