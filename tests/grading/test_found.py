"""Files as learners publish them (tests/corpus/found) get the verdict that stands at their top.

Notebooks of courses, blogs, Colab and Kaggle, scripts of 2019 to 2025: written for the kit in
their manner, each with one or more of the habits that such files have.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.grading.corpus_heads import CORPUS, head, require_as_told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Practice

FOUND = sorted((CORPUS / "found").glob("problem*/*"))


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_found(path: Path, practice: Practice, leftovers: Callable[[Path], list[str]]) -> None:
    wanted = head(path)
    for package in wanted.get("needs", []):
        if find_spec(package) is None:
            pytest.skip(f"{package} is not installed")
    for package in wanted.get("lacks", []):
        if find_spec(package) is not None:
            pytest.skip(f"{package} is installed, so it is not missed")
    where = ["--data", "sample", "--sandbox", "isolated", "--no-history"]
    report = practice.report("check", path.parent.name, str(path), *where)
    require_as_told(report, wanted)
    assert not leftovers(practice.home)
