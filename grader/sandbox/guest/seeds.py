"""Random numbers from a seed of the grader's, whatever seed a file sets for itself.

A file may fix its seed to repeat its own runs. Only with other seeds can be seen whether what it
does is random at all.
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
    """Begin anew from this seed, in Python and in numpy where it is imported."""
    _SEED[0] = seed
    _set_standard(seed)
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.practice_seed(seed)


def ignore_the_files_own() -> None:
    """From now on no call of the file's own chooses a seed."""
    random.seed = _nothing
    random.Random = _seeded(random.Random)  # type: ignore[misc]
    if "numpy" in sys.modules:
        _change_numpy(sys.modules["numpy"])
    else:
        patching.after_import({"numpy": _change_numpy})


def _nothing(*_args: object, **_kwargs: object) -> None:
    """Take the place of a function that sets a seed."""


def _seeded(plain: Any) -> Any:  # noqa: ANN401
    """A class of generators that begins with the grader's seed, whatever it is given."""

    class Seeded(plain):  # type: ignore[misc]
        def __init__(self, *_args: object, **_kwargs: object) -> None:
            super().__init__(_SEED[0])

        def seed(self, *_args: object, **_kwargs: object) -> None:
            super().seed(_SEED[0])

    return Seeded


def _from_our_seed(made: Any) -> Any:  # noqa: ANN401
    """What makes numpy's source of random bits, whatever seed the file would give it."""
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
