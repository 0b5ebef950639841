"""Every submission of tests/corpus gets the verdict that stands at its top (corpus_heads.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.grading.corpus_heads import CORPUS, head, require_as_told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Practice


def submissions() -> list[object]:
    return [
        pytest.param(
            path,
            id=f"{path.parent.name}-{path.stem}",
            marks=[pytest.mark.slow] if "slow" in head(path) else [],
        )
        for path in sorted(CORPUS.glob("problem*/*.py"))
    ]


@pytest.mark.usefixtures("closed_sandbox")
@pytest.mark.parametrize("path", submissions())
def test_verdict(path: Path, practice: Practice, leftovers: Callable[[Path], list[str]]) -> None:
    wanted = head(path)
    options = " ".join(wanted.get("options", [])).split()
    where = ["--data", "sample", "--sandbox", "isolated"]
    report = practice.report("check", path.parent.name, str(path), *where, *options)
    require_as_told(report, wanted)
    assert not leftovers(practice.home)
    assert not list((practice.home / "cache" / "boxes").glob("*"))
