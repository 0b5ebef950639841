"""What the look at a model file says of one that it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.model_file.findings import RefusedModel, UnsafeModel
from grader.model_file.inspection import examine

if TYPE_CHECKING:
    from pathlib import Path

MEGABYTE = 1_000_000


def refusal(path: Path, kind: type[RefusedModel] = UnsafeModel) -> str:
    with pytest.raises(kind) as caught:
        examine(path, 50 * MEGABYTE)
    assert caught.value.fix
    return str(caught.value)
