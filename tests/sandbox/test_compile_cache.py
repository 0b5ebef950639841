"""What is compiled before the first box, which cannot keep what it compiles."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from grader.sandbox.compile_cache import writing

if TYPE_CHECKING:
    from pathlib import Path


def test_an_environment_that_forbids_compiled_files_does_not_keep_them_from_sandboxes(
    tmp_path: Path,
) -> None:
    (tmp_path / "module.py").write_text("x = 1\n", encoding="utf-8")
    forbids = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/nowhere"}
    command = [sys.executable, "-c", "import module"]
    subprocess.run(command, cwd=tmp_path, env=forbids, check=True)
    assert not (tmp_path / "__pycache__").exists()
    subprocess.run(command, cwd=tmp_path, env=writing(forbids), check=True)
    assert (tmp_path / "__pycache__").is_dir()
