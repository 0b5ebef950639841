"""Make random numbers depend on the grader's seed, whatever seed a file sets.

A file may fix its seed to repeat its own runs. Only other seeds show whether it is random at all.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

from . import patching

if TYPE_CHECKING:
    from types import ModuleType

_SEED = [0]
_set_standard = random.seed


def set_all(seed: int) -> None:
    """Seed Python, and NumPy if it is imported."""
    _SEED[0] = seed
    _set_standard(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.practice_seed(seed)


def ignore_seeds_of_the_file() -> None:
    """Ignore every seed that the file sets from now on."""
    random.seed = _nothing
    random.Random = _seeded(random.Random)  # type: ignore[misc]
    if "numpy" in sys.modules:
        _change_numpy(sys.modules["numpy"])
    else:
        patching.after_import({"numpy": _change_numpy})


def _nothing(*_args: object, **_kwargs: object) -> None:
    """Replace a function that sets a seed."""


def _seeded(plain: Any) -> Any:  # noqa: ANN401
    """Return a class of generators that start from the grader's seed, whatever seed they get."""

    class Seeded(plain):  # type: ignore[misc]
        def __init__(self, *_args: object, **_kwargs: object) -> None:
            super().__init__(_SEED[0])

        def seed(self, *_args: object, **_kwargs: object) -> None:
            super().seed(_SEED[0])

    return Seeded


def _from_our_seed(made: Any) -> Any:  # noqa: ANN401
    """Return a function that makes a bit generator from the grader's seed."""
    return lambda *_args, **_kwargs: made(_SEED[0])


def _change_numpy(numpy: ModuleType) -> None:
    places = numpy.random
    places.practice_seed, places.seed = places.seed, _nothing
    places.practice_seed(_SEED[0])
    places.RandomState = _seeded(places.RandomState)
    for name in ("MT19937", "PCG64", "PCG64DXSM", "Philox", "SFC64"):
        setattr(places, name, _from_our_seed(getattr(places, name)))
    default_rng = places.default_rng
    places.default_rng = lambda *_args, **_kwargs: default_rng(_SEED[0])
