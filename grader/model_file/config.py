"""The configuration of a saved model: parsed with limits, and judged name by name, size by size."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING, Any

from grader.model_file import allowed_layers
from grader.model_file.findings import UnreadableModel, UnsafeModel

if TYPE_CHECKING:
    from collections.abc import Collection

DEEPEST = 100  # EfficientNet inside two models reaches 21
MOST_LAYERS = 3_000  # NASNetLarge, the largest of keras.applications, has 1041
_TOKENS = re.compile(r'"(?:[^"\\]+|\\.)*(?:"|\Z)|[\[{]|[\]}]', re.DOTALL)
_LONGEST_NUMBER = 40

_MOST_INPUT = 1 << 25  # numbers in one input: a picture of 3344 x 3344 x 3
_MOST_TENSOR = 1 << 28  # numbers in one tensor between layers: 1 GB of float32
_MOST_BATCH = 4_096
_MOST_AXES = 16
_LARGEST = 10_000_000
_LARGEST_BY_KEY = {
    **dict.fromkeys(("units", "input_dim", "output_dim", "n"), 2_000_000),
    **dict.fromkeys(("filters", "key_dim", "value_dim", "groups"), 65_536),
    **dict.fromkeys(("height", "width"), 16_384),
    **dict.fromkeys(("kernel_size", "strides", "pool_size", "dilation_rate"), 4_096),
    **dict.fromkeys(("size", "padding", "cropping", "block_size"), 4_096),
    **dict.fromkeys(("num_heads", "depth_multiplier", "lora_rank"), 4_096),
}
# A layer that declares more than this must have stored a weight of that size.
_STORED_ABOVE = 4_096
_STORED_KEYS = frozenset({"units", "filters", "key_dim", "value_dim", "input_dim", "output_dim"})
_ANY_NUMBER = frozenset({"seed", "salt", "value"})
_INPUT_KEYS = frozenset({"batch_shape", "batch_input_shape", "build_input_shape"})
_SHAPE_KEYS = frozenset({"shape", "target_shape", "input_shape", "output_shape"})
_FILE_KEYS = frozenset({"vocabulary", "idf_weights", "weights", "filepath", "file", "path"})
_WORD_KEYS = frozenset({"vocabulary", "idf_weights"})  # a list holds the words, a text a path
_DROPPED = frozenset({"compile_config"})  # the guest's repair removes it at every depth
_LOOKUPS = frozenset({"IntegerLookup", "StringLookup", "TextVectorization"})
_BUILDERS = frozenset({"serialize", "deserialize", "Input"})
_NAMES = frozenset({"name", "config", "class_name", "module", "registered_name"})
_HOLDERS = frozenset({"layers", "layer", "backward_layer", "cell", "cells"})
_RETRAIN = "Then train and save again."
_FOREIGN = (
    "This is not what model.save('mymodel.h5') writes. Save the model again with Keras and hand in "
    "that file unchanged."
)


def shown(text: object, most: int = 60) -> str:
    """Text out of the file as a message may show it: printable and short."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in str(text))
    return plain if len(plain) <= most else plain[: most - 3] + "..."


def parse(text: str) -> dict[str, Any]:
    """The configuration as JSON; raises UnsafeModel where it is nested without end or too large."""
    depth = 0
    for match in _TOKENS.finditer(text):
        sign = match[0][0]
        depth += (sign in "[{") - (sign in "]}")
        if depth > DEEPEST:
            reason = f"The model's configuration is nested more than {DEEPEST} levels deep."
            raise UnsafeModel(reason, _FOREIGN)
    try:
        config = json.loads(text, parse_int=_integer)
    except (ValueError, RecursionError) as error:
        reason = f"The model's configuration is not valid JSON ({shown(error)})."
        raise UnreadableModel(reason, _FOREIGN) from error
    if (
        not isinstance(config, dict)
        or not isinstance(config.get("class_name"), str)
        or not isinstance(config.get("config"), (dict, list))
    ):
        raise UnreadableModel("The model's configuration names no class and no layers.", _FOREIGN)
    return config


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise ValueError("a number of more than 40 digits")
    return int(digits)


def judge(config: dict[str, Any], stored_sizes: Collection[int]) -> None:
    """Raise UnsafeModel unless everything that the configuration names is known and bounded.

    `stored_sizes` are the lengths found in the shapes of the weights that the file stores.
    """
    _Judge(stored_sizes).walk(config, "", "The model", is_root=True)


class _Judge:
    """One walk over one configuration; counts the layers that it has passed."""

    def __init__(self, stored_sizes: Collection[int]) -> None:
        self._stored = stored_sizes
        self._layers = 0

    def walk(self, value: Any, key: str, where: str, *, is_root: bool = False) -> None:  # noqa: ANN401
        if isinstance(value, dict):
            if "class_name" in value:
                where = _named(value, key, where)
                self._object(value, key, where, is_root=is_root)
            elif _is_activation(key):
                _refuse_code(key, where)
            for inner in (each for each in value if each not in _DROPPED):
                self.walk(value[inner], inner, where)
        elif isinstance(value, list):
            self._list(value, key, where)
        elif isinstance(value, str):
            _judge_text(key, value, where)
        elif isinstance(value, (int, float)):
            self._number(key, value, where)

    def _list(self, value: list[Any], key: str, where: str) -> None:
        if key in _WORD_KEYS:
            _judge_words(key, value, where)
            return
        _judge_shape(key, value, where)
        for item in value:
            self.walk(item, key, where)

    def _object(self, value: dict[str, Any], key: str, where: str, *, is_root: bool) -> None:
        class_name, module = value["class_name"], value.get("module")
        if not isinstance(class_name, str):
            raise UnsafeModel(f"{where} has a class name that is not a text.", _FOREIGN)
        if class_name == "function":
            _judge_function(value, key, where)
            return
        if class_name in allowed_layers.PLAIN_DATA:
            _judge_data(class_name, value, where)
            return
        if class_name in allowed_layers.TENSORFLOW_OPERATIONS:
            function = _text(value.get("config"), "function")
            if function not in allowed_layers.TENSORFLOW_FUNCTIONS:
                reason = f"{where} calls the TensorFlow function '{shown(function)}'."
                raise UnsafeModel(reason, f"Use a layer of Keras for this step. {_RETRAIN}")
            return
        registered = value.get("registered_name")
        foreign = module is not None and not (
            isinstance(module, str) and allowed_layers.module_is_known(module)
        )
        if (
            class_name not in allowed_layers.KNOWN
            or foreign
            or registered not in (None, class_name)
        ):
            name = (
                class_name
                if class_name not in allowed_layers.KNOWN or not registered
                else registered
            )
            raise UnsafeModel(*allowed_layers.refusal(shown(name), where, is_model=is_root))
        if class_name in _LOOKUPS:
            _judge_lookup(class_name, value.get("config"), where)
        if key == "layers":
            self._layers += 1
            if self._layers > MOST_LAYERS:
                raise UnsafeModel(f"The model has more than {MOST_LAYERS} layers.", _FOREIGN)

    def _number(self, key: str, value: float, where: str) -> None:
        if key in _ANY_NUMBER or isinstance(value, bool):
            return
        most = _LARGEST_BY_KEY.get(key)
        if most is None and isinstance(value, float):
            return
        most = most or _LARGEST
        if not abs(value) <= most:
            reason = f"{where} has {shown(key)}={shown(value)}; the grader loads at most {most}."
            raise UnsafeModel(reason, f"Make the layer smaller. {_RETRAIN}")
        if key in _STORED_KEYS and value > _STORED_ABOVE and value not in self._stored:
            declared = f"{where} declares {key}={shown(value)}"
            raise UnsafeModel(f"{declared}, but the file stores no weight of that size.", _FOREIGN)


def _named(value: dict[str, Any], key: str, where: str) -> str:
    """The layer that a configuration stands in, as a message names it."""
    name = _text(value.get("config"), "name")
    return f"The layer '{shown(name)}'" if key in _HOLDERS and name is not None else where


def _text(value: Any, key: str) -> str | None:  # noqa: ANN401
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _is_activation(key: str) -> bool:
    return key == "activation" or key.endswith("_activation")


def _judge_function(value: dict[str, Any], key: str, where: str) -> None:
    name, module = value.get("config"), value.get("module", "builtins")
    known = name in allowed_layers.FUNCTIONS if isinstance(name, str) else False
    home = module in (None, "builtins") or (
        isinstance(module, str) and allowed_layers.module_is_known(module)
    )
    if not known or not home or value.get("registered_name") not in (None, "function", name):
        _refuse_function(name, key, where)


def _refuse_function(name: object, key: str, where: str) -> None:
    raise UnsafeModel(
        f"{where} uses a function '{shown(name)}' ({shown(key)}) that is not one of Keras's. Its "
        "code is not in the file, so the grader (and the exam) cannot load the model.",
        "Name a function of Keras by its text, as in activation='relu', 'sigmoid' or 'softmax'. "
        f"{_RETRAIN}",
    )


def _refuse_code(key: str, where: str) -> None:
    part = f"The {shown(key)} of {where[0].lower()}{where[1:]}"
    raise UnsafeModel(*allowed_layers.refusal("__lambda__", part, is_model=False))


def _judge_text(key: str, value: str, where: str) -> None:
    if _is_activation(key) and value not in allowed_layers.ACTIVATIONS:
        if value in allowed_layers.LAYERS or value == "":
            return  # Keras makes the layer, or says what is wrong
        _refuse_function(value, key, where)
    if key in _FILE_KEYS:
        raise UnsafeModel(
            f"{where} reads a file while it loads ({key}='{shown(value)}').",
            f"Give the layer a list: vocabulary=open('words.txt').read().splitlines(). {_RETRAIN}",
        )
    if key == "dtype" and value not in allowed_layers.DTYPES:
        raise UnsafeModel(f"{where} has the unknown dtype '{shown(value)}'.", _FOREIGN)
    if value in _BUILDERS and key not in _NAMES:
        raise UnsafeModel(f"{where} names '{value}' as {shown(key)}.", _FOREIGN)


def _judge_words(key: str, value: list[Any], where: str) -> None:
    if not all(type(item) in (str, int, float) for item in value):
        raise UnsafeModel(f"{where} has {shown(key)} that are not words or numbers.", _FOREIGN)


def _judge_lookup(class_name: str, settings: Any, where: str) -> None:  # noqa: ANN401
    found = settings.get("vocabulary") if isinstance(settings, dict) else None
    if found is None:
        raise UnreadableModel(
            f"{where} ({class_name}) has no vocabulary: a .h5 file does not store what adapt() or "
            "set_vocabulary() gave it.",
            "After adapt(), build the model with a new layer that gets the words as a list: "
            f"words = layer.get_vocabulary(include_special_tokens=False), then "
            f"{class_name}(vocabulary=words, ...). {_RETRAIN}",
        )
    is_tuple = isinstance(found, dict) and found.get("class_name") == "__tuple__"
    if not is_tuple and not isinstance(found, (str, list)):
        raise UnsafeModel(f"{where} has a vocabulary that is not a list.", _FOREIGN)


def _judge_data(class_name: str, value: dict[str, Any], where: str) -> None:
    if class_name in {"__numpy__", "__tensor__"}:
        dtype = _text(value.get("config"), "dtype")
        if dtype not in allowed_layers.DTYPES or dtype == "string":
            raise UnsafeModel(f"{where} holds data of dtype '{shown(dtype)}'.", _FOREIGN)


def _judge_shape(key: str, value: list[Any], where: str) -> None:
    is_input = key in _INPUT_KEYS
    if not is_input and key not in _SHAPE_KEYS:
        return
    if any(isinstance(item, (list, dict)) for item in value):
        return  # shapes of several inputs, each judged by itself
    lengths = [item for item in value if item is not None]
    if not all(isinstance(item, int) and item >= -1 for item in lengths) or len(value) > _MOST_AXES:
        raise UnsafeModel(f"{where} has the shape {shown(value)}, which is none.", _FOREIGN)
    batched = is_input or (key == "input_shape" and value[:1] == [None])
    inner = [item for item in value[1 if batched else 0 :] if item is not None]
    if batched and value and value[0] is not None and value[0] > _MOST_BATCH:
        inner.append(value[0])
    most = _MOST_INPUT if is_input else _MOST_TENSOR
    if math.prod(max(1, item) for item in inner) > most:
        raise UnsafeModel(
            f"{where} has the shape {shown(value)}, more numbers than the grader would hold.",
            f"Use smaller pictures (150x150 is plenty). {_RETRAIN}",
        )
