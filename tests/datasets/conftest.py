"""Settings in a temporary folder, a toy data set, and a local web server that misbehaves."""

from __future__ import annotations

import hashlib
import io
import sys
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import grader.datasets
from grader.datasets import registry
from grader.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.datasets.spec import DatasetSpec


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    out, err = io.StringIO(), io.StringIO()
    return Settings(tmp_path / "cache", tmp_path / "state", io.StringIO(), out, err, {})


@pytest.fixture
def add_data_sets(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Let the registry find the data sets in a folder too, beside the kit's own."""

    def add(folder: Path) -> None:
        path = [*grader.datasets.__path__, str(folder)]
        monkeypatch.setattr(grader.datasets, "__path__", path)
        for name in (each.parent.name for each in folder.glob("*/spec.py")):
            for module in [key for key in sys.modules if key.startswith(f"grader.datasets.{name}")]:
                monkeypatch.delitem(sys.modules, module)

    return add


@pytest.fixture
def toy(add_data_sets: Callable[[Path], None]) -> DatasetSpec:
    """The data set "toy", with two archives that no address serves."""
    add_data_sets(Path(__file__).parent / "toy_sets")
    return registry.spec("toy")


@dataclass
class Told:
    """A Progress that stores its calls."""

    calls: list[tuple[str, float, float]] = field(default_factory=list)

    def __call__(self, what: str, done: float, total: float) -> None:
        self.calls.append((what, done, total))


@dataclass
class Web:
    """The files of the server, and how it misbehaves; `asked` are the requests and ranges."""

    base: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cuts: list[int] = field(default_factory=list)  # bytes after which the next answers are cut
    statuses: list[int] = field(default_factory=list)  # what the next answers are instead
    ignores_ranges: bool = False
    says_length: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    web: Web

    def do_GET(self) -> None:
        web, stated = self.web, self.headers["Range"]
        web.asked.append((self.path, stated))
        raw = web.files.get(self.path)
        if web.statuses or raw is None:
            self.send_error(web.statuses.pop(0) if web.statuses else 404)
            return
        start = 0 if stated is None or web.ignores_ranges else int(stated[6:].rstrip("-"))
        if start >= len(raw) > 0:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(raw) - 1}/{len(raw)}")
        if web.says_length:
            self.send_header("Content-Length", str(len(raw) - start))
        self.end_headers()
        self.wfile.write(raw[start:][: web.cuts.pop(0) if web.cuts else len(raw)])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "127.0.0.1")
    served = Web()
    handler = type("Handler", (_Handler,), {"web": served})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        served.base = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield served
        finally:
            server.shutdown()
            thread.join()
