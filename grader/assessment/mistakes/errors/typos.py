"""Misspelt names: the word that was meant."""

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


LONG = 4  # letters; in shorter words another letter makes another word
SWAPPED = 3  # letters in which two neighbours may have changed places


def is_slip(name: str, meant: str) -> bool:
    """Whether `name` is `meant` with one wrong key: y_train and x_train are two names."""
    if name.lower() == meant.lower():
        return name != meant
    parts, others = name.lower().split("_"), meant.lower().split("_")
    if len(parts) != len(others):
        return False
    pairs = [pair for pair in zip(parts, others, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and _one_key(*pairs[0], is_whole=len(parts) == 1)


def _one_key(part: str, other: str, *, is_whole: bool) -> bool:
    """One letter more, less or another, or two neighbours that have changed places."""
    if _letters(part) == _letters(other):  # x_train1 and x_train2
        return False
    shorter, longer = sorted((part, other), key=len)
    at = next((n for n, letter in enumerate(shorter) if longer[n] != letter), len(shorter))
    is_plural = at == len(shorter) and longer[at:] == "s"
    if is_plural and is_whole:  # files, of which a loop gives one file
        return False
    if len(part) == len(other):
        if part[at : at + 2] == other[at : at + 2][::-1] and part[at + 2 :] == other[at + 2 :]:
            return len(part) >= SWAPPED
        return len(part) >= LONG and at > 0 and part[at + 1 :] == other[at + 1 :]
    return len(shorter) >= LONG and shorter[at:] == longer[at + 1 :]


def _letters(part: str) -> str:
    return "".join(letter for letter in part if not letter.isdigit())
