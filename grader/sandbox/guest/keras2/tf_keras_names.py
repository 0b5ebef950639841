"""Run files for Keras 2: provide tf_keras under every name that Keras had then.

The sandbox sets TF_USE_LEGACY_KERAS, so that `tensorflow.keras` is tf_keras; this does the rest.
"""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

NAME = "tf_keras"
_NAMES = {"keras": NAME, "keras_preprocessing": f"{NAME}.preprocessing"}
_MIDDLE = 0.5


def is_wanted() -> bool:
    """Whether this sandbox runs its file under tf_keras."""
    return os.environ.get("TF_USE_LEGACY_KERAS") == "1"


def take_over() -> None:
    """Make `import keras` and `import keras_preprocessing` import tf_keras."""
    sys.meta_path.insert(0, _Aliases())


def add_old_names(keras: ModuleType) -> None:
    """Add what tf_keras has removed: lr and decay of optimizers, predict_classes."""
    for kind in list(vars(keras.optimizers).values()):
        if isinstance(kind, type) and issubclass(kind, keras.optimizers.Optimizer):
            _take_old_names(kind, keras.optimizers.schedules.InverseTimeDecay)
    keras.Sequential.predict_classes = _predict_classes
    keras.Sequential.predict_proba = keras.Sequential.predict


class _Aliases(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the module of tf_keras by an old name."""

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: object = None
    ) -> importlib.machinery.ModuleSpec | None:
        real = _real(name)
        if real is None:
            return None
        try:
            found = importlib.util.find_spec(real)
        except ModuleNotFoundError:
            found = None
        return None if found is None else importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = importlib.import_module(_real(spec.name) or spec.name)
        spec.loader_state = module.__spec__
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Restore what the import changed; the module has already run."""
        if module.__spec__ is not None:
            module.__spec__ = module.__spec__.loader_state


def _real(name: str) -> str | None:
    top, dot, rest = name.partition(".")
    return f"{_NAMES[top]}{dot}{rest}" if top in _NAMES else None


def _take_old_names(optimizer: Any, inverse_time_decay: Any) -> None:  # noqa: ANN401
    """Accept lr=, which tf_keras ignores: it would train at another learning rate."""
    original = vars(optimizer).get("__init__")
    usual = inspect.signature(original).parameters.get("learning_rate") if original else None
    if original is None or usual is None:
        return

    @functools.wraps(original)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        rate, decay = kwargs.pop("lr", None), kwargs.pop("decay", None)
        if rate is not None:
            kwargs["learning_rate"] = rate
        if decay:
            begin = args[0] if args else kwargs.get("learning_rate", usual.default)
            kwargs["learning_rate"] = inverse_time_decay(begin, 1, decay)
            args = ()
        original(self, *args, **kwargs)

    optimizer.__init__ = init


def _predict_classes(model: Any, x: Any, batch_size: int | None = None, verbose: int = 0) -> Any:  # noqa: ANN401
    found = model.predict(x, batch_size=batch_size, verbose=verbose)
    if found.shape[-1] > 1:
        return found.argmax(axis=-1)
    return (found > _MIDDLE).astype("int32")
