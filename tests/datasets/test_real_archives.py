"""The official archives, or smaller copies of them, where this machine has them."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.datasets import image_sets, registry, store
from grader.datasets.spec import ImageFolders
from grader.progress import silent
from tests.conftest import ROOT

if TYPE_CHECKING:
    from grader.settings import Settings

DATA = Path(os.environ.get("PRACTICE_TEST_DATA") or ROOT.parent / "shared" / "data")

LARGE = {"cats-and-dogs", "rps"}


@pytest.mark.skipif(not DATA.is_dir(), reason=f"THE REAL ARCHIVES ARE NOT TESTED: no {DATA}")
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.slow] if name in LARGE else [])
        for name in registry.specs()
    ],
)
def test_an_official_set_is_installed_completely(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    found = store.install_real(settings, name, str(DATA), silent)
    assert store.verify(settings, name, "real", silent) == []
    classes, labels = found.held_out_labels()
    assert set(labels) == set(range(len(classes)))
    assert store.find(settings, name, "auto", silent) == found
    if isinstance(registry.spec(name).form, ImageFolders):
        assert len(image_sets.held_out(found).files) == len(labels)
        asked = image_sets.training_sample(found, tmp_path)
        assert Counter(asked.labels) == dict.fromkeys(
            range(len(classes)), image_sets.SAMPLED_A_CLASS
        )
        assert tuple(dict.fromkeys(file.split("/")[0] for file in asked.files)) == classes
