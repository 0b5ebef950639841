"""A TOML file that is read strictly: each key asked for by its type, unknown keys refused."""

from __future__ import annotations

import sys
from math import inf
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

if TYPE_CHECKING:
    from pathlib import Path

Number = int | float


def parse(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; raises UsageError where it is none."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error


class Table:
    """A TOML table that knows its file, checks what it gives out and what nobody asked for."""

    def __init__(self, path: Path, name: str, values: dict[str, Any]) -> None:
        self._path, self._name, self._values = path, name, values
        self._asked: set[str] = set()

    def refuse(self, key: str, allowed: str) -> UsageError:
        """Raise the one error of this module."""
        full = f"{self._name}.{key}" if self._name else key
        seen = f"not {self._values[key]!r}" if key in self._values else "and it is missing"
        raise UsageError(f"{self._path}: key '{full}' must be {allowed}, {seen}")

    def _get(self, key: str) -> Any:  # noqa: ANN401  (whatever TOML holds)
        self._asked.add(key)
        return self._values.get(key)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse(key, "a text that is not empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(key, "a list of texts")
        return tuple(value)

    def number(self, key: str, *, low: float, high: float = inf) -> Number:
        """A number from `low` to `high`."""
        value = self._get(key)
        plain = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not plain or not low <= value <= high:
            least = "" if low == -inf else f" of at least {low:g}"
            raise self.refuse(
                key, f"a number from {low:g} to {high:g}" if high != inf else f"a number{least}"
            )
        number: Number = value
        return number

    def whole(self, key: str, *, low: int) -> int:
        """A whole number of at least `low`."""
        value = self._get(key)
        if type(value) is not int or value < low:
            raise self.refuse(key, f"a whole number of at least {low}")
        return value

    def numbers(self, low: float = -inf, high: float = inf) -> dict[str, Number]:
        """All keys of the table, as numbers."""
        return {key: self.number(key, low=low, high=high) for key in self._values}

    def rising(self, key: str, count: int) -> tuple[float, ...]:
        """A list of so many rising numbers from 0 to 1."""
        value = self._get(key)
        plain = isinstance(value, list) and all(
            isinstance(item, (int, float)) and not isinstance(item, bool) and 0 <= item <= 1
            for item in value
        )
        if not plain or len(value) != count or sorted(set(value)) != value:
            raise self.refuse(key, f"a list of {count} rising numbers from 0 to 1")
        return tuple(float(item) for item in value)

    def flag(self, key: str) -> bool:
        """True or false; false where it is missing."""
        value = self._get(key)
        if value not in (None, True, False):
            raise self.refuse(key, "true or false")
        return value is True

    def table(self, key: str, *, optional: bool = False) -> Table:
        """A table within this one; an `optional` one that is missing is empty."""
        value = self._get(key)
        if value is None and optional:
            value = {}
        if not isinstance(value, dict):
            raise self.refuse(key, "a table")
        return Table(self._path, f"{self._name}.{key}" if self._name else key, value)

    def tables(self, key: str) -> list[Table]:
        """A list of tables."""
        value = self._get(key)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refuse(key, "a list of tables")
        name = f"{self._name}.{key}" if self._name else key
        return [Table(self._path, f"{name}[{place}]", item) for place, item in enumerate(value)]

    def all_texts(self) -> dict[str, str]:
        """All keys of the table, as texts."""
        return {key: self.text(key) for key in self._values}

    def names(self) -> tuple[str, ...]:
        """The keys of the table."""
        return tuple(self._values)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def finish(self) -> None:
        """Refuse a key that nothing reads: it is most likely a misspelt one."""
        for key in self._values:
            if key not in self._asked:
                full = f"{self._name}.{key}" if self._name else key
                allowed = ", ".join(sorted(self._asked))
                raise UsageError(f"{self._path}: key '{full}' is not known here; known: {allowed}")
