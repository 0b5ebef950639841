"""Files of models and weights, folders and pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader.catalog import BUILT_IN
from grader.training.record import CallbackUsed
from tests.assessment.mistakes.recorded import diagnose, fed, fit, loader

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("line", "message", "mend"),
    [
        (
            "ModelCheckpoint('best.ckpt', save_weights_only=True)",
            "the filepath provided must end in `.weights.h5` (…). Received: filepath=best.ckpt",
            "ModelCheckpoint('best.weights.h5'",
        ),
        (
            "ModelCheckpoint('runs/best')",
            "The filepath provided must end in `.keras` (…). Received: filepath=runs/best",
            "'runs/best.keras'",
        ),
        (
            "net.save_weights('mymodel.h5')",
            "The filename must end in `.weights.h5`. Received: filepath=mymodel.h5",
            "net.save('mymodel.h5')",
        ),
        (
            "net.save('mymodel')",
            "Invalid filepath extension for saving. Please add either a `.keras` extension …",
            "net.save('mymodel.h5')",
        ),
        (
            "load_model('best.weights.h5')",
            "No model config found in the file at best.weights.h5.",
            "model.load_weights('best.weights.h5')",
        ),
        (
            "load_model('a.keras') if Lambda(lambda x: x / 255.0) else 0",
            "Requested the deserialization of a `Lambda` layer whose `function` is a Python …",
            "tf.keras.layers.Rescaling(1/255)",
        ),
    ],
)
def test_files_of_models_and_weights(line: str, message: str, mend: str) -> None:
    assert mend in diagnose(f"{line}  #<", "ValueError", message)[1]


@pytest.mark.parametrize(
    "message",
    [
        "Saving the model to HDF5 format requires the model to be a Functional model or a …",
        "Object Net was created by passing\nnon-serializable argument values in `__init__()`,",
    ],
)
def test_a_model_of_a_class_of_its_own(message: str) -> None:
    code = "class Net(tf.keras.Model):\n    pass\nmodel = Net(f)\nmodel.save('mymodel.h5')  #<"
    rule, words = diagnose(code, "NotImplementedError", message)
    assert (rule, "keras.Sequential([...])" in words) == ("model_is_a_class_of_its_own", True)


def test_a_layer_of_a_class_of_its_own_is_no_model() -> None:
    message = (
        "Object Mine was created by passing\nnon-serializable argument values in `__init__()`,"
    )
    code = "class Mine(tf.keras.layers.Layer):\n    pass\nmodel.save('mymodel.h5')  #<"
    assert diagnose(code, "NotImplementedError", message) == ("", "")


def test_a_checkpoint_that_no_fit_was_given() -> None:
    code = "keep = ModelCheckpoint('best.keras')\nmodel = load_model('best.keras')  #<"
    message = "File not found: filepath=best.keras. Please ensure the file is an accessible file."
    assert "callbacks=[...]" in diagnose(code, "ValueError", message, fit())[1]
    used = CallbackUsed("ModelCheckpoint", own=False, is_class=False, is_callback=True)
    assert diagnose(code, "ValueError", message, fit(passed=(used,))) == ("", "")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("model.fit(x)", "The PyDataset has length 0"),
        (
            "image_dataset_from_directory('data/set/horses')",
            "No images found in directory data/set/horses.",
        ),
    ],
)
def test_a_loader_at_the_folder_of_one_class(line: str, message: str, tmp_path: Path) -> None:
    folder = tmp_path / "visible" / "set" / "horses"
    folder.mkdir(parents=True)
    (folder / "horse-1.png").write_bytes(b"x")
    empty = loader("/box/inside/data/set/horses", 0)
    code = f"a = 1\nb = 2\n{line}  #<"
    seen = fit("Dense", training=fed())
    rule, words = diagnose(code, "ValueError", message, seen, loaders=(empty,), data=tmp_path)
    assert rule == "folder_of_one_class"
    assert "data/set/horses holds images and no class folders" in words
    assert "line 2 one level up, at data/set" in words


def test_a_loader_at_a_folder_without_images(tmp_path: Path) -> None:
    (tmp_path / "visible" / "set").mkdir(parents=True)
    empty = loader("/box/inside/data/set", 0)
    message = "The PyDataset has length 0"
    seen = fit("Dense", training=fed())
    _, words = diagnose(
        "m.fit(x)  #<", "ValueError", message, seen, loaders=(empty,), data=tmp_path
    )
    assert words.startswith("data/set and its folders hold no images")


PART = """
g = ImageDataGenerator(rescale=1/255{})
a = g.flow_from_directory('data/set', subset='training')
b = g.flow_from_directory('data/set', subset='validation')
m.fit(a, validation_data=b)  #<"""


def told_of_a_part(split: str, problem: str, data: Path) -> str:
    folder = data / "visible" / "set" / "rock"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(b"x")
    one = loader("/box/inside/data/set")
    two = replace(one, id=2, line=3, count=0, subset="validation")
    seen = replace(fit("Dense", training=fed()), validation=replace(fed(), loaders=(2,)))
    return diagnose(
        PART.format(split), "ValueError", "The PyDataset has length 0", seen,
        loaders=(one, two), data=data, problem=BUILT_IN.load(problem),
    )[1]  # fmt: skip


def test_a_part_of_what_was_not_divided(tmp_path: Path) -> None:
    words = told_of_a_part("", "problem4", tmp_path / "4")
    given = "give ImageDataGenerator validation_split=0.2"
    assert words == f"{given}: without it subset='validation' in line 3 is empty"
    has_a_folder = told_of_a_part("", "problem3", tmp_path / "3")
    assert has_a_folder.startswith("leave subset='validation' out in line 3")


def test_a_folder_in_which_another_loader_found_images_is_not_called_empty(
    tmp_path: Path,
) -> None:
    assert not told_of_a_part(", validation_split=0.01", "problem4", tmp_path)


def test_a_folder_with_images_is_not_called_empty(tmp_path: Path) -> None:
    folder = tmp_path / "visible" / "set" / "rock"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(b"x")
    empty, seen = loader("/box/inside/data/set", 0), fit("Dense", training=fed())
    message = "The PyDataset has length 0"
    told = diagnose("m.fit(x)  #<", "ValueError", message, seen, loaders=(empty,), data=tmp_path)
    assert told == ("", "")


@pytest.mark.parametrize(
    "message", ["Input is empty.", "UnidentifiedImageError: cannot identify image file <x>"]
)
def test_a_image_without_bytes_is_named(message: str, tmp_path: Path) -> None:
    (tmp_path / "cats").mkdir()
    (tmp_path / "cats" / "1.jpg").write_bytes(b"x")
    (tmp_path / "cats" / "666.jpg").touch()
    _, words = diagnose("m.fit(x)  #<", "InvalidArgumentError", message, work=tmp_path)
    assert words.startswith("cats/666.jpg has no bytes")


@pytest.mark.parametrize(
    ("line", "message", "mend"),
    [
        (
            "image_dataset_from_directory('d', validation_split=0.2, subset='training')",
            "If using `validation_split` and shuffling the data, you must provide a `seed` …",
            "seed=",
        ),
        (
            "image_dataset_from_directory('d', validation_split=0.2)",
            "If `subset` is set, `validation_split` must be set, and inversely.",
            "subset='training'",
        ),
        (
            "image_dataset_from_directory('d', subset='training')",
            "If `subset` is set, `validation_split` must be set, and inversely.",
            "validation_split=0.2",
        ),
    ],
)
def test_a_split_without_its_words(line: str, message: str, mend: str) -> None:
    rule, words = diagnose(f"{line}  #<", "ValueError", message)
    assert rule == "split_without_its_words"
    assert mend in words


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("os.mkdir('a/b')", "os.makedirs(folder, exist_ok=True)"),
        ("mkdir('a/b')", "os.makedirs(folder, exist_ok=True)"),
        ("folder.mkdir()", "mkdir(parents=True, exist_ok=True)"),
    ],
)
@pytest.mark.parametrize("kind", ["FileNotFoundError", "FileExistsError"])
def test_a_folder_by_mkdir(line: str, mend: str, kind: str) -> None:
    assert mend in diagnose(f"{line}  #<", kind, "[Errno 2] No such file or directory: 'a/b'")[1]


def test_a_copy_into_a_folder_that_is_not_there(tmp_path: Path) -> None:
    message = "[Errno 2] No such file or directory: 'out/cats/1.jpg'"
    code = "copyfile(source, target)  #<"
    _, words = diagnose(code, "FileNotFoundError", message, work=tmp_path)
    assert "os.makedirs('out/cats', exist_ok=True)" in words


def test_weights_are_loaded_into_a_model() -> None:
    message = "module 'keras.models' has no attribute 'load_weights'"
    code = "model = tf.keras.models.load_weights('best.h5')  #<"
    rule, words = diagnose(code, "AttributeError", message)
    assert rule == "weights_without_a_model"
    assert (
        words
        == "it is a method of the model: write model.load_weights('best.h5'), without `model = `"
    )


def test_the_file_that_a_checkpoint_writes_is_named() -> None:
    settings = {"filepath": "best.h5"}
    kept = CallbackUsed("ModelCheckpoint", False, False, True, settings)  # noqa: FBT003
    message = "unable to open file: name = 'best.weights.h5', errno = 2, error message"
    code = "model.load_weights('best.weights.h5')  #<"
    words = diagnose(code, "FileNotFoundError", message, fit(passed=(kept,)))[1]
    assert words == "there is no best.weights.h5: the checkpoint writes best.h5"


def test_a_loader_is_not_divided_by_fit() -> None:
    message = "Argument `validation_split` is only supported for tensors or NumPy arrays.Found"
    words = diagnose("model.fit(train, validation_split=0.2)  #<", "ValueError", message)[1]
    assert "make a loader for validation" in words


GONE = (
    "[Errno 2] Unable to synchronously open file (unable to open file: name = 'model.h5', "
    "errno = 2, error message = 'No such file or directory')"
)
TRAINED = "m = Sequential()\nm.fit(x)\nm.save('model.h5')\n"
LOAD = "m = load_model('model.h5')  #<"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (f"'''\n{TRAINED}'''\n{LOAD}", "in a string, from line 1 to line 5"),
        ("# " + "# ".join(TRAINED.splitlines(keepends=True)) + LOAD, "a comment in line 3"),
        (
            f"m.fit(x)\n{LOAD}\nm.save('model.h5')",
            "yet: move line 3, which saves it, above this line",
        ),
        (f"'''The model of m.save('model.h5').'''\nm.fit(x)\n{LOAD}", "train and save the model"),
    ],
)
def test_a_model_that_nothing_has_written_is_told_with_the_reason(code: str, words: str) -> None:
    rule, told = diagnose(code, "FileNotFoundError", GONE)
    assert (rule, words in told) == ("nothing_wrote_it", True)


def test_a_file_that_is_not_read_as_a_model_is_left_alone() -> None:
    assert diagnose("read('model.h5')  #<", "FileNotFoundError", GONE) == ("", "")
    elsewhere = GONE.replace("'model.h5'", "'/old/model.h5'")
    assert diagnose(LOAD, "FileNotFoundError", elsewhere) == ("", "")


@pytest.mark.parametrize(
    ("given", "speaks"),
    [(", classes=['Rock']", True), ("", False), (", classes=['rock']", False)],
)
def test_classes_that_are_no_folders_are_named(given: str, tmp_path: Path, *, speaks: bool) -> None:
    folder = tmp_path / "visible" / "set" / "rock"
    folder.mkdir(parents=True)
    (folder / "1.png").write_bytes(b"x")
    classes = {"rock": 0} if "'rock'" in given else {"Rock": 0}
    empty = replace(loader("/box/inside/data/set", 0), classes=classes)
    full = replace(loader("/box/inside/data/set", 9), id=2)
    code = f"\na = gen.flow_from_directory('data/set'{given})\nm.fit(a)  #<"
    told = diagnose(
        code.replace("\n", "pass\n", 1),
        "ValueError",
        "The PyDataset has length 0",
        fit("Dense", training=fed()),
        loaders=(empty, full),
        data=tmp_path,
    )
    assert ("line 2 asks for the classes Rock, and data/set holds rock" in told[1]) is speaks
