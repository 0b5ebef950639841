"""How far the reference of problem4 lies above its thresholds, and logistic regression below.

    python benchmarks/thresholds_problem4.py --data DIR --runs 10 [--kind sample|real]

DIR is an installed data set in the layout of grader/datasets/layout.py. Each run trains the
reference, and logistic regression in two ways, with another seed; the last line gives mean,
standard deviation and minimum of the held-out accuracy of the model that is returned, and how
many standard deviations the mean lies above the threshold in problems/problem4/problem.toml.
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

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Images = npt.NDArray[np.float32]
    Labels = npt.NDArray[np.int64]
    Labelled = tuple[Images, Labels]
    Train = Callable[[], Any]

NAME = "held_out_accuracy"
CLASSES = ("paper", "rock", "scissors")
VALIDATION_SHARE = 5  # one in so many of a class's pictures, the first ones by name


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="holds visible/, held-out/")
    parser.add_argument("--runs", type=int, default=10, help="seeds 1 to this number")
    parser.add_argument("--kind", choices=("sample", "real"), default="sample")
    parser.add_argument("--only", choices=("reference", "logistic"), help="leave the other out")
    wanted = parser.parse_args()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

    problem = BUILT_IN.load("problem4")
    data = DataSet("rps", wanted.kind, wanted.data.resolve())
    held_out = _held_out(data)
    training = _training(data.visible / "rps")
    learners: dict[str, Train] = {}
    if wanted.only != "logistic":
        learners["reference"] = runpy.run_path(str(problem.reference))["solution_model"]
    if wanted.only != "reference":
        learners["logistic regression, Adam, 15 epochs"] = lambda: _logistic(training, "adam", 15)
        learners["logistic regression, RMSprop, 40 epochs"] = lambda: _logistic(
            training, "rmsprop", 40
        )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "data").symlink_to(data.visible, target_is_directory=True)
        os.chdir(folder)
        for name, train in learners.items():
            print(f"\n{name}", flush=True)
            runs = [_run(seed, train, held_out) for seed in range(1, wanted.runs + 1)]
            _summary(runs, problem.thresholds[wanted.kind][NAME])
        os.chdir("/")


def _run(seed: int, train: Train, held_out: Labelled) -> float:
    """Train once with a seed and measure the held-out accuracy."""
    import keras  # noqa: PLC0415

    keras.utils.set_random_seed(seed)
    began, busy = time.perf_counter(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        model = train()
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    answers = model.predict(held_out[0], verbose=0).argmax(axis=1)
    accuracy = float((answers == held_out[1]).mean())
    keras.backend.clear_session()
    print(f"  seed {seed}  {NAME} {accuracy:.4f}  {seconds:.0f} s, of CPU {busy:.0f} s", flush=True)
    return accuracy


def _summary(values: list[float], threshold: float) -> None:
    """Print what the runs say about the threshold."""
    mean = statistics.mean(values)
    spread = statistics.stdev(values) if len(values) > 1 else 0.0
    above = f"{(mean - threshold) / spread:+.1f} sd" if spread else "sd not known"
    print(
        f"  {NAME}: mean {mean:.4f}, sd {spread:.4f}, min {min(values):.4f}, "
        f"max {max(values):.4f}; threshold {threshold:.2f}, mean lies {above} from it"
    )


def _logistic(training: Labelled, optimizer: str, epochs: int) -> Any:  # noqa: ANN401
    """Logistic regression on raw pixels: what a submission without convolutions amounts to."""
    import keras  # noqa: PLC0415

    model = keras.Sequential(
        [
            keras.Input(training[0].shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(len(CLASSES), activation="softmax"),
        ]
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(*training, epochs=epochs, verbose=0)
    return model


def _training(folder: Path) -> Labelled:
    """Pictures of the class folders that validation_split leaves, from 0 to 1, and their labels."""
    import numpy as np  # noqa: PLC0415

    files: list[Path] = []
    labels: list[int] = []
    for label, name in enumerate(CLASSES):
        found = sorted((folder / name).glob("*.png"))
        kept = found[len(found) // VALIDATION_SHARE :]
        files += kept
        labels += [label] * len(kept)
    return _read(files), np.asarray(labels)


def _held_out(data: DataSet) -> Labelled:
    """The held-out pictures and their labels."""
    import numpy as np  # noqa: PLC0415

    images = _read(sorted(data.held_out_images.glob("*.png")))
    return images, np.asarray(data.held_out_labels()[1])


def _read(files: list[Path]) -> Images:
    """Pictures as float32 (N, 150, 150, 3) from 0 to 1."""
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    images = [np.asarray(Image.open(path).convert("RGB")) for path in files]
    return np.stack(images).astype(np.float32) / np.float32(255)


if __name__ == "__main__":
    main()
