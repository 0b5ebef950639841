"""Functions and methods of Keras, replaced by others that call them."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def wrap(owner: type, name: str, around: Callable[..., Any]) -> None:
    """Replace a method, inherited or not, by one that calls `around(original, self, …)`."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def replaced(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return around(original, self, *args, **kwargs)

    holder = next(kind for kind in owner.__mro__ if name in vars(kind))
    setattr(holder, name, replaced)


def everywhere(original: Callable[..., Any], around: Callable[..., Any]) -> None:
    """Replace a function of Keras by its wrapped form wherever Keras holds it."""

    @functools.wraps(original)
    def replaced(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        return around(original, *args, **kwargs)

    name, top = original.__name__, original.__module__.partition(".")[0]
    for place, module in list(sys.modules.items()):
        if place.startswith(top) and vars(module).get(name) is original:
            setattr(module, name, replaced)
