"""Rewrite inputs and graph of a model that Keras 2 saved as Keras 3 expects them."""

from __future__ import annotations

from typing import Any

_Object = dict[str, Any]

MODELS = ("Functional", "Model")
_WITH_A_NODE = (*MODELS, "Sequential")
_TENSOR = 3  # a layer's name, its node, its tensor


def repaired(value: _Object) -> _Object:
    """Return a functional model whose graph Keras 3 can build; equal if it already could."""
    inner = value.get("config")
    if not isinstance(inner, dict) or not isinstance(inner.get("layers"), list):
        return value
    shifted = _counted_from_1(inner["layers"], inner.get("output_layers"))
    new = dict(inner)
    if shifted:
        new["layers"] = [_with_nodes(layer, shifted) for layer in inner["layers"]]
        # Keras 3 itself knows that calls of a functional model as the last step count from 1.
        sequential = {name for name, kind in shifted.items() if kind == "Sequential"}
        new["output_layers"] = _shifted(inner.get("output_layers"), sequential)
    new["layers"] = [_with_named_tensors(layer) for layer in new["layers"]]
    for key in ("input_layers", "output_layers"):
        new[key] = _single(new.get(key))
    return {**value, "config": new}


def with_input(value: _Object) -> _Object:
    """Return a sequential model with an input layer, whose shape Keras 2 stored in the next one."""
    inner = value.get("config")
    layers = inner.get("layers") if isinstance(inner, dict) else inner
    first = layers[0] if isinstance(layers, list) and layers else None
    if not isinstance(first, dict) or first.get("class_name") == "InputLayer":
        return value
    settings = first.get("config")
    if not isinstance(settings, dict):
        return value
    shape = settings.get("batch_input_shape")
    if not isinstance(shape, list):
        return value
    name = f"{settings.get('name')}_input"
    begin = {"name": name, "batch_input_shape": shape, "dtype": settings.get("dtype")}
    rest = {key: item for key, item in settings.items() if key != "batch_input_shape"}
    others = layers[1:] if isinstance(layers, list) else []
    new = [{"class_name": "InputLayer", "config": begin}, {**first, "config": rest}, *others]
    return {**value, "config": {**inner, "layers": new} if isinstance(inner, dict) else new}


def _counted_from_1(layers: list[Any], outputs: Any) -> dict[str, str]:  # noqa: ANN401
    """Return inner models, by name and class, whose own graph counts as their first call."""
    references = [ref for each in layers for ref in _references(_nodes(each))]
    references += _references(outputs)
    found = {}
    for layer in layers:
        if not isinstance(layer, dict) or layer.get("class_name") not in _WITH_A_NODE:
            continue
        name, nodes = layer.get("name"), layer.get("inbound_nodes")
        calls = len(nodes) if isinstance(nodes, list) else 0
        used = [ref[1] for ref in references if ref[0] == name]
        if calls and used and max(used) == calls:
            found[str(name)] = str(layer["class_name"])
    return found


def _nodes(layer: Any) -> Any:  # noqa: ANN401  (any JSON)
    return layer.get("inbound_nodes") if isinstance(layer, dict) else None


def _references(value: Any) -> list[list[Any]]:  # noqa: ANN401  (any JSON)
    """Return every [name, node, tensor, …] in a value."""
    if _is_reference(value):
        return [value, *_references(value[_TENSOR:])]
    items = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(items, list):
        return []
    return [found for item in items for found in _references(item)]


def _is_reference(value: Any) -> bool:  # noqa: ANN401  (any JSON)
    return (
        isinstance(value, list)
        and len(value) in {_TENSOR, _TENSOR + 1}
        and isinstance(value[0], str)
        and type(value[1]) is int
        and type(value[2]) is int
    )


def _with_nodes(layer: Any, shifted: dict[str, str]) -> Any:  # noqa: ANN401  (any JSON)
    nodes = _nodes(layer)
    return layer if nodes is None else {**layer, "inbound_nodes": _shifted(nodes, set(shifted))}


def _shifted(value: Any, names: set[str]) -> Any:  # noqa: ANN401  (any JSON)
    """Return the value with references to these layers counted from 0."""
    if _is_reference(value):
        name, node, tensor, *rest = value
        node -= name in names
        return [name, node, tensor, *(_shifted(item, names) for item in rest)]
    if isinstance(value, list):
        return [_shifted(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _shifted(item, names) for key, item in value.items()}
    return value


def _with_named_tensors(layer: Any) -> Any:  # noqa: ANN401  (any JSON)
    """Return calls such as attention(query, value=x) as Keras 3 writes them."""
    nodes = _nodes(layer)
    if not isinstance(nodes, list):
        return layer
    return {**layer, "inbound_nodes": [_as_call(node) for node in nodes]}


def _as_call(node: Any) -> Any:  # noqa: ANN401  (any JSON)
    if not isinstance(node, list) or not node or not all(_is_reference(each) for each in node):
        return node
    named = node[0][_TENSOR] if len(node[0]) > _TENSOR else {}
    if not _references(named):
        return node
    tensors = [_tensor(each) for each in node]
    given = tensors if len(tensors) > 1 else tensors[0]
    return {"args": [given], "kwargs": {key: _tensor(each) for key, each in named.items()}}


def _tensor(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    """Return a reference as an object; Keras replaces its shape by the layer's output shape."""
    if _is_reference(value):
        place = {"shape": [], "dtype": "float32", "keras_history": value[:_TENSOR]}
        return {"class_name": "__keras_tensor__", "config": place}
    return [_tensor(item) for item in value] if isinstance(value, list) else value


def _single(value: Any) -> Any:  # noqa: ANN401  (any JSON)
    """Return the tensor of a list of one, which Keras 2 wrote."""
    alone = isinstance(value, list) and len(value) == 1 and _is_reference(value[0])
    return value[0] if alone else value
