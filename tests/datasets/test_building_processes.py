"""Builds in several processes, some of which are killed."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from grader.datasets import building
from tests.conftest import ROOT
from tests.datasets.conftest import Told, names
from tests.datasets.test_building import build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def process(*args: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.datasets.builder_process", *map(str, args)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield started
        finally:
            started.kill()


def line(started: subprocess.Popen[str]) -> str:
    assert started.stdout is not None
    return started.stdout.readline().strip()


def test_a_killed_build_leaves_no_set_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    folder = tmp_path / "sample" / "toy-v2"
    with process(folder, tmp_path / "gate", tmp_path / "log") as started:
        assert line(started) == "making"
        started.kill()
        started.wait()
    assert not folder.exists()
    assert len(names(folder.parent)) == 2
    (folder.parent / ".toy-box-v2.other.building").mkdir()
    build(folder)
    assert names(folder.parent) == [".toy-box-v2.other.building", ".toy.lock", "toy-v2"]
    assert names(folder) == ["files.json", "held-out", "visible"]


def test_two_processes_build_a_set_once(tmp_path: Path) -> None:
    folder, gate, log = tmp_path / "sample" / "toy-v1", tmp_path / "gate", tmp_path / "log"
    with process(folder, gate, log) as first:
        assert line(first) == "making"
        with process(folder, gate, log) as second:
            assert line(second) == "waiting for another process that builds toy"
            gate.touch()
            assert first.wait() == 0
            assert second.wait() == 0
    assert log.read_text(encoding="utf-8") == "made\n"
    assert names(folder) == ["files.json", "half"]


def test_a_waiter_takes_over_from_a_killed_process(tmp_path: Path) -> None:
    folder, gate, log = tmp_path / "sample" / "toy-v1", tmp_path / "gate", tmp_path / "log"
    with process(folder, gate, log) as first:
        assert line(first) == "making"
        with process(folder, gate, log) as second:
            assert line(second).startswith("waiting")
            first.kill()
            assert line(second) == "making"
            gate.touch()
            assert second.wait() == 0
    assert names(folder.parent) == [".toy.lock", "toy-v1"]


def test_remove_waits_for_a_build(tmp_path: Path) -> None:
    folder, gate = tmp_path / "sample" / "toy-v1", tmp_path / "gate"
    with process(folder, gate, tmp_path / "log") as started:
        assert line(started) == "making"
        told = Told()

        def opens_the_gate(what: str, done: float, total: float) -> None:
            told(what, done, total)
            gate.touch()

        assert building.remove(folder, opens_the_gate)
        assert started.wait() == 0
    assert told.calls[:1] == [("waiting for another process that builds toy", 0, 0)]
    assert names(folder.parent) == [".toy.lock"]
