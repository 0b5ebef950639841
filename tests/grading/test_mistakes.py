"""Each mistake of tests/corpus/mistakes is named, on its place, and nothing else is.

One wording of each is run here; `python -m benchmarks.name_mistakes` runs all.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.grading.mistake_heads import OPTIONS, every, first_of_each, head, missed, named_wrongly

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

ROWS = 42


def test_each_mistake_stands_there_in_at_least_two_wordings() -> None:
    numbers = [head(path)["mistake"][0] for path in every()]
    assert [n for n in range(1, ROWS + 1) if numbers.count(str(n)) < 2] == []


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("path", first_of_each(), ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_the_mistake_is_named_on_its_place_and_no_other(path: Path, practice: Practice) -> None:
    report = practice.report("check", path.parent.name, str(path), *OPTIONS)
    whole = json.dumps(report, ensure_ascii=False, indent=1)
    assert missed(path, report) == (), whole
    assert named_wrongly(path, report) == set(), whole
