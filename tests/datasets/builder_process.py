"""Builds a set in a process of its own: it says "making" or "waiting", and waits for a gate.

Called with the set's folder, the gate (a file; the build ends when it is there) and a log that
gets one line each time that the set is made.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from grader.datasets import building, manifest
from grader.datasets.manifest import Origin


def main(folder: Path, gate: Path, log: Path) -> None:
    said: set[str] = set()

    def say(what: str) -> None:
        if what not in said:
            said.add(what)
            print(what, flush=True)  # noqa: T201

    def progress(what: str, done: float, total: float) -> None:  # noqa: ARG001
        if what.startswith("waiting"):
            say(what)

    def make(work: Path) -> Origin:
        (work / "half").write_bytes(b"half")
        with log.open("a", encoding="utf-8") as stream:
            stream.write("made\n")
        say("making")
        while not gate.exists():
            time.sleep(0.01)
        return Origin("made by a process")

    building.build(folder, lambda: manifest.read(folder) is not None, make, progress)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
