"""Generate the published JSON schemas from the types that are written.

    python -m grader.formats.json_schema

writes them; a test fails if they differ from the types.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

from grader.formats import as_json, validation_json
from grader.report import Report

if TYPE_CHECKING:
    from pathlib import Path

_RISES = "`format` rises whenever a reader of an older one could misread it."


def schemas() -> dict[Path, str]:
    """Return the text of each schema by its file."""
    return {
        as_json.SCHEMA: _schema(
            "Report of one graded submission",
            f"What `practice check --json` prints. {_RISES}",
            Report,
            as_json.Totals,
        ),
        validation_json.SCHEMA: _schema(
            "Outcome of a validation",
            f"What `practice validate --json` prints. {_RISES}",
            validation_json.ValidationJson,
        ),
    }


def _schema(title: str, description: str, *parts: type) -> str:
    """Return the schema of an object that has the fields of all these types."""
    properties: dict[str, Any] = {}
    definitions: dict[str, Any] = {}
    for part in parts:
        defined = msgspec.json.schema(part)["$defs"]
        properties.update(defined.pop(part.__name__)["properties"])
        definitions.update(defined)
    for each in definitions.values():
        if "properties" in each:
            each.update(_closed(each["properties"]))
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "description": description,
        "type": "object",
        **_closed(properties),
        "$defs": dict(sorted(definitions.items())),
    }
    return json.dumps(whole, indent=2) + "\n"


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    """Require every property, for each is always written, and allow no others."""
    for each in properties.values():
        each.pop("default", None)
    return {
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


if __name__ == "__main__":
    for _file, _text in schemas().items():
        _file.write_text(_text, encoding="utf-8")
