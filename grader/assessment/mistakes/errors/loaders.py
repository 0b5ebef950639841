"""Loaders and datasets that are used like an array or a pair of arrays."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, name_of
from grader.assessment.mistakes.errors.error_message import own_line, source

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Raised

LOADERS = ("flow_from_directory", "image_dataset_from_directory")
UNPACKED = re.compile(r"(?:too many|not enough) values to unpack")
ARITHMETIC = re.compile(r"unsupported operand type\(s\) for [/*]=?: '(\w*Dataset|\w*Iterator)' and")
NO_METHOD = re.compile(r"'(\w*Iterator|_?\w*Dataset)' object has no attribute '(\w+)'")
# What to do for a loader of ImageDataGenerator, which lacks these methods of tf.data.
INSTEAD_OF_METHODS = {
    "repeat": "it repeats by itself: leave .repeat() out",
    "prefetch": "it needs no prefetching: leave .prefetch(...) out",
    "cache": "it has no cache: leave .cache() out",
    "take": "leave .take(...) out and limit the batches with fit(..., steps_per_epoch=...)",
    "map": "leave .map(...) out and use ImageDataGenerator(rescale=1/255, ...)",
    "batch": "it already gives batches: leave .batch(...) out",
    "class_names": "write list({name}.class_indices)",
}
ONE_ARGUMENT = "<lambda>() takes 1 positional argument but 2 were given"


def loader_is_no_pair(evidence: Evidence, raised: Raised) -> str:
    """Match x, y = generator.flow_from_directory(…)."""
    if raised.type != "ValueError" or not UNPACKED.search(raised.message):
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) in LOADERS:
            name = name_of(node.func)
            both = ", or subset='both'" if name == LOADERS[1] else ""
            return f"it returns one object with images and labels: write data = {name}(...){both}"
    return ""


def data_set_is_no_array(_evidence: Evidence, raised: Raised) -> str:
    """Match train / 255.0, where train is a dataset or the iterator of a generator."""
    found = ARITHMETIC.search(raised.message) if raised.type == "TypeError" else None
    if found is None:
        return ""
    if found[1].endswith("Dataset"):
        return "scale a dataset with map: data.map(lambda x, y: (x / 255.0, y))"
    return "scale the images of a loader with ImageDataGenerator(rescale=1/255)"


def loader_has_no_such_method(evidence: Evidence, raised: Raised) -> str:
    """Match train.repeat() of an ImageDataGenerator's loader, class_names of a mapped dataset."""
    found = NO_METHOD.search(raised.message) if raised.type == "AttributeError" else None
    if found is None:
        return ""
    kind, word = found[1], found[2]
    owners = [
        node.value
        for node in at_line(evidence.tree, own_line(raised))
        if isinstance(node, ast.Attribute) and node.attr == word
    ]
    if len(owners) != 1 or "\n" in source(evidence, owners[0]):
        return ""
    name = source(evidence, owners[0])
    if kind.endswith("Iterator"):
        instead = INSTEAD_OF_METHODS.get(word, "").format(name=name)
        return f"{name} is a loader, not a tf.data dataset; {instead}" if instead else ""
    if word == "class_names":
        return f"only the loader's own dataset has it: read {name}.class_names before .map(...)"
    if word == "class_indices":
        return "a tf.data dataset has no class_indices: read class_names before .map(...)"
    return ""


def map_gives_two_things(evidence: Evidence, raised: Raised) -> str:
    """Match data.map(lambda x: x / 255): map passes the labels too."""
    if raised.type != "TypeError" or ONE_ARGUMENT not in raised.message:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) == "map" and node.args:
            given = node.args[0]
            if isinstance(given, ast.Lambda) and len(given.args.args) == 1:
                name, body = given.args.args[0].arg, source(evidence, given.body)
                label = "y" if name != "y" else "label"
                cause = "map passes images and labels"
                return f"{cause}: write lambda {name}, {label}: ({body}, {label})"
    return ""


RULES = (
    loader_is_no_pair,
    data_set_is_no_array,
    loader_has_no_such_method,
    map_gives_two_things,
)
