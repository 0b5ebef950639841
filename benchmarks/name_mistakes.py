"""How many of the mistakes in tests/corpus/mistakes are found, named wrongly, or missed.

    python -m benchmarks.name_mistakes --jobs 2 --kept runs.jsonl [PART OF A NAME …]

Each file is checked by the real command; a run that was ended goes on from the file named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from grader.catalog import ROOT
from tests.grading.mistake_heads import OPTIONS, every, head, missed, named_wrongly

if TYPE_CHECKING:
    from collections.abc import Sequence

ROWS = range(1, 43)


def ask(path: Path) -> tuple[str, str]:
    """Found, wrongly named or missed, and in what."""
    command = [sys.executable, str(ROOT / "cli.py"), "check", path.parent.name, str(path)]
    done = subprocess.run(
        [*command, *OPTIONS, "--json"], capture_output=True, text=True, check=False
    )
    if not done.stdout:
        return "missed", f"no report: {done.stderr.strip()[-200:]}"
    report = json.loads(done.stdout)
    wrong, lacking = named_wrongly(path, report), missed(path, report)
    if wrong:
        return "wrongly named", ", ".join(sorted(wrong))
    return ("missed", "; ".join(lacking)) if lacking else ("found", "")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=[""])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--kept", type=Path, required=True)
    given = parser.parse_args(arguments)
    lines = given.kept.read_text().splitlines() if given.kept.exists() else []
    known = {name: (what, why) for name, what, why in map(json.loads, lines)}
    paths = {f"{path.parent.name}/{path.name}": path for path in every()}
    asked = {name: path for name, path in paths.items() if any(p in name for p in given.parts)}
    waiting = {name: path for name, path in asked.items() if name not in known}
    with ThreadPoolExecutor(given.jobs) as pool:
        answers = zip(waiting, pool.map(ask, waiting.values()), strict=True)
        for name, (what, why) in answers:
            known[name] = (what, why)
            with given.kept.open("a") as file:
                print(json.dumps([name, what, why]), file=file)
            print(f"{what:<14}{name}  {why}", flush=True)
    outcomes = Counter(known[name][0] for name in asked)
    for what in ("found", "wrongly named", "missed"):
        print(f"{what:<14}{outcomes[what]:>4} of {len(asked)} files")
    amiss = {head(path)["mistake"][0] for name, path in asked.items() if known[name][0] != "found"}
    there = {head(path)["mistake"][0] for path in asked.values()}
    good = [row for row in ROWS if str(row) in there - amiss]
    print(f"mistakes found in all their wordings: {len(good)} of {len(ROWS)}")
    return 1 if amiss else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
