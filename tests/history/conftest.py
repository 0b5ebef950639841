"""Where the history of these tests is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice


@pytest.fixture
def state(new_practice: Practice) -> Path:
    return new_practice.home / "state"
