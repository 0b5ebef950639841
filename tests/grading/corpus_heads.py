"""What stands at the top of a submission of tests/corpus, and that its report says so.

Its first lines may hold: `verdict`; `says` (a phrase of the report), `fails` and `passes` (a check
that must), any number of them; `marked: yes` (there is a 0 to 5 mark); `trained: yes` (there is
none, and it is told what the trained model would have got); `fault-line`, and `fault-cell` in a
notebook; `options`; `needs` (a package without which it is skipped) and `lacks` (one with which it
is); `box` (it must never run in another one); `slow: yes`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema

from grader.formats.as_json import SCHEMA
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Head = dict[str, list[str]]

CORPUS = ROOT / "tests" / "corpus"
LINE = re.compile(r"# ([a-z-]+): (.*)")
KEYS = {"verdict", "says", "fails", "passes", "marked", "trained", "fault-line", "fault-cell"}
KEYS |= {"options", "needs", "lacks", "box", "slow"}


def head(path: Path) -> Head:
    """The first lines of a file, or of a notebook's first code cell."""
    found: Head = {}
    for line in _code(path).split("\n"):
        told = LINE.fullmatch(line)
        if told is None:
            break
        key, value = told.groups()
        assert key in KEYS, f"{path}: '{key}' is not known"
        found.setdefault(key, []).append(value)
    return found


def _code(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    cells = json.loads(text)["cells"]
    return "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "code"))


def require_as_told(report: dict[str, Any], wanted: Head) -> None:
    """A report is valid, and is what the head tells."""
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))
    # What the submission prints is not what the report says.
    text = json.dumps({**report, "printed": []}, ensure_ascii=False)
    assert [report["verdict"]] == wanted["verdict"], text
    for phrase in wanted.get("says", []):
        assert json.dumps(phrase, ensure_ascii=False)[1:-1] in text, text
    for outcome in ("failed", "passed"):
        found = {check["name"] for check in report["checks"] if check["outcome"] == outcome}
        assert found.issuperset(wanted.get("fails" if outcome == "failed" else "passes", [])), text
    if "marked" in wanted:
        assert report["score"] is not None, text
        assert report["trained"] is None, text
    if "trained" in wanted:
        assert report["trained"] is not None, text
    for key in ("line", "cell"):
        if f"fault-{key}" in wanted:
            assert [str(report["fault"][key])] == wanted[f"fault-{key}"], text
