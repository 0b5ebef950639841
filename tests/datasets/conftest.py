"""Settings in a temporary place, a toy set, and a web server on this machine that misbehaves."""

from __future__ import annotations

import hashlib
import io
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from grader.datasets import registry
from grader.datasets.registry import Archive, SetInfo
from grader.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def sha256(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    out, err = io.StringIO(), io.StringIO()
    return Settings(tmp_path / "cache", tmp_path / "state", io.StringIO(), out, err, {})


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> SetInfo:
    """The only set there is: toy, with two archives of which nobody knows an official address."""
    archives = tuple(
        Archive(name, ("http://127.0.0.1:9/",), len(raw), sha256(raw))
        for name, raw in TOY_ARCHIVES.items()
    )
    info = SetInfo("toy", archives, {"toy": 2}, "tests.datasets.toy_drawing")
    monkeypatch.setattr(registry, "SETS", {"toy": info})
    return info


TOY_ARCHIVES = {"a.gz": bytes(range(256)) * 40, "b.gz": b"b" * 3000}


@dataclass
class Told:
    """A Progress that keeps what it was told."""

    calls: list[tuple[str, float, float]] = field(default_factory=list)

    def __call__(self, what: str, done: float, total: float) -> None:
        self.calls.append((what, done, total))


@dataclass
class Web:
    """What the server serves, and how it misbehaves; `asked` is what came, with the ranges."""

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
