"""The published JSON schemas, which are generated from the types that are written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

from grader.formats import as_json
from grader.formats.json_schema import schemas
from tests.history.examples import report

if TYPE_CHECKING:
    from pathlib import Path

SCHEMAS = schemas()


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_a_published_schema_is_generated(file: Path) -> None:
    # If this fails: python -m grader.formats.json_schema
    assert file.read_text(encoding="utf-8") == SCHEMAS[file]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("verdict", "splendid"),
        ("score", 6),
        ("accuracy", {"held-out": 1.5}),
        ("sha256", "0"),
        ("sandbox", "box"),
        ("seed", -1),
        ("unheard_of", 1),
    ],
)
def test_the_schema_of_a_report_refuses_invalid_values(key: str, value: object) -> None:
    schema = json.loads(SCHEMAS[as_json.SCHEMA])
    values = json.loads(as_json.to_json(report()))
    jsonschema.validate(values, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**values, key: value}, schema)
    if key in values:
        del values[key]
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(values, schema)
