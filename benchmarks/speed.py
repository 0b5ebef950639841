"""How long the kit takes beside what it cannot do without; figures, no verdicts.

    python benchmarks/speed.py [--runs N] [--reference-runs N]

Each figure is measured side by side in one run: a command and its yardstick in turn.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
PRACTICE = [sys.executable, str(ROOT / "cli.py")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--reference-runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        environ = {**os.environ, "PRACTICE_HOME": str(folder / "home")}
        run([*PRACTICE, "start", "problem1"], folder, environ)
        (folder / "broken.py").write_text("model = (\n", encoding="utf-8")
        quick(asked.runs, folder, environ)
        reference(asked.reference_runs, folder, environ)


def quick(runs: int, folder: Path, environ: dict[str, str]) -> None:
    """Commands that train nothing, beside an interpreter that does nothing."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "practice --help": [*PRACTICE, "--help"],
        "check of the stub": [*PRACTICE, "check", "problem1"],
        "check of a syntax error": [*PRACTICE, "check", "problem1", "broken.py"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs + 1):
        for name, command in commands.items():
            times[name].append(run(command, folder, environ)[0])
    yardstick = statistics.median(times["python -c pass"][1:])
    print(f"{'command':<26}{'median s':>9}{'min':>7}{'max':>7}{'of bare python':>16}")
    for name, values in times.items():
        kept = values[1:]
        middle = statistics.median(kept)
        low, high = min(kept), max(kept)
        print(f"{name:<26}{middle:>9.3f}{low:>7.3f}{high:>7.3f}{middle / yardstick:>15.1f}x")


def reference(runs: int, folder: Path, environ: dict[str, str]) -> None:
    """problem1's reference checked, beside the same file run by plain Python on the same data."""
    run([*PRACTICE, "check", "problem1", "--reference", "--data", "sample"], folder, environ)
    visible = next((folder / "home" / "cache" / "data" / "sample").glob("fashion-mnist-*/visible"))
    keras_home = folder / "keras"
    (keras_home / "datasets").mkdir(parents=True)
    (keras_home / "datasets" / "fashion-mnist").symlink_to(visible / "fashion-mnist")
    plain_folder = folder / "plain"
    plain_folder.mkdir()
    plain_environ = {
        **environ,
        "KERAS_HOME": str(keras_home),
        "PYTHONHASHSEED": "0",
        "TF_CPP_MIN_LOG_LEVEL": "2",
    }
    # The same seed as in the box: the same number of epochs.
    code = (
        "import keras, runpy; keras.utils.set_random_seed(1); "
        f"runpy.run_path({str(ROOT / 'solutions/problem1/solution.py')!r}, run_name='__main__')"
    )
    ratios = []
    print(f"\n{'reference of problem1':<26}{'checked s':>10}{'plain s':>9}{'ratio':>7}{'MB':>6}")
    for number in range(1, runs + 1):
        checked, memory = run(
            [*PRACTICE, "check", "problem1", "--reference", "--data", "sample"], folder, environ
        )
        plain, _ = run([sys.executable, "-c", code], plain_folder, plain_environ)
        ratios.append(checked / plain)
        row = f"{checked:>10.1f}{plain:>9.1f}{checked / plain:>7.2f}{memory / 1e6:>6.0f}"
        print(f"{f'run {number}':<26}{row}")
    print(f"{'median':<45}{statistics.median(ratios):>7.2f}")


def run(command: list[str], folder: Path, environ: dict[str, str]) -> tuple[float, int]:
    """Seconds of wall time, and the most memory of the process itself in bytes (0 if unseen)."""
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=folder, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most = 0
    while True:
        try:
            process.wait(timeout=0.5)
            break
        except subprocess.TimeoutExpired:
            most = max(most, psutil.Process(process.pid).memory_info().rss)
    return time.monotonic() - began, most


if __name__ == "__main__":
    main()
