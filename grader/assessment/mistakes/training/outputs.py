"""A last layer, a loss and labels that do not go together, though Keras trains with them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls, constant, keyword, name_of, number
from grader.assessment.mistakes.errors.labels import FLATTENING
from grader.assessment.mistakes.registry import Aspect, Found, mistake

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Fit

BINARY = frozenset({"binarycrossentropy", "bce"})
CATEGORICAL = frozenset({"categoricalcrossentropy"})
SPARSE = frozenset({"sparsecategoricalcrossentropy"})
DISTANCES = frozenset({"meansquarederror", "mse", "meanabsoluteerror", "mae"})
SOFTMAX = frozenset({"softmax", "softmax_v2"})
PROBABILITIES = SOFTMAX | {"sigmoid"}
NO_PROBABILITIES = frozenset({"linear", "relu", "tanh"})
SEVERAL = 3


def _loss(fit: Fit) -> str:
    """Return the loss in one spelling: binary_crossentropy and BinaryCrossentropy are equal."""
    return fit.loss.replace("_", "").lower()


def _last_layer(evidence: Evidence, units: int, activations: frozenset[str]) -> int:
    """Return the line of the only Dense layer with these units and activation; 0 if not unique."""
    lines = [
        call.lineno
        for call in calls(evidence.tree, "Dense")
        if number(call.args[0] if call.args else keyword(call, "units")) == units
        and _activation(call) in activations
    ]
    return lines[0] if len(lines) == 1 else 0


def _activation(call: ast.Call) -> str:
    given = keyword(call, "activation") or (call.args[1] if len(call.args) > 1 else None)
    if given is None:
        return "linear"
    name = constant(given)
    return name if isinstance(name, str) else name_of(given)


@mistake(Aspect.OUTPUT, Aspect.ACCURACY)
def softmax_over_one_unit(evidence: Evidence) -> Iterator[Found]:
    """Dense(1, activation='softmax') is 1 for every image."""
    fit = evidence.main_fit
    if fit is not None and fit.units == 1 and fit.activation in SOFTMAX:
        yield Found(
            _last_layer(evidence, 1, SOFTMAX) or fit.compiled or fit.line,
            expected="a sigmoid for a single output",
            actual="softmax makes outputs sum to 1: a single output is 1 for every image",
            fix="write layers.Dense(1, activation='sigmoid')",
        )


@mistake(Aspect.OUTPUT, Aspect.ACCURACY)
def flatten_comes_last(evidence: Evidence) -> Iterator[Found]:
    """Flatten comes after the Dense layers: the model has an output for every position."""
    fit = evidence.main_fit
    if fit is None or fit.layers[-1:] != ("Flatten",) or fit.training is None:
        return
    if not evidence.is_weak:  # Dense on a single position, then Flatten, is correct.
        return
    images = len(fit.training.shape) > 1 or fit.training.loaders
    before = tuple(itertools.takewhile(lambda layer: layer != "Dense", fit.layers))
    if not images or before == fit.layers or any(map(FLATTENING.search, before)):
        return
    flattens = list(calls(evidence.tree, "Flatten"))
    yield Found(
        flattens[0].lineno if len(flattens) == 1 else fit.compiled or fit.line,
        expected="images as rows of numbers before the first Dense layer",
        actual="Flatten is the last layer: each Dense layer works on one row of pixels at a time",
        fix="move layers.Flatten() before the first Dense layer",
    )


@mistake(Aspect.OUTPUT, Aspect.ACCURACY)
def no_probabilities(evidence: Evidence) -> Iterator[Found]:
    """The loss expects probabilities, but the last layer outputs any numbers."""
    fit = evidence.main_fit
    if fit is None or fit.units is None or fit.from_logits:
        return
    loss = _loss(fit)
    if loss not in BINARY | CATEGORICAL | SPARSE or fit.activation not in NO_PROBABILITIES:
        return
    wanted = "sigmoid" if fit.units == 1 else "softmax"
    values = fit.history("loss")
    went = f"; the loss went from {values[0]:.3g} to {values[-1]:.3g}" if len(values) > 1 else ""
    yield Found(
        _last_layer(evidence, fit.units, NO_PROBABILITIES) or fit.compiled or fit.line,
        expected=f"outputs from 0 to 1, as {fit.loss} expects",
        actual=f"the last layer's activation is {fit.activation}, which outputs any number{went}",
        fix=f"write layers.Dense({fit.units}, activation='{wanted}')",
    )


@mistake(Aspect.ACCURACY)
def logits_after_an_activation(evidence: Evidence) -> Iterator[Found]:
    """from_logits=True, although the last layer already outputs probabilities."""
    fit = evidence.main_fit
    if fit is not None and fit.from_logits and fit.activation in PROBABILITIES:
        name = fit.activation.removesuffix("_v2")
        yield Found(
            fit.compiled or fit.line,
            expected=f"either a {name} in the last layer or from_logits=True",
            actual=f"both: the loss applies the {name} a second time, and Keras warned about it",
            fix="remove from_logits=True",
        )


@mistake(Aspect.OUTPUT, Aspect.ACCURACY)
def loss_does_not_fit(evidence: Evidence) -> Iterator[Found]:
    """A loss for one output with several outputs, or the other way round."""
    fit = evidence.main_fit
    if fit is None or fit.units is None:
        return
    loss, labels = _loss(fit), fit.training.labels if fit.training else None
    one_hot = None if labels is None else labels == (fit.units,)
    fitting = ""
    if fit.units == 1 and loss in CATEGORICAL | SPARSE:
        fitting = "binary_crossentropy"
    elif fit.units >= SEVERAL and one_hot is not None and loss in BINARY | DISTANCES:
        # With one-hot labels such a loss learns too, but worse.
        if one_hot and not evidence.is_weak:
            return
        fitting = "categorical_crossentropy" if one_hot else "sparse_categorical_crossentropy"
    if fitting:
        values = fit.history(fit.accuracy_name or "")
        reached = f"; accuracy reached {max(values):.3f}" if values else ""
        outputs = f"{fit.units} outputs" if fit.units > 1 else "one output"
        yield Found(
            fit.compiled or fit.line,
            expected=f"a loss for {outputs}"
            + (f" and {'one-hot' if one_hot else 'whole-number'} labels" if fit.units > 1 else ""),
            actual=f"{fit.loss} with {outputs}{reached}",
            fix=_loss_fix(evidence, fit, fitting),
        )


def _loss_fix(evidence: Evidence, fit: Fit, fitting: str) -> str:
    """Return the loss to write; for one output also the activation of the last layer."""
    classes = _classes(evidence, fit)
    if fit.units == 1 and classes >= SEVERAL:
        end = f"layers.Dense({classes}, activation='softmax')"
        return f"end with {end}: there are {classes} classes"
    is_other = fit.units == 1 and fit.activation != "sigmoid"
    last = " and activation='sigmoid' in the last layer" if is_other else ""
    return f"write loss='{fitting}'{last}"


def _classes(evidence: Evidence, fit: Fit) -> int:
    """Return the number of classes, from labels or folders; 0 if unknown."""
    feed = fit.training
    loaders = [evidence.record.loader(number) for number in feed.loaders] if feed else []
    known = [len(loader.classes) for loader in loaders if loader is not None]
    return max([*known, (feed.classes if feed else 0) or 0])


RULES = (
    flatten_comes_last,
    softmax_over_one_unit,
    no_probabilities,
    logits_after_an_activation,
    loss_does_not_fit,
)
