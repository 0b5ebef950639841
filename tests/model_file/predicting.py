"""Start the predicting program outside a sandbox; its channel is its standard output."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from grader.sandbox.conventions import CHANNEL_VARIABLE
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping


def ask(
    *requests: Mapping[str, Any], environ: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    """Send requests to the predicting program, one line each."""
    return subprocess.run(
        [sys.executable, "-m", "sandbox.guest.predict"],
        cwd=ROOT / "grader",
        env={**environ, CHANNEL_VARIABLE: "1"},
        input="".join(json.dumps(request) + "\n" for request in requests).encode(),
        capture_output=True,
        timeout=250,
        check=False,
    )
