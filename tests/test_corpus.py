"""Every submission of tests/corpus gets the verdict that stands at its top.

A file's head may hold: `verdict`; `says` (a phrase of the report), `fails` and `passes` (a check
that must), any number of them; `marked: yes` (there is a 0 to 5 mark); `fault-line`; `options`;
`box` (it must never run in another one); `slow: yes`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

from grader.formats.as_json import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Practice

CORPUS = Path(__file__).parent / "corpus"
HEAD = re.compile(r"^# ([a-z-]+): (.*)$", re.MULTILINE)
KEYS = {"verdict", "says", "fails", "passes", "marked", "fault-line", "options", "box", "slow"}


def head(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in HEAD.findall(path.read_text(encoding="utf-8")):
        assert key in KEYS, f"{path}: '{key}' is not known"
        found.setdefault(key, []).append(value)
    return found


def submissions() -> list[object]:
    return [
        pytest.param(
            path,
            id=f"{path.parent.name}-{path.stem}",
            marks=[pytest.mark.slow] if "slow" in head(path) else [],
        )
        for path in sorted(CORPUS.glob("problem*/*.py"))
    ]


@pytest.mark.usefixtures("closed_box")
@pytest.mark.parametrize("path", submissions())
def test_verdict(path: Path, practice: Practice, leftovers: Callable[[Path], list[str]]) -> None:
    wanted = head(path)
    options = " ".join(wanted.get("options", [])).split()
    where = ["--data", "sample", "--box", "bubblewrap"]
    report = practice.report("check", path.parent.name, str(path), *where, *options)
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    text = json.dumps(report, ensure_ascii=False)
    assert [report["verdict"]] == wanted["verdict"], text
    for phrase in wanted.get("says", []):
        assert json.dumps(phrase, ensure_ascii=False)[1:-1] in text, text
    failed = {check["name"] for check in report["checks"] if check["outcome"] == "failed"}
    assert failed.issuperset(wanted.get("fails", [])), text
    passed = {check["name"] for check in report["checks"] if check["outcome"] == "passed"}
    assert passed.issuperset(wanted.get("passes", [])), text
    if "marked" in wanted:
        assert report["mark"] is not None, text
    if "fault-line" in wanted:
        assert [str(report["fault"]["line"])] == wanted["fault-line"]
    assert not leftovers(practice.home)
    assert not list((practice.home / "cache" / "boxes").glob("*"))
