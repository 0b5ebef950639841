"""One event from a box: a JSON object of which nothing is believed but what has the right type."""

from __future__ import annotations

import json
import math
from typing import Any, TypeGuard

LARGEST = 2**53  # Whole numbers beyond it are none that a training counts, and no float holds them.


class Event(dict[str, Any]):
    """One event; each reading gives a value of the type asked for, or its plain default."""

    def text(self, key: str, longest: int = 4000) -> str:
        """A text, cut at `longest` characters."""
        value = self.get(key)
        return value[:longest] if isinstance(value, str) else ""

    def whole(self, key: str, default: int = 0) -> int:
        """A whole number that a training can come to."""
        value = self.get(key)
        return value if _is_whole(value) else default

    def number(self, key: str) -> float | None:
        """A finite number."""
        return finite(self.get(key))

    def part(self, key: str) -> Event | None:
        """An event within this one."""
        value = self.get(key)
        return Event(value) if isinstance(value, dict) else None

    def parts(self, key: str, most: int = 200) -> list[Event]:
        """A list of events within this one."""
        value = self.get(key)
        items = value[:most] if isinstance(value, list) else []
        return [Event(item) for item in items if isinstance(item, dict)]

    def texts(self, key: str, most: int = 2000) -> tuple[str, ...]:
        """A list of texts."""
        value = self.get(key)
        items = value[:most] if isinstance(value, list) else []
        return tuple(item for item in items if isinstance(item, str))

    def shape(self, key: str, most: int = 8) -> tuple[int, ...]:
        """A list of whole numbers."""
        value = self.get(key)
        items = value[:most] if isinstance(value, list) else []
        return tuple(item for item in items if _is_whole(item))


def parse(line: bytes) -> Event | None:
    """One line of a box's channel; None where it is no event."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return Event(value) if isinstance(value, dict) and isinstance(value.get("event"), str) else None


def finite(value: object) -> float | None:
    """A finite number as a float; None for anything else, infinity and NaN too."""
    if _is_whole(value) or (isinstance(value, float) and math.isfinite(value)):
        return float(value)
    return None


def _is_whole(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST
