"""Read a TOML file into a msgspec struct; an error names the file and the key."""

from __future__ import annotations

import copy
import re
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from grader.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:  # pragma: no cover
    import tomli as tomllib

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from msgspec import inspect

T = TypeVar("T")
Place = tuple[str | int, ...]  # the keys and indices that lead to a value of a document
# What msgspec says of a value, and the path that leads there: "… - at `$.points[...]`".
SAID = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?", re.DOTALL)
STEP = re.compile(r"\.([\w-]+)|\[(\d+|\.\.\.)\]")
MISSING = re.compile(r"Object missing required field `(.*)`")
UNKNOWN = re.compile(r"Object contains unknown field `(.*)`")
ANY_KEY = "..."  # msgspec does not name the keys of a dict


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a TOML file, or the whole file."""


def parse(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; raises UsageError where it is not one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a TOML file: {error}") from error


def convert(document: Mapping[str, Any], kind: type[T], where: str) -> T:
    """Convert the tables of a file to a struct; raises UsageError that begins with `where`.

    The `__post_init__` of a struct may raise a ValueError; its message is shown as it is.
    """
    try:
        return msgspec.convert(document, kind)
    except msgspec.ValidationError as error:
        raise UsageError(f"{where}: {_plain(str(error), document, kind)}") from error


def require_current(document: Mapping[str, Any], renamed: Mapping[str, str], where: str) -> None:
    """Raise UsageError that names the new key where a document has a key that was renamed."""
    for old, new in renamed.items():
        value: Any = document
        for key in old.split("."):
            value = value.get(key) if isinstance(value, dict) else None
        if value is not None:
            raise UsageError(f"{where}: key '{old}' is now {new}")


def _plain(said: str, document: Mapping[str, Any], kind: type) -> str:
    """Say in plain English what msgspec says of a document."""
    found = SAID.fullmatch(said)
    what, path = (found["what"], found["path"] or "") if found else (said, "")
    place = _place(said, path, document, kind)
    missing, unknown = MISSING.fullmatch(what), UNKNOWN.fullmatch(what)
    if missing:
        key = _shown((*place, missing[1]))
        return f"key '{key}' is missing; it must be {_allowed(kind, (*place, missing[1]))}"
    if unknown:
        keys = ", ".join(sorted(_keys(_type_at(kind, place))))
        return f"key '{_shown((*place, unknown[1]))}' is not known here; known: {keys}"
    if not what.startswith(("Expected", "Invalid")):
        return what
    value = _value(document, place)
    return f"key '{_shown(place)}' must be {_allowed(kind, place)}, not {value!r}"


def _place(said: str, path: str, document: Mapping[str, Any], kind: type) -> Place:
    """Return the place that a path leads to; a dict's key is found by trying one at a time."""
    place: Place = ()
    for name, index in STEP.findall(path):
        if name or index != ANY_KEY:
            place = (*place, name or int(index))
            continue
        table = _value(document, place)
        wrong = (key for key in table if said == _error_with_only(document, place, key, kind))
        place = (*place, next(wrong, ANY_KEY))
    return place


def _error_with_only(document: Mapping[str, Any], place: Place, key: str, kind: type) -> str:
    """Return what msgspec says where the table at a place has this key only."""
    trial = copy.deepcopy(dict(document))
    table = _value(trial, place)
    kept = table[key]
    table.clear()
    table[key] = kept
    try:
        msgspec.convert(trial, kind)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def _value(document: Any, place: Place) -> Any:  # noqa: ANN401  (whatever TOML holds)
    for step in place:
        document = document[step]
    return document


def _shown(place: Sequence[str | int]) -> str:
    """Return a place as one writes it: variants.target.options[0]."""
    return "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in place).removeprefix(".")


def _type_at(kind: type, place: Place) -> inspect.Type:
    from msgspec import inspect  # noqa: PLC0415  (only for an error)

    found = inspect.type_info(kind)
    for step in place:
        found = next(_below(_bare(found), step))
    return found


def _below(kind: inspect.Type, step: str | int) -> Any:  # noqa: ANN401  (an iterator of types)
    """Yield the type that a key or an index of this type has."""
    from msgspec import inspect  # noqa: PLC0415

    if isinstance(kind, inspect.StructType):
        yield from (field.type for field in kind.fields if field.encode_name == step)
    elif isinstance(kind, inspect.DictType):
        yield kind.value_type
    elif isinstance(kind, inspect.TupleType) and isinstance(step, int):
        yield kind.item_types[step]
    elif isinstance(kind, inspect.VarTupleType | inspect.ListType):
        yield kind.item_type
    yield inspect.AnyType()


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without its description, and without the None of an optional table."""
    from msgspec import inspect  # noqa: PLC0415

    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        others = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return _bare(others[0]) if len(others) == 1 else kind
    return kind


def _keys(kind: inspect.Type) -> list[str]:
    return [field.encode_name for field in getattr(_bare(kind), "fields", ())]


def _allowed(kind: type, place: Place) -> str:
    return _described(_type_at(kind, place))


def _described(kind: inspect.Type) -> str:
    """Say which values a type allows; `Meta(description=…)` says it better where it is given."""
    from msgspec import inspect  # noqa: PLC0415

    if isinstance(kind, inspect.Metadata) and kind.extra_json_schema:
        return str(kind.extra_json_schema["description"])
    if isinstance(kind, inspect.UnionType):
        others = (one for one in kind.types if not isinstance(one, inspect.NoneType))
        return " or ".join(_described(one) for one in others)
    bare = _bare(kind)
    if isinstance(bare, inspect.LiteralType):
        return " or ".join(repr(value) for value in bare.values)
    names = {
        inspect.IntType: "a whole number",
        inspect.FloatType: "a number",
        inspect.StrType: "a text",
        inspect.BoolType: "true or false",
        inspect.TupleType: "a list",
        inspect.VarTupleType: "a list",
    }
    return names.get(type(bare), "a table")
