"""How a box's program ends: as any Python program, but never by taking the interpreter down."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

GRADER = ROOT / "grader"
PROGRAM = """
import atexit, sys, threading, time
sys.path.insert(0, {top!r})
from sandbox.guest import process_exit

class Held:
    def __del__(self):
        print("let go", flush=True)

def main():
    sys.modules["__main__"].held = Held()
    sys.modules["__main__"].file = open("left_open.txt", "w")
    file.write("written")
    threading.Thread(target=lambda: (time.sleep(0.2), print("the thread is done"))).start()
    atexit.register(print, "at exit")
    {last}

process_exit.run(main)
"""


def end(folder: Path, last: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(top=str(GRADER), last=last)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_threads_exit_functions_and_open_files_come_to_their_end(tmp_path: Path) -> None:
    done = end(tmp_path)
    assert done.stdout.splitlines() == ["the thread is done", "at exit", "let go"]
    assert (tmp_path / "left_open.txt").read_text() == "written"
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("last", "code", "said"),
    [
        ("sys.exit(3)", 3, ""),
        ("sys.exit()", 0, ""),
        ("sys.exit('no pictures')", 1, "no pictures"),
        ("1 / 0", 1, "ZeroDivisionError"),
    ],
)
def test_the_exit_status_is_the_programs_own(
    tmp_path: Path, last: str, code: int, said: str
) -> None:
    done = end(tmp_path, last)
    assert done.returncode == code
    assert said in done.stderr
