"""The word that was meant: by its spelling, or because it has two names."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE = 0.8  # `stride` and `strides`; not `loss` and `lr`


def nearest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that is spelt most like `word`; empty where none is like it."""
    known = list(words)
    lowered = {each.lower(): each for each in reversed(known)}
    found = difflib.get_close_matches(word.lower(), lowered, 1, ALIKE)
    return lowered[found[0]] if found else ""


def nearest_key(key: str, keys: Iterable[str]) -> str:
    """The key of logs that was meant: `acc` is another name of `accuracy`."""
    known = [each for each in keys if each.startswith("val_") == key.startswith("val_")]
    if "acc" in key.lower():
        spelt = [each for each in known if "acc" in each]
        return nearest(key, spelt) or next(iter(spelt), "")
    return nearest(key, known)
