"""The official archives themselves, or small copies of them, where this machine has them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.datasets import registry, store
from grader.progress import silent

if TYPE_CHECKING:
    from grader.settings import Settings

DATA = Path(
    os.environ.get("PRACTICE_TEST_DATA")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data"
)


@pytest.mark.skipif(not DATA.is_dir(), reason=f"THE REAL ARCHIVES ARE NOT TESTED: no {DATA}")
@pytest.mark.parametrize("name", list(registry.SETS))
def test_a_real_set_is_installed_whole(settings: Settings, name: str) -> None:
    found = store.install_real(settings, name, str(DATA), silent)
    assert store.verify(settings, name, "real", silent) == []
    classes, labels = found.held_out_labels()
    assert set(labels) == set(range(len(classes)))
    assert store.find(settings, name, "auto", silent) == found
