"""How far the reference of problem2 lies above its threshold, and logistic regression below.

    python benchmarks/thresholds_problem2.py --data DIR --runs 6 [--kind sample|real]

DIR is an installed data set in the layout of grader/datasets/layout.py. Each run splits the
pictures and trains the reference, or logistic regression in one of two ways on all good
pictures, with another seed; the last lines give mean, standard deviation and minimum of the
held-out accuracy, and how many standard deviations the mean lies above the threshold in
problems/problem2/problem.toml, where that is written already.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import runpy
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.catalog import BUILT_IN
from grader.datasets.layout import DataSet
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Images = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Labelled = tuple[Images, Labels]
    Train = Callable[[], Any]

NAME = "held_out_accuracy"
CLASSES = ("Cat", "Dog")
SIZE = 150
REFERENCE = Path(__file__).resolve().parent.parent / "solutions" / "problem2" / "solution.py"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="holds visible/, held-out/")
    parser.add_argument("--runs", type=int, default=6, help="seeds 1 to this number")
    parser.add_argument("--kind", choices=("sample", "real"), default="sample")
    parser.add_argument("--only", choices=("reference", "logistic"), help="leave the other out")
    wanted = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

    data = DataSet("cats-and-dogs", wanted.kind, wanted.data.resolve())
    judged = _held_out(data)
    learners: dict[str, Train] = {}
    if wanted.only != "logistic":
        learners["reference"] = runpy.run_path(str(REFERENCE))["solution_model"]
    if wanted.only != "reference":
        training = _training(data)
        learners["logistic regression, Adam, 15 epochs"] = lambda: _logistic(training, "adam", 15)
        learners["logistic regression, RMSprop, 40 epochs"] = lambda: _logistic(
            training, "rmsprop", 40
        )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "data").symlink_to(data.visible, target_is_directory=True)
        os.chdir(folder)
        for name, train in learners.items():
            print(f"\n{name}", flush=True)
            runs = [_run(seed, train, judged) for seed in range(1, wanted.runs + 1)]
            _summary(runs, _threshold(wanted.kind))
        os.chdir("/")


def _threshold(kind: str) -> float | None:
    """Read the threshold of problem.toml; None as long as there is none."""
    try:
        return float(BUILT_IN.load("problem2").thresholds[kind][NAME])
    except (UsageError, KeyError):
        return None


def _run(seed: int, train: Train, judged: Labelled) -> float:
    """Train once with a seed and measure the held-out accuracy."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(seed)
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        model = train()
    seconds = time.perf_counter() - began
    answers = model.predict(judged[0], verbose=0)[:, 0]
    accuracy = float(((answers > 0.5) == judged[1]).mean())
    keras.backend.clear_session()
    print(f"  seed {seed}  {NAME} {accuracy:.4f}  {seconds:.0f} s", flush=True)
    return accuracy


def _summary(runs: list[float], threshold: float | None) -> None:
    """Print what the runs say about the threshold."""
    mean = statistics.mean(runs)
    spread = statistics.stdev(runs) if len(runs) > 1 else 0.0
    print(f"  {NAME}: mean {mean:.4f}, sd {spread:.4f}, min {min(runs):.4f}, max {max(runs):.4f}")
    if threshold is not None and spread:
        above = (mean - threshold) / spread
        print(f"  threshold {threshold:.2f}, mean lies {above:+.1f} sd from it")


def _logistic(training: Labelled, optimizer: str, epochs: int) -> Any:  # noqa: ANN401
    """Logistic regression on raw pixels: what a submission without convolutions amounts to."""
    import keras  # noqa: PLC0415

    model = keras.Sequential(
        [
            keras.Input(training[0].shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(optimizer, "binary_crossentropy", metrics=["accuracy"])
    model.fit(*training, epochs=epochs, verbose=0)
    return model


def _training(data: DataSet) -> Labelled:
    """All good pictures of both classes, from 0 to 1, and 0 cat, 1 dog."""
    import numpy as np  # noqa: PLC0415

    folders = [data.visible / "PetImages" / name for name in CLASSES]
    files = [
        sorted(path for path in folder.glob("*.jpg") if path.stat().st_size) for folder in folders
    ]
    labels = [label for label, found in enumerate(files) for _ in found]
    return _read([path for found in files for path in found]), np.asarray(labels)


def _held_out(data: DataSet) -> Labelled:
    """The held-out pictures and their labels."""
    import numpy as np  # noqa: PLC0415

    images = _read(sorted(data.held_out_images.glob("*.jpg")))
    return images, np.asarray(data.held_out_labels()[1])


def _read(files: list[Path]) -> Images:
    """Pictures as float32 (N, 150, 150, 3) from 0 to 1, read as the predicting box reads them."""
    import numpy as np  # noqa: PLC0415
    from keras.utils import img_to_array, load_img  # noqa: PLC0415

    images = np.empty((len(files), SIZE, SIZE, 3), np.float32)
    for place, path in enumerate(files):
        images[place] = img_to_array(load_img(path, target_size=(SIZE, SIZE))) / 255.0
    return images


if __name__ == "__main__":
    main()
