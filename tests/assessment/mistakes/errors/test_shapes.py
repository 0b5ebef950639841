"""Labels, losses, units and pictures that do not go together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.catalog import BUILT_IN
from grader.training.record import Feed
from tests.assessment.mistakes.recorded import diagnose, fed, fit, loader

RANK = "Arguments `target` and `output` must have the same rank (ndim). Received: "
SHAPE = "Arguments `target` and `output` must have the same shape. Received: "
SPARSE = "Argument `output` must have rank (ndim) `target.ndim - 1`. Received: "


@pytest.mark.parametrize(
    ("message", "loss", "rule", "mend"),
    [
        (
            f"{RANK}target.shape=(32,), output.shape=(32, 10)",
            "categorical_crossentropy",
            "labels_are_whole_numbers",
            "loss='sparse_categorical_crossentropy'",
        ),
        (
            f"{SHAPE}target.shape=(None, 1), output.shape=(None, 3)",
            "CategoricalCrossentropy",
            "labels_are_whole_numbers",
            "loss='sparse_categorical_crossentropy'",
        ),
        (
            "in user code:\n\n    ValueError: Shapes (None, 1) and (None, 10) are incompatible\n",
            "categorical_crossentropy",
            "labels_are_whole_numbers",
            "loss='sparse_categorical_crossentropy'",
        ),
        (
            "`logits` and `labels` must have the same shape, received ((None, 1) vs (None, 2)).",
            "binary_crossentropy",
            "loader_gives_rows_of_two",
            "the labels are one-hot vectors of 2",
        ),
        (
            f"{SPARSE}target.shape=(None, 3), output.shape=(None, 3)",
            "sparse_categorical_crossentropy",
            "labels_are_one_hot",
            "loss='categorical_crossentropy'",
        ),
        (
            f"{SHAPE}target.shape=(32, 10), output.shape=(32, 9)",
            "categorical_crossentropy",
            "units_are_not_the_classes",
            "one-hot vectors of 10, but the last layer has 9 units: write Dense(10, activation=",
        ),
        (
            f"{SHAPE}target.shape=(None, 2), output.shape=(None, 1)",
            "binary_crossentropy",
            "loader_gives_rows_of_two",
            "the labels are one-hot vectors of 2",
        ),
    ],
)
def test_labels_and_loss_that_do_not_go_together(
    message: str, loss: str, rule: str, mend: str
) -> None:
    seen = fit("Conv2D", "Flatten", "Dense", loss=loss, logs="")
    found, words = diagnose("model.fit(x, y)  #<", "ValueError", message, seen)
    assert found == rule
    assert mend in words


@pytest.mark.parametrize(
    ("problem", "loss", "mend"),
    [
        ("problem2", "categorical_crossentropy", " and write loss='binary_crossentropy' in line 3"),
        ("problem3", "binary_crossentropy", ""),
    ],
)
def test_two_outputs_where_the_task_asks_for_one(problem: str, loss: str, mend: str) -> None:
    message = f"{SHAPE}target.shape=(None, 1), output.shape=(None, 2)"
    seen = replace(fit("Flatten", "Dense", loss=loss, training=fed()), compiled=3)
    two = replace(loader("/box/inside/data/x"), class_mode="binary")
    code, about = "model.fit(x)  #<", BUILT_IN.load(problem)
    words = diagnose(code, "ValueError", message, seen, loaders=(two,), problem=about)[1]
    assert words.endswith(f": end with Dense(1, activation='sigmoid'){mend}")
    three = diagnose(code, "ValueError", message, seen, problem=BUILT_IN.load("problem4"))[1]
    assert three.endswith("write loss='sparse_categorical_crossentropy' in line 3")


@pytest.mark.parametrize(
    ("loss", "units", "rule"),
    [
        ("sparse_categorical_crossentropy", 2, "labels_are_one_hot"),
        ("categorical_crossentropy", 3, "units_are_not_the_classes"),
    ],
)
def test_rows_of_two_where_the_task_asks_for_one_output(loss: str, units: int, rule: str) -> None:
    message = f"{SHAPE}target.shape=(None, 2), output.shape=(None, {units})"
    seen = replace(fit("Flatten", "Dense", loss=loss, training=fed()), compiled=3)
    rows, about = (loader("/box/inside/data/x"),), BUILT_IN.load("problem3")
    code = "model.fit(x)  #<"
    found, words = diagnose(code, "ValueError", message, seen, loaders=rows, problem=about)
    assert found == rule
    assert words.endswith(
        ": write class_mode='binary' in line 2, and end with Dense(1, activation='sigmoid') "
        "and write loss='binary_crossentropy' in line 3"
    )


def test_a_loader_left_at_its_default() -> None:
    code = "gen = ImageDataGenerator()\nx = gen.flow_from_directory('d')\nmodel.fit(x)  #<"
    message = f"{SHAPE}target.shape=(None, 2), output.shape=(None, 1)"
    seen = fit("Flatten", "Dense", loss="binary_crossentropy", training=fed())
    _, words = diagnose(code, "ValueError", message, seen, loaders=(loader("/box/inside/data/x"),))
    assert "(class_mode is 'categorical' by default): write class_mode='binary' in line 2" in words


@pytest.mark.parametrize("shape", ["(None, 30, 30, 1)", "(64, 28, 10)"])
def test_flatten_left_out(shape: str) -> None:
    message = f"{RANK}target.shape=(None,), output.shape={shape}"
    rule, words = diagnose("model.fit(x)  #<", "ValueError", message, fit("Conv2D", "Dense"))
    assert rule == "flatten_is_missing"
    assert "tf.keras.layers.Flatten() after Conv2D" in words
    known = fit("Conv2D", "Flatten", "Dense", "Reshape")
    assert diagnose("model.fit(x)  #<", "ValueError", message, known) == ("", "")


def test_a_label_above_the_last_unit() -> None:
    message = (
        "Graph execution error:\n\nDetected at node SparseSoftmaxCrossEntropyWithLogits\n\n"
        "Received a label value of 7 which is outside the valid range of [0, 7).  "
        "Label values: 5 7 9 1\n\t [[{{node compile_loss}}]] [Op:__inference_9572]"
    )
    code = "m.add(Dense(7, activation=tf.nn.softmax))\nm.fit(x, y)  #<"
    rule, words = diagnose(code, "InvalidArgumentError", message, fit("Flatten", "Dense"))
    assert rule == "label_above_the_last_unit"
    assert "the labels go up to 9, but the last layer has 7 units" in words
    assert "Dense(10, activation=tf.nn.softmax)" in words


AXIS = (
    "Exception encountered when calling Sequential.call().\n\n\x1b[1mInput 0 with name 'None' of "
    "layer 'dense' is incompatible with the layer: expected axis -1 of input shape to have value "
    "5476, but received input with shape (None, 2304)\x1b[0m\n\nArguments received by "
    "Sequential.call():\n  • inputs=tf.Tensor(shape=(None, 100, 100, 3), dtype=float32)"
)


def test_images_of_another_size_than_the_model() -> None:
    code = """
SIDE = 150; SIZE = (SIDE, SIDE)
train = gen.flow_from_directory('d')
m = Sequential([Input(SIZE + (3,))])
m.fit(train)  #<"""
    seen = fit("Conv2D", "Flatten", "Dense", training=fed())
    _, words = diagnose(code, "ValueError", AXIS, seen, loaders=(loader("/box/inside/data/x"),))
    assert "the model takes images of shape (150, 150, 3), but fit passes (100, 100, 3)" in words
    assert "target_size=(150, 150) in line 2" in words


@pytest.mark.parametrize(
    ("model", "loaded", "mend"),
    [
        ("Input((300, 300, 3))", 150, ": write Input((150, 150, 3))"),
        ("Conv2D(9, 3, input_shape=(300, 300, 3))", 150, ": write input_shape=(150, 150, 3)"),
        ("Input((150, 150, 3))", 300, ": write target_size=(150, 150) in line 2"),
        (
            "Input((300, 300, 3))",
            100,
            ": write Input((150, 150, 3)) and target_size=(150, 150) in line 2",
        ),
    ],
)
def test_the_size_that_the_task_asks_for_is_kept(model: str, loaded: int, mend: str) -> None:
    code = f"m = Sequential([{model}])\ntrain = gen.flow_from_directory('d')\nm.fit(train)  #<"
    made = replace(loader("/box/inside/data/x"), size=(loaded, loaded))
    seen = fit("Conv2D", "Flatten", "Dense", training=fed())
    message = AXIS.replace("5476", "9")
    told = diagnose(
        code, "ValueError", message, seen, loaders=(made,), problem=BUILT_IN.load("problem3")
    )
    assert told[1].endswith(mend)
    assert ("the task asks for 150x150" in told[1]) == (model != "Input((150, 150, 3))")


def test_an_axis_whose_reason_is_not_known() -> None:
    assert diagnose(
        "m.fit(x)  #<", "ValueError", AXIS, fit("Flatten", "Dense", training=fed())
    ) == ("", "")


def test_one_image_is_no_batch() -> None:
    message = "Expected shape (None, 28, 28), but input has incompatible shape (28, 28)"
    assert "np.expand_dims(x[0], 0)" in diagnose("m.predict(x[0])  #<", "ValueError", message)[1]


@pytest.mark.parametrize(
    ("code", "shape", "mend"),
    [
        (
            "Sequential([Conv2D(4, 3, input_shape=(28, 28))])  #<",
            "(None, 28, 28)",
            "input_shape=(28, 28, 1)",
        ),
        ("x = Conv2D(4, 3)(Input(shape=(28, 28)))  #<", "(None, 28, 28)", "Input((28, 28, 1))"),
        ("m.fit(x_train, y)  #<", "(32, 28, 28)", "x_train.reshape(-1, 28, 28, 1)"),
    ],
)
def test_images_without_channels(code: str, shape: str, mend: str) -> None:
    message = (
        "Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected "
        f"min_ndim=4, found ndim=3. Full shape received: {shape}"
    )
    rule, words = diagnose(code, "ValueError", message)
    assert rule == "channel_is_missing"
    assert mend in words


def test_too_many_poolings() -> None:
    message = (
        "Computed output size would be zero or negative. Received `inputs shape=(None, 1, 1, 64)`, "
        "`kernel shape=(3, 3, 64, 64)`, `dilation_rate=[1 1]`, `strides=(1, 1)`, `padding=valid`."
    )
    code = "m.add(MaxPooling2D())\nm.add(Conv2D(64, 3))  #<"
    rule, words = diagnose(code, "ValueError", message)
    assert rule == "shrunk_to_nothing"
    assert "images are 1x1 when they reach a Conv2D of 3x3: remove a MaxPooling2D" in words


@pytest.mark.parametrize(
    ("layers", "target", "output"),
    [
        (("Conv2D", "Dense"), "(None, 64, 64)", "(None, 64, 64, 3)"),
        (("Functional", "Dense"), "(None,)", "(None, 7, 7, 3)"),
        (("Flatten", "Dense"), "(None, None)", "(None, 3)"),
    ],
)
def test_shapes_whose_reason_is_not_known(layers: tuple[str], target: str, output: str) -> None:
    message = f"{RANK}target.shape={target}, output.shape={output}"
    assert diagnose("m.fit(x)  #<", "ValueError", message, fit(*layers)) == ("", "")


def test_one_colour_image_is_no_batch_either() -> None:
    message = (
        "Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected "
        "min_ndim=4, found ndim=3. Full shape received: (150, 150, 3)"
    )
    assert "np.expand_dims(one, 0)" in diagnose("m.predict(one)  #<", "ValueError", message)[1]


def test_labels_in_the_place_of_images() -> None:
    message = (
        "Invalid input shape for input Tensor. Expected shape (None, 28, 28), "
        "but input has incompatible shape (None,)"
    )
    swapped = fit("Flatten", "Dense", training=Feed("array", shape=(), labels=(28, 28)))
    rule, words = diagnose("model.fit(y, x)  #<", "ValueError", message, swapped)
    assert (rule, "images first" in words) == ("pictures_and_labels_are_swapped", True)
    lost = fit("Flatten", "Dense", training=Feed("array", shape=(), labels=()))
    assert diagnose("model.fit(y, y)  #<", "ValueError", message, lost) == ("", "")


@pytest.mark.parametrize(
    ("model", "channels", "mend"),
    [(3, 1, "leave color_mode='grayscale' out in line 2"), (1, 3, "Input((100, 100, 3))")],
)
def test_images_of_other_colours_than_the_model(model: int, channels: int, mend: str) -> None:
    code = f"model = Sequential([Input((100, 100, {model}))])\nload()\nmodel.fit(train)  #<"
    message = f"expected axis -1 of input shape to have value {model}, but received input with"
    feed = replace(fed(), shape=(100, 100, channels))
    given = fit("Conv2D", training=feed)
    words = diagnose(code, "ValueError", message, given, loaders=(loader("data/x"),))[1]
    assert words.endswith(mend)


def test_labels_that_are_texts() -> None:
    images = fit("Flatten", "Dense", training=Feed("array", shape=(150, 150, 3), labels=()))
    rule, words = diagnose("model.fit(x, y)  #<", "ValueError", "Invalid dtype: str192", images)
    assert (rule, "pass numbers" in words) == ("labels_are_texts", True)
    assert diagnose("model.fit(x, y)  #<", "ValueError", "Invalid dtype: str192") == ("", "")


def test_keras_2_names_layers_in_other_quotes() -> None:
    message = (
        'Input 0 of layer "conv2d" is incompatible with the layer: expected min_ndim=4, '
        "found ndim=3. Full shape received: (None, 28, 28)"
    )
    code = "Sequential([Conv2D(4, 3, input_shape=(28, 28))])  #<"
    assert "input_shape=(28, 28, 1)" in diagnose(code, "ValueError", message)[1]
