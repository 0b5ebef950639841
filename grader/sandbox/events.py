"""Read an event of the guest: of its declared type, within its bounds, and never trusted.

A value of another type is left out, so that the field keeps its default: part of what the guest
reports comes from the submission's own objects.
"""

from __future__ import annotations

import itertools
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import msgspec

from grader.sandbox.observations import LARGEST, LONGEST, MOST, Event
from grader.sandbox.protocol import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Converter = Callable[[object], object]
T = TypeVar("T")
_FINITE = 1.7e308
_PLAIN: Mapping[Any, Any] = {
    int: Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)],
    float: Annotated[float, msgspec.Meta(ge=-_FINITE, le=_FINITE)],
}


@dataclass(frozen=True)
class _Bounds:
    most: int = MOST
    longest: int = LONGEST
    zero_is_none: bool = False


def parse(line: bytes) -> Event | None:
    """Read a line of a guest's channel; None if it is not an event."""
    try:
        values = json.loads(line)  # It takes names that are not valid Unicode; msgspec does not.
    except (ValueError, RecursionError):
        return None
    return event_of(values)


def event_of(values: object) -> Event | None:
    """Read an event from its JSON values; None if they are not one."""
    name = values.get("event") if isinstance(values, dict) else None
    kind = EVENTS.get(name) if isinstance(name, str) else None
    if kind is None or not isinstance(values, dict):
        return None
    event: Event = _read(kind, values)
    return event


def _read(kind: Any, values: Mapping[str, object]) -> Any:  # noqa: ANN401
    found: dict[str, object] = {}
    for name, convert in _converters(kind):
        if name in values:
            try:
                found[name] = convert(values[name])
            except msgspec.ValidationError:
                continue
    return kind(**found)


@lru_cache(maxsize=64)
def _converters(kind: type) -> tuple[tuple[str, Converter], ...]:
    """Return the fields of a type, each with the function that reads its value."""
    hints = get_type_hints(kind)
    return tuple(
        (each.name, _converter(hints[each.name], _Bounds(**each.metadata))) for each in fields(kind)
    )


def _converter(hint: Any, bounds: _Bounds) -> Converter:  # noqa: ANN401
    """Return a function that raises ValidationError for a value of another type than `hint`."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType} and type(None) in inner:
        (some,) = (each for each in inner if each is not type(None))
        return _or_none(_converter(some, bounds), bounds)
    if origin is tuple:
        return _items(_converter(inner[0], bounds), bounds.most)
    if origin is Mapping:
        return _mapping(_converter(inner[1], bounds), bounds.most)
    if is_dataclass(hint):
        return lambda value: _read(hint, _checked(value, dict))
    if hint is str:
        return lambda value: str(_checked(value, str)[: bounds.longest])
    plain = _PLAIN.get(hint, hint)
    return lambda value: msgspec.convert(value, plain)


def _checked(value: object, kind: type[T]) -> T:
    if not isinstance(value, kind):
        raise msgspec.ValidationError(f"Expected `{kind.__name__}`")
    return value


def _or_none(convert: Converter, bounds: _Bounds) -> Converter:
    def read(value: object) -> object:
        found = None if value is None else convert(value)
        return None if bounds.zero_is_none and not found else found

    return read


def _items(convert: Converter, most: int) -> Converter:
    def read(value: object) -> object:
        pairs = enumerate(_checked(value, list)[:most])
        return tuple(item for _, item in _valid(pairs, convert))

    return read


def _mapping(convert: Converter, most: int) -> Converter:
    def read(value: object) -> object:
        return dict(_valid(itertools.islice(_checked(value, dict).items(), most), convert))

    return read


def _valid(
    pairs: Iterable[tuple[object, object]], convert: Converter
) -> Iterator[tuple[object, object]]:
    """Yield the pairs whose second value can be converted."""
    for key, value in pairs:
        try:
            yield key, convert(value)
        except msgspec.ValidationError:
            continue
