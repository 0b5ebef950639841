"""Started by conftest.py: saves model files as learners bring them, none of them trained.

The argument is an empty folder. `model.h5` is what UNTRAINED saves, the text of a submission.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

UNTRAINED = """
import tensorflow as tf

tf.keras.utils.set_random_seed(7)
model = tf.keras.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.save("mymodel.h5")
"""


def main() -> None:
    os.chdir(sys.argv[1])
    made: dict[str, object] = {}
    exec(UNTRAINED, made)
    Path("mymodel.h5").rename("model.h5")
    model = made["model"]
    model.save("model.keras")  # type: ignore[attr-defined]
    model.save_weights("alone.weights.h5")  # type: ignore[attr-defined]
    whole = Path("model.h5").read_bytes()
    Path("half.h5").write_bytes(whole[: len(whole) // 2])


if __name__ == "__main__":
    main()
