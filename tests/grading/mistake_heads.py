"""The submissions of tests/corpus/mistakes: what a report must name of each, and what it may not.

A file's head holds `mistake` (its number), and who names it: `rule` (of grader/diagnosis) or
`check` (one that fails); `says`, phrases of what that one says; `line` (or `line` and `cell`) of
the place, where a rule names it; `also`, other rules that may speak, as the mistake gives reason.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MISTAKES = ROOT / "tests" / "corpus" / "mistakes"
# With Keras 3 whatever else is installed: many of them are of what it no longer knows.
OPTIONS = ("--data", "sample", "--sandbox", "isolated", "--keras", "3", "--no-history")
HEAD = re.compile(r"^# ([a-z]+): (.*)$", re.MULTILINE)
KEYS = {"mistake", "rule", "check", "says", "line", "cell", "also"}


def every() -> list[Path]:
    """All of them, in the order of their names."""
    return sorted(path for path in MISTAKES.glob("problem*/*") if path.is_file())


def first_of_each() -> list[Path]:
    """One wording of each mistake; of those without a number, one of four."""
    numbered: dict[str, Path] = {}
    others = []
    for path in every():
        number = path.name.partition("_")[0]
        if number.strip("0").isdigit():
            numbered.setdefault(number, path)
        else:
            others.append(path)
    return [*numbered.values(), *others[::4]]


def head(path: Path) -> dict[str, list[str]]:
    """What stands at the top of a file, or of a notebook's first cell."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        text = "".join(json.loads(text)["cells"][0]["source"])
    found: dict[str, list[str]] = {}
    for key, value in HEAD.findall(text):
        assert key in KEYS, f"{path}: '{key}' is not known"
        found.setdefault(key, []).append(value)
    return found


def missed(path: Path, report: dict[str, Any]) -> tuple[str, ...]:
    """What of the mistake a report does not name, a sentence each; empty where it does."""
    return tuple(_missed(head(path), report))


def named_wrongly(path: Path, report: dict[str, Any]) -> set[str]:
    """The rules that speak of something else than the mistake."""
    wanted = head(path)
    return _named(report).keys() - {*wanted.get("rule", []), *wanted.get("also", [])}


def _missed(wanted: dict[str, list[str]], report: dict[str, Any]) -> Iterator[str]:
    rules = _named(report)
    checks = {check["name"]: check for check in report["checks"] if check["outcome"] == "failed"}
    speaks = [rules[name] for name in wanted.get("rule", []) if name in rules]
    speaks += [checks[name] for name in wanted.get("check", []) if name in checks]
    if not speaks:
        yield "nobody who should names it"
        return
    said = " ".join(str(value) for one in speaks for value in one.values())
    yield from (f"it does not say '{phrase}'" for phrase in wanted["says"] if phrase not in said)
    for key in ("line", "cell"):
        for value in wanted.get(key, []):
            if str(speaks[0][key]) != value:
                yield f"it is told at {key} {speaks[0][key]} and not {value}"


def _named(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What a report names: the fault's rule, and those that found something."""
    fault = report["fault"]
    found = {one["id"]: one for one in report["mistakes"]}
    return {fault["mistake"]: fault, **found} if fault and fault["mistake"] else found
