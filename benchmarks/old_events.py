"""Events of golden records that were made before host and guest shared a protocol."""

from __future__ import annotations

from typing import Any

Values = dict[str, Any]
_FILE_EVENTS = ("save", "save_weights", "load_weights")
_RENAMED = ("number", "line", "epochs")
_NOT_FINITE = ("nan", "inf", "-inf")


def upgraded(values: Values) -> Values:
    """Return the JSON values of an event under the names of the protocol."""
    name = values["event"]
    if name in _FILE_EVENTS:
        return {**values, "event": "file", "what": name}
    if name == "fit_begin" and "fit" in values:
        return _fit(values)
    if name == "epoch" and not isinstance(values.get("epoch"), dict):
        return _epoch(values)
    if name == "fit_end":
        rising = [item if isinstance(item, bool) else None for item in _list(values.get("rising"))]
        return {**values, "rising": rising}
    if name == "probe" and "callbacks" in values:
        answers = map(_dict, _list(values["callbacks"]))
        return {**values, "probes": [{**item, "callback": item.get("class")} for item in answers]}
    if name == "loader" and "batch_size" in values:
        augmentation = list(_dict(values.get("augmentation")))
        return {**values, "batch": values["batch_size"], "augmentation": augmentation}
    if name == "passed_over" and "error" not in values:
        return {"event": name, "error": values}
    return values


def _fit(values: Values) -> Values:
    model, compiled = _dict(values.get("model")), _dict(values.get("compiled"))
    callbacks = map(_dict, _list(values.get("callbacks")))
    own = {key: value for key, value in {**model, **compiled}.items() if key not in _RENAMED}
    fit = {
        **own,
        **values,
        "number": values["fit"],
        "model": model.get("class"),
        "model_number": model.get("number"),
        "compiled": compiled.get("line"),
        "epochs_asked": values.get("epochs"),
        "kept_back": values.get("validation_split"),
        "callbacks": [{**item, "name": item.get("class")} for item in callbacks],
    }
    for name in ("training", "validation"):
        if isinstance(fit.get(name), dict):
            fit[name] = {**fit[name], "batch": fit[name].get("batch_size")}
    return fit


def _epoch(values: Values) -> Values:
    logs = _dict(values.get("logs"))
    epoch = {
        "number": values.get("epoch"),
        "logs": logs,
        "seconds": values.get("seconds"),
        "weights": values.get("weights"),
        "not_numbers": [key for key, value in logs.items() if value in _NOT_FINITE],
    }
    return {"event": "epoch", "fit": values.get("fit"), "epoch": epoch}


def _dict(value: object) -> Values:
    """Return a mapping; an empty one for anything that a submission forged instead."""
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
