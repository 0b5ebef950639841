"""Misspelled names: find the word that was meant."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE = 0.8  # `stride` and `strides`; not `loss` and `lr`


def nearest(word: str, words: Iterable[str]) -> str:
    """Return the one of `words` that is most similar to `word`; "" if none is similar."""
    known = list(words)
    lowered = {each.lower(): each for each in reversed(known)}
    found = difflib.get_close_matches(word.lower(), lowered, 1, ALIKE)
    return lowered[found[0]] if found else ""


def nearest_key(key: str, keys: Iterable[str]) -> str:
    """Return the key of the logs that was meant; `acc` also means `accuracy`."""
    known = [each for each in keys if each.startswith("val_") == key.startswith("val_")]
    if "acc" in key.lower():
        similar = [each for each in known if "acc" in each]
        return nearest(key, similar) or next(iter(similar), "")
    return nearest(key, known)


LONG = 4  # letters; a different letter in a shorter word makes another word
SWAPPED = 3  # letters of the shortest word in which two letters may be swapped


def is_slip(name: str, meant: str) -> bool:
    """Return whether `name` is `meant` with one typo; y_train and x_train are two names."""
    if name.lower() == meant.lower():
        return name != meant
    parts, others = name.lower().split("_"), meant.lower().split("_")
    if len(parts) != len(others):
        return False
    pairs = [pair for pair in zip(parts, others, strict=True) if pair[0] != pair[1]]
    return len(pairs) == 1 and _one_key(*pairs[0], is_whole=len(parts) == 1)


def _one_key(part: str, other: str, *, is_whole: bool) -> bool:
    """Return whether one letter is added, missing or different, or two letters are swapped."""
    if _letters(part) == _letters(other):  # x_train1 and x_train2
        return False
    shorter, longer = sorted((part, other), key=len)
    at = next((n for n, letter in enumerate(shorter) if longer[n] != letter), len(shorter))
    is_plural = at == len(shorter) and longer[at:] == "s"
    if is_plural and is_whole:  # `file` may be the loop variable over `files`.
        return False
    if len(part) == len(other):
        if part[at : at + 2] == other[at : at + 2][::-1] and part[at + 2 :] == other[at + 2 :]:
            return len(part) >= SWAPPED
        return len(part) >= LONG and at > 0 and part[at + 1 :] == other[at + 1 :]
    return len(shorter) >= LONG and shorter[at:] == longer[at + 1 :]


def _letters(part: str) -> str:
    return "".join(letter for letter in part if not letter.isdigit())
