"""A process that keeps attempts, and says the number of each once it is kept."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path

from grader.formats.as_json import to_json
from grader.history.recording import store_practice
from tests.history.examples import RECORD, report


def main(state: Path, name: str, count: int) -> None:
    """Keep attempts, from when a line comes in."""
    say("ready")
    sys.stdin.readline()
    for number in range(count):
        content = f"print({name!r}, {number})\n".encode()
        one = report(2, file=f"{name}.py", seed=number, sha256=sha256(content).hexdigest())
        at = datetime.now(timezone.utc)
        say(str(store_practice(state, at, one, to_json(one), content, ".py", RECORD)))


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
