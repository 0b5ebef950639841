"""Files written for Keras 2: found by reading, run under tf_keras where it is installed."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.sandbox.interpreter import Interpreter
from grader.submission import old_keras, read
from grader.training.record import Raised, TrainingRecord
from grader.training.trainer import choose
from tests.conftest import ROOT

if TYPE_CHECKING:
    from tests.conftest import Practice

HEAD = "import keras, tensorflow as tf\nfrom tensorflow.keras.optimizers import Adam as Chosen\n"
needs_tf_keras = pytest.mark.skipif(
    importlib.util.find_spec("tf_keras") is None,
    reason="NOT TESTED: tf_keras is not installed, so nothing runs under Keras 2",
)


def told(folder: Path, code: str, name: str = "mine.py") -> list[tuple[int, str, str]]:
    path = folder / name
    path.write_text(code, encoding="utf-8")
    return [(sign.line, sign.what, sign.today) for sign in old_keras.signs(read(path))]


@pytest.mark.parametrize(
    ("code", "what", "today"),
    [
        ("Chosen(lr=0.001)", "lr=", "learning_rate="),
        ("tf.optimizers.SGD(lr=0.1)", "lr=", "learning_rate="),
        ("tf.keras.optimizers.RMSprop(\n lr=1)", "lr=", "learning_rate="),
        ("rate = m.optimizer.lr", "optimizer.lr", "optimizer.learning_rate"),
        ("tf.keras.optimizers.legacy.Adam()", "optimizers.legacy.Adam", "optimizers.Adam"),
        ("m.fit_generator(g)", "fit_generator", "fit"),
        ("m.evaluate_generator(g)", "evaluate_generator", "evaluate"),
        ("m.predict_classes(x)", "predict_classes", "predict, with .argmax(axis=1) or > 0.5"),
        ("m.fit(x, y, workers=4)", "workers= of fit", "left out"),
        ("def fit(m): m.fit(x, y, workers=4)", "workers= of fit", "left out"),
        ("class T:\n    def fit(self): m.fit(x, workers=4)", "workers= of fit", "left out"),
        ("m.evaluate(x, y, max_queue_size=4)", "max_queue_size= of evaluate", "left out"),
        ("m.train_on_batch(x, y, reset_metrics=False)", "reset_metrics= of train_on_batch", "left"),
        (
            "m.save_weights('a.weights.h5', save_format='h5')",
            "save_format= of save_weights",
            "left",
        ),
        ("m.compile('adam', sample_weight_mode=None)", "sample_weight_mode= of compile", "left"),
        (
            "keras.callbacks.ModelCheckpoint('best.h5', period=1)",
            "period= of ModelCheckpoint",
            "save_freq=, 'epoch' or a number of batches",
        ),
        (
            "keras.callbacks.TensorBoard('logs', write_grads=True)",
            "write_grads= of TensorBoard",
            "",
        ),
        ("Chosen(jit_compile=False)", "jit_compile= of Adam", "an argument of model.compile"),
        (
            "tf.keras.layers.LSTM(8, batch_input_shape=(1, 10, 1))",
            "batch_input_shape= of LSTM",
            "keras.Input(batch_shape=...)",
        ),
        ("keras.layers.BatchNormalization(fused=True)", "fused= of BatchNormalization", "left out"),
        ("keras.layers.GRU(8, time_major=False)", "time_major= of GRU", "left out"),
        (
            "keras.layers.SeparableConv2D(8, 3, kernel_initializer='he_normal')",
            "kernel_initializer= of SeparableConv2D",
            "depthwise_initializer=",
        ),
        (
            "tf.keras.utils.to_categorical(y, 3, dtype='float32')",
            "dtype= of to_categorical",
            "to_categorical(...).astype()",
        ),
        (
            "tf.keras.preprocessing.image.load_img('a.png', grayscale=True)",
            "grayscale= of load_img",
            "color_mode='grayscale'",
        ),
        (
            "last = base.get_layer('mixed7'); print(last.output_shape)",
            "layer.output_shape",
            "layer.output.shape",
        ),
        (
            "from keras_preprocessing.image import ImageDataGenerator",
            "keras_preprocessing.image",
            "tensorflow.keras.preprocessing.image",
        ),
        (
            "from keras.preprocessing.image import ImageDataGenerator",
            "keras.preprocessing.image for ImageDataGenerator",
            "tensorflow.keras.preprocessing.image",
        ),
        (
            "g = keras.preprocessing.image.ImageDataGenerator()",
            "keras.preprocessing.image for ImageDataGenerator",
            "tensorflow.keras.preprocessing.image",
        ),
        (
            "tf.keras.layers.experimental.preprocessing.Rescaling(1)",
            "layers.experimental.preprocessing",
            "layers",
        ),
        (
            "tf.keras.callbacks.ModelCheckpoint(filepath='a/cp.ckpt')",
            "the ending '.ckpt' of a checkpoint",
            "'.weights.h5' (weights alone) or '.keras'",
        ),
        (
            "import os; at = os.path.join('a', 'best-{epoch}.hdf5'); m.save_weights(at)",
            "the ending '.hdf5' of a checkpoint",
            "'.weights.h5' (weights alone) or '.keras'",
        ),
    ],
)
def test_sign_of_keras_2(tmp_path: Path, code: str, what: str, today: str) -> None:
    ((line, found, now),) = told(tmp_path, HEAD + code + "\n")
    assert line == 3 + code.count("\n")
    assert (found, now[: len(today)]) == (what, today)


@pytest.mark.parametrize(
    "code",
    [
        "m.compile(Chosen(learning_rate=0.1), 'mse', metrics=['acc'])",
        "import torch; torch.optim.Adam(p, lr=0.1)",
        "keras.callbacks.ModelCheckpoint('best.keras', save_freq='epoch')",
        "def ModelCheckpoint(path, period): pass\nModelCheckpoint('best.keras', period=2)",
        "import torch; torch.optim.Adam(p, jit_compile=True)",
        "keras.layers.Embedding(9, 2, weights=[w], input_length=4)",
        "keras.layers.Conv2D(8, 3, kernel_initializer='he_normal', input_shape=(4, 4, 3))",
        "keras.layers.LSTM(8, implementation=2)",
        "base = keras.Model(i, o); print(base.output_shape, base.input_shape)",
        "last = base.get_layer('x'); last = keras.Model(i, o); print(last.output_shape)",
        "keras.utils.to_categorical(labels, num_classes=3)",
        "def Adam(lr): pass\nAdam(lr=1)",
        "from keras.layers import Dense\ndef Dense(n, weights=None): pass\nDense(1, weights=w)",
        "class Trainer:\n    def fit(self, x, workers): pass\nTrainer().fit(x, workers=4)",
        "from keras.preprocessing.image import load_img, img_to_array",
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
        "tf.keras.preprocessing.image.ImageDataGenerator()",
        "try:\n    m.fit_generator(g)\nexcept AttributeError:\n    m.fit(g)",
        "class Mine(keras.Model):\n    def fit_generator(self): pass\nMine().fit_generator()",
        "m.fit(x, y, verbose=2); pool(workers=4)",
        "tf.keras.callbacks.ModelCheckpoint('best.weights.h5', save_weights_only=True)",
        "print('lr=0.1 fit_generator best.ckpt')  # lr=0.1",
        "rate = schedule.lr",
    ],
)
def test_no_sign_of_keras_2(tmp_path: Path, code: str) -> None:
    assert told(tmp_path, HEAD + code + "\n") == []


def test_a_file_that_is_made_to_be_read_for_hours_is_not(tmp_path: Path) -> None:
    code = "path = 'best.h5'\n" * 4000 + "model.save_weights(path)\n" * 4000
    began = time.process_time()
    assert told(tmp_path, code) == []
    assert time.process_time() - began < 20


def test_a_sign_in_a_notebook_is_told_by_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "book.py"
    path.write_text("!pip install x\nimport keras\nkeras.optimizers.SGD(lr=1)\n", encoding="utf-8")
    source = read(path)
    assert old_keras.notes(source, old_keras.signs(source), "end") == (
        "line 3: lr= is now learning_rate=; end",
    )


WITH = {"tf_keras": Path("compiled")}


@pytest.mark.parametrize(
    ("asked", "is_old", "compiled", "runs"),
    [
        ("auto", True, WITH, True),
        ("auto", False, WITH, False),
        ("auto", True, {}, False),
        ("2", False, WITH, True),
        ("3", True, WITH, False),
    ],
)
def test_what_runs_under_tf_keras(
    *, asked: str, is_old: bool, compiled: dict[str, Path], runs: bool
) -> None:
    python = Interpreter(Path(sys.executable), compiled=compiled)
    assert python.uses_tf_keras(asked, is_old=is_old) is runs


def test_without_tf_keras_an_old_file_that_fails_is_told_what_would_run_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("import keras\nkeras.optimizers.Adam(lr=0.001)\n", encoding="utf-8")
    source, python = read(path), Interpreter(Path(sys.executable))
    failed = TrainingRecord(raised=Raised("ValueError", (), "", ()))
    assert choose(source, python, "auto").notes(source, TrainingRecord()) == ()
    assert choose(source, python, "3").notes(source, failed) == ()
    assert choose(source, python, "auto").notes(source, failed) == (
        (
            "line 2: lr= is now learning_rate=; with tf_keras the kit runs your file as it is "
            "(`uv pip install tf_keras` in the kit's folder)"
        ),
    )


OLD = """
import keras, numpy as np, tensorflow as tf
from keras.layers import Dense, Flatten
from keras_preprocessing.image import ImageDataGenerator

class Stop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        self.model.stop_training = logs.get("acc") >= 0.0

assert keras.Model is tf.keras.Model
x, y = np.random.rand(64, 28, 28, 1), np.random.randint(0, 10, 64)
model = keras.Sequential(
    [Flatten(input_shape=(28, 28, 1)), Dense(10, activation=tf.nn.softmax)]
)
rate = keras.optimizers.RMSprop(lr=0.25, decay=1.0)
model.compile(rate, "sparse_categorical_crossentropy", metrics=["acc"])
print("SCHEDULE", rate.get_config()["learning_rate"]["config"])
model.compile(keras.optimizers.Adam(lr=0.25), "sparse_categorical_crossentropy", metrics=["acc"])
print("RATE", float(model.optimizer.lr))
pictures = ImageDataGenerator(rescale=0.5).flow(x, y, batch_size=16)
model.fit_generator(pictures, epochs=3, callbacks=[Stop()], workers=1)
assert model.predict_classes(x).shape == (64,)
model.save("mymodel.h5")
raise KeyError("end")
"""


@pytest.mark.usefixtures("closed_sandbox")
@needs_tf_keras
def test_an_old_file_is_run_under_tf_keras_and_recorded_as_any_other(practice: Practice) -> None:
    (practice.folder / "old.py").write_text(OLD, encoding="utf-8")
    report = practice.report("check", "problem1", "old.py", "--data", "sample")
    assert report["fault"]["message"] == "'end'", report["fault"]  # All before it ran.
    schedule = next(line for line in report["output"].split("\n") if line.startswith("SCHEDULE"))
    assert "'initial_learning_rate': 0.25" in schedule
    assert "'decay_rate': 1.0" in schedule
    assert "RATE 0.25" in report["output"]
    (fit,) = report["fits"]
    assert (fit["epochs_asked"], fit["epochs_run"], fit["stopped_by"]) == (3, 1, "Stop")
    assert fit["accuracy"] is not None
    assert report["score"] is not None
    assert report["versions"]["keras"].endswith("(tf_keras)")
    assert "line 15: lr= is now learning_rate=" in report["notes"]
    assert any(note.endswith("it was run under Keras 2 (tf_keras)") for note in report["notes"])


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
@needs_tf_keras
def test_a_right_file_of_keras_2_passes(practice: Practice) -> None:
    reference = (ROOT / "solutions" / "problem1" / "solution.py").read_text(encoding="utf-8")
    old = {
        '"adam"': "tf.keras.optimizers.Adam(lr=0.001)",
        'metrics=["accuracy"]': 'metrics=["acc"]',
        'logs["accuracy"]': 'logs["acc"]',
        "logs['accuracy']": "logs['acc']",
    }
    for now, then in old.items():
        assert now in reference
        reference = reference.replace(now, then)
    (practice.folder / "old.py").write_text(reference, encoding="utf-8")
    report = practice.report("check", "problem1", "old.py", "--data", "sample")
    assert report["verdict"] == "passed", report
    assert report["versions"]["keras"].endswith("(tf_keras)")


@pytest.mark.usefixtures("closed_sandbox")
def test_keras_3_can_be_asked_for_and_its_error_stands(practice: Practice) -> None:
    (practice.folder / "old.py").write_text(
        "import keras\nkeras.optimizers.Adam(lr=0.001)\n", encoding="utf-8"
    )
    report = practice.report("check", "problem1", "old.py", "--data", "sample", "--keras", "3")
    assert (report["fault"]["type"], report["fault"]["line"]) == ("ValueError", 2)
    assert report["versions"]["keras"].startswith("3.")
    assert not any("it was run under" in note for note in report["notes"])


def test_another_keras_is_refused_in_one_line(practice: Practice) -> None:
    done = practice("check", "problem1", "--reference", "--keras", "4")
    assert (done.returncode, done.stderr) == (
        2,
        "practice: --keras takes auto, 2, 3, not '4'\n",
    )


def test_keras_2_that_is_not_there_is_one_line() -> None:
    without = Interpreter(Path(sys.executable))
    with pytest.raises(UsageError, match=r"--keras 2 needs tf_keras beside TensorFlow: `uv pip"):
        without.require("2")
