"""Measure what problem1's thresholds rest on.

    python benchmarks/thresholds_problem1.py --data DIR --kind sample --runs 10

DIR holds one data set of grader/datasets/layout.py (`visible/fashion-mnist`, `held-out`). Trains
the reference, a course's network of one hidden layer and logistic regression with seeds 1, 2, …
and prints accuracies, and how far the thresholds lie from them in standard deviations.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import runpy
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from grader.catalog import BUILT_IN  # noqa: E402
from grader.datasets.layout import DataSet  # noqa: E402
from grader.problem_format import Stopping  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grader.problem import Problem

MODELS = ("reference", "dense512", "dense128", "logistic")
LOGISTIC_EPOCHS = 40


@dataclass(frozen=True)
class Run:
    """One training: its last training accuracy, its held-out accuracy, epochs and seconds."""

    training: float
    held_out: float
    epochs: int
    seconds: float


def reference(problem: Problem) -> Any:  # noqa: ANN401
    """Train the problem's own correct submission, unchanged."""
    with contextlib.redirect_stdout(sys.stderr):
        return runpy.run_path(str(problem.reference))["solution_model"]()


def dense(units: int, problem: Problem) -> Any:  # noqa: ANN401
    """Train Flatten-Dense-Dense as courses do, with batches of 32, stopped by a callback."""
    import tensorflow as tf  # noqa: PLC0415  (KERAS_HOME has to be set before)

    stop_at = problem.require(Stopping).accuracy
    hidden = [tf.keras.layers.Dense(units, activation="relu")] if units else []
    layers = [tf.keras.layers.Input((28, 28)), tf.keras.layers.Flatten(), *hidden]
    model = tf.keras.Sequential([*layers, tf.keras.layers.Dense(10, activation="softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    epochs = problem.require(Stopping).max_epochs if units else LOGISTIC_EPOCHS
    size = 32 if units else 128
    stop = tf.keras.callbacks.LambdaCallback(
        on_epoch_end=lambda _, logs: setattr(model, "stop_training", logs["accuracy"] >= stop_at)
    )
    model.fit(images / 255.0, labels, size, epochs, verbose=0, callbacks=[stop])
    return model


TRAIN: dict[str, Callable[[Problem], Any]] = {
    "reference": reference,
    "dense512": lambda problem: dense(512, problem),
    "dense128": lambda problem: dense(128, problem),
    "logistic": lambda problem: dense(0, problem),
}


def measure(name: str, seed: int, problem: Problem, data: DataSet) -> Run:
    """Train one model with one seed and mark it on the held-out pictures."""
    import numpy as np  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415  (KERAS_HOME has to be set before)

    tf.keras.backend.clear_session()
    tf.keras.utils.set_random_seed(seed)
    begun = time.monotonic()
    model = TRAIN[name](problem)
    seconds = time.monotonic() - begun
    history = model.history.history["accuracy"]
    images = np.load(data.held_out_images / "pictures.npy") / 255.0
    guesses = model.predict(images, batch_size=500, verbose=0).argmax(axis=1)
    right = float((guesses == np.array(data.held_out_labels()[1])).mean())
    return Run(float(history[-1]), right, len(history), seconds)


def table(name: str, runs: Sequence[Run], thresholds: dict[str, float]) -> None:
    """Print mean, sd, least and greatest of each figure, and the threshold's distance in sd."""
    for what, figures in (
        ("training_accuracy", [run.training for run in runs]),
        ("held_out_accuracy", [run.held_out for run in runs]),
    ):
        mean, spread = statistics.fmean(figures), statistics.stdev(figures)
        print(
            f"{name:10} {what:18} mean {mean:.4f}  sd {spread:.4f}  min {min(figures):.4f}"
            f"  max {max(figures):.4f}  threshold {thresholds[what]:.3f}"
            f"  ({(mean - thresholds[what]) / max(spread, 1e-9):+.1f} sd)"
        )
    epochs, seconds = [run.epochs for run in runs], [run.seconds for run in runs]
    print(
        f"{name:10} {min(epochs)} to {max(epochs)} epochs, "
        f"{min(seconds):.0f} to {max(seconds):.0f} s, {len(runs)} runs"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="measure what problem1's thresholds rest on")
    parser.add_argument("--data", type=Path, required=True, help="a data set's folder")
    parser.add_argument("--kind", choices=("sample", "real"), default="sample")
    parser.add_argument("--runs", type=int, default=10, help="seeds a model, at least 2")
    parser.add_argument("--models", nargs="+", choices=MODELS, default=MODELS)
    asked = parser.parse_args()
    problem = BUILT_IN.load("problem1")
    data = DataSet(problem.dataset, asked.kind, asked.data.absolute())
    with tempfile.TemporaryDirectory() as home:
        # load_data() looks here and nowhere else, before TensorFlow is imported.
        Path(home, "datasets").symlink_to(data.visible, target_is_directory=True)
        os.environ["KERAS_HOME"] = home
        for name in asked.models:
            runs = []
            for seed in range(1, max(asked.runs, 2) + 1):
                runs.append(measure(name, seed, problem, data))
                print(f"{name} seed {seed}: {runs[-1]}", flush=True)
            table(name, runs, dict(problem.thresholds[asked.kind]))


if __name__ == "__main__":
    main()
