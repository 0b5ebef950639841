from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.authoring.checkout import Checkout, copied

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def checkout(shared_home: Path, tmp_path: Path) -> Checkout:
    folder = tmp_path / "folder"
    folder.mkdir()
    return Checkout(shared_home, folder, copied(tmp_path / "kit"))
