"""Arguments, methods, modules and words that Keras has not, or has no more."""

from __future__ import annotations

import pytest

from tests.assessment.mistakes.recorded import diagnose


@pytest.mark.parametrize(
    ("line", "kind", "message", "mend"),
    [
        (
            "RMSprop(lr=1e-3)",
            "ValueError",
            "Argument(s) not recognized: {'lr': 0.001}",
            "learning_rate=1e-3",
        ),
        ("SGD(decay=0.1)", "ValueError", "Argument(s) not recognized: {'decay': 0.1}", "schedules"),
        (
            "model.fit(x, callback=[stop])",
            "TypeError",
            "TensorFlowTrainer.fit() got an unexpected keyword argument 'callback'",
            "callbacks=[stop]",
        ),
        (
            "model.fit(x, workers=4)",
            "TypeError",
            "TensorFlowTrainer.fit() got an unexpected keyword argument 'workers'",
            "leave it out",
        ),
        (
            "model.compile(metric=['accuracy'])",
            "TypeError",
            "Trainer.compile() got an unexpected keyword argument 'metric'",
            "metrics=['accuracy']",
        ),
        (
            "Conv2D(8, 3, stride=2)",
            "ValueError",
            "Unrecognized keyword arguments passed to Conv2D: {'stride': 2}",
            "strides=2",
        ),
        (
            "image_dataset_from_directory('d', target_size=(9, 9))",
            "TypeError",
            "image_dataset_from_directory() got an unexpected keyword argument 'target_size'",
            "image_size=(9, 9)",
        ),
        (
            "Dense(output_dim=3)",
            "TypeError",
            "Dense.__init__() missing 1 required positional argument: 'units'",
            "units=3",
        ),
    ],
)
def test_an_argument_of_another_name(line: str, kind: str, message: str, mend: str) -> None:
    rule, words = diagnose(f"{line}  #<", kind, message)
    assert rule == "argument_of_another_name"
    assert mend in words


def test_an_argument_that_resembles_none() -> None:
    message = "TensorFlowTrainer.fit() got an unexpected keyword argument 'colour'"
    assert diagnose("model.fit(x, colour=1)  #<", "TypeError", message) == ("", "")


@pytest.mark.parametrize(
    ("line", "message", "mend"),
    [
        (
            "model.fit_generator(x)",
            "'Sequential' object has no attribute 'fit_generator'",
            "model.fit(",
        ),
        (
            "best.predict_classes(x)",
            "'Functional' object has no attribute 'predict_classes'",
            "np.argmax(best.predict(x), axis=-1)",
        ),
        (
            "layer.output_shape",
            "'Conv2D' object has no attribute 'output_shape'",
            "layer.output.shape",
        ),
        ("opt.lr", "'Adam' object has no attribute 'lr'", "opt.learning_rate"),
        ("train.next()", "'DirectoryIterator' object has no attribute 'next'", "next(train)"),
    ],
)
def test_a_method_of_keras_2(line: str, message: str, mend: str) -> None:
    rule, words = diagnose(f"{line}  #<", "AttributeError", message)
    assert rule == "method_of_keras_2"
    assert mend in words


def test_classes_of_a_model_with_one_output() -> None:
    code = "model.add(Dense(1, activation='sigmoid'))\nmodel.predict_classes(x)  #<"
    message = "'Sequential' object has no attribute 'predict_classes'"
    assert "(model.predict(x) > 0.5)" in diagnose(code, "AttributeError", message)[1]


@pytest.mark.parametrize(
    ("line", "message", "mend"),
    [
        (
            "layers.experimental.preprocessing.RandomFlip()",
            "module 'keras._tf_keras.keras.layers' has no attribute 'experimental'",
            "tf.keras.layers.RandomFlip",
        ),
        (
            "x = tf.keras.dataset.fashion_mnist.load_data()",
            "module 'keras._tf_keras.keras' has no attribute 'dataset'",
            "tf.keras.datasets.fashion_mnist.load_data",
        ),
        (
            "layers.MaxPool2d(2)",
            "module 'tensorflow.keras.layers' has no attribute 'MaxPool2d'",
            "layers.MaxPool2D",
        ),
        (
            "tf.set_random_seed(1)",
            "module 'tensorflow' has no attribute 'set_random_seed'",
            "tf.random.set_seed",
        ),
    ],
)
def test_a_name_that_is_elsewhere(line: str, message: str, mend: str) -> None:
    assert mend in diagnose(f"{line}  #<", "AttributeError", message)[1]


@pytest.mark.parametrize(
    ("code", "message", "mend"),
    [
        (
            "from keras_preprocessing.image import ImageDataGenerator  #<",
            "No module named 'keras_preprocessing'",
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator",
        ),
        (
            "from keras.preprocessing.image import load_img, ImageDataGenerator  #<",
            "cannot import name 'ImageDataGenerator' from 'keras.preprocessing.image' (/x.py)",
            "from tensorflow.keras.preprocessing.image import ImageDataGenerator, load_img",
        ),
        (
            "from keras.utils import np_utils  #<\ny = np_utils.to_categorical(y)",
            "cannot import name 'np_utils' from 'keras.utils' (/x/__init__.py)",
            "from tensorflow.keras.utils import to_categorical`, and leave out `np_utils.`",
        ),
        (
            "from keras.layers.experimental import preprocessing  #<\npreprocessing.RandomFlip()",
            "No module named 'keras.layers.experimental'",
            "from tensorflow.keras.layers import RandomFlip",
        ),
        (
            "from keras.optimizers import adam  #<",
            "cannot import name 'adam' from 'keras.optimizers' (/x/__init__.py)",
            "from tensorflow.keras.optimizers import Adam",
        ),
        (
            "from tensorflow.keras.layers import Dense, Flaten, Conv2d  #<",
            "cannot import name 'Flaten' from 'tensorflow.keras.layers' (/x/__init__.py)",
            "from tensorflow.keras.layers import Conv2D, Dense, Flatten`",
        ),
        (
            "from tensorflow.contrib import learn  #<",
            "No module named 'tensorflow.contrib'",
            "remove this import",
        ),
    ],
)
def test_an_import_from_where_it_was(code: str, message: str, mend: str) -> None:
    kind = "ModuleNotFoundError" if message.startswith("No module") else "ImportError"
    assert mend in diagnose(code, kind, message)[1]


def test_other_imports_are_not_of_keras() -> None:
    code, message = "from helper import plot  #<", "cannot import name 'plot' from 'helper' (x.py)"
    assert diagnose(code, "ImportError", message) == ("", "")


@pytest.mark.parametrize("given", ["'accuracy'", "tf.keras.metrics.AUC()"])
def test_metrics_that_are_no_list(given: str) -> None:
    message = f"Expected `metrics` argument to be a list, tuple, or dict. Received instead: {given}"
    _, words = diagnose(f"m.compile(metrics={given})  #<", "ValueError", message)
    assert words == f"use a list: metrics=[{given}]"


@pytest.mark.parametrize(
    ("kind", "word", "meant"),
    [
        ("loss", "sparse_categorical_crossentrpy", "sparse_categorical_crossentropy"),
        ("metric", "acuracy", "accuracy"),
        ("optimizer", "addam", "adam"),
        ("activation function", "softmaxx", "softmax"),
    ],
)
def test_a_misspelt_name(kind: str, word: str, meant: str) -> None:
    message = f"Could not interpret {kind} identifier: {word}"
    assert f"'{meant}'" in diagnose("m.compile()  #<", "ValueError", message)[1]


def test_a_model_that_is_not_returned() -> None:
    code = "def solution_model():\n    model = 1\nmodel = solution_model()\nmodel.save('m.h5')  #<"
    message = "'NoneType' object has no attribute 'save'"
    assert "end it with `return model`" in diagnose(code, "AttributeError", message)[1]


def test_labels_of_another_set_than_the_images_are_named() -> None:
    message = "Data cardinality is ambiguous. 'x' sizes: 60000, 60000 'y' sizes: 10000, 10000"
    code = "x = mnist.load_data()\nm.fit(x[0], x[1])  #<"
    rule, words = diagnose(code, "ValueError", message)
    assert rule == "pictures_and_labels_of_other_sets"
    assert "(x_train, y_train), (x_test, y_test) = ... in line 1" in words


def test_images_that_were_read_otherwise_do_not_come_in_pairs() -> None:
    message = "Data cardinality is ambiguous. 'x' sizes: 1027 'y' sizes: 1026"
    assert diagnose("m.fit(x, y)  #<", "ValueError", message) == ("", "")
