"""`practice check --python`: a submission is trained by a Python that is not the kit's."""

from __future__ import annotations

import ast
import sysconfig
import venv
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.sandbox.interpreter import named
from grader.sandbox.paths import INSIDE, PACKAGE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

PROGRAM = """
import keras, numpy, only_there
model = keras.Sequential([keras.Input((28, 28)), keras.layers.Flatten(), keras.layers.Dense(10)])
model.compile("adam", "mse")
model.fit(numpy.zeros((8, 28, 28)), numpy.zeros((8, 10)), epochs=only_there.EPOCHS, verbose=0)
model.save("mymodel.h5")
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with a package of its own, which finds TensorFlow where the kit has it."""
    folder = tmp_path_factory.mktemp("environments") / "theirs"
    venv.create(folder, symlinks=True)
    packages = next(folder.glob("lib/python3*/site-packages"))
    (packages / "only_there.py").write_text("EPOCHS = 2\n", encoding="utf-8")
    (packages / "tensorflow.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("closed_sandbox")
def test_the_python_that_is_named_trains_and_the_report_says_so(
    practice: Practice, environment: Path
) -> None:
    (practice.folder / "mine.py").write_text(PROGRAM, encoding="utf-8")
    command = ("check", "problem1", "mine.py", "--data", "sample")
    python = environment / "bin" / "python"
    report = practice.report(*command, "--python", str(python))
    assert [fit["epochs_run"] for fit in report["fits"]] == [2]
    assert report["score"] is not None
    assert str(python) in report["versions"]["training"]


@pytest.mark.usefixtures("closed_sandbox")
def test_its_packages_are_not_those_of_the_kit(practice: Practice) -> None:
    (practice.folder / "mine.py").write_text("import only_there\n", encoding="utf-8")
    report = practice.report("check", "problem1", "mine.py", "--data", "sample")
    assert report["fault"]["type"] == "ModuleNotFoundError"
    assert "training" not in report["versions"]


def test_a_folder_of_an_environment_will_do(environment: Path) -> None:
    found = named(environment)
    assert found.path == environment / "bin" / "python"
    assert not found.is_own


def test_nothing_of_the_learners_folder_is_imported_outside_a_sandbox(
    environment: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("open('touched', 'w')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert named(environment).path == environment / "bin" / "python"
    assert not (tmp_path / "touched").exists()


def program(folder: Path, text: str) -> Path:
    path = folder / "python"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return path


OLD = '["/usr/bin/python3.7", [3, 7, 2], "", {"tensorflow": "a", "keras": "b"}]'
BARE = '["/usr/bin/python3.9", [3, 9, 0], "", {}]'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#!/bin/sh\nexit 2\n", "is not a Python 3 that runs"),
        ("#!/bin/sh\necho hello\n", "is not a Python that runs"),
        ("no program at all", "is not a Python that runs"),
        (f"#!/bin/sh\necho '{OLD}'\n", "is Python 3.7.2; the kit trains with 3.8 or later"),
        (f"#!/bin/sh\necho '{BARE}'\n", "has no TensorFlow"),
    ],
)
def test_what_cannot_train_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        named(program(tmp_path, text))


def test_a_wrong_path_is_one_line_and_exit_status_2(practice: Practice) -> None:
    done = practice("check", "problem1", "--reference", "--python", "no/such/python")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "practice: --python no/such/python is not a Python that runs\n"


def test_keras_3_cannot_be_asked_of_an_environment_with_keras_2(tmp_path: Path) -> None:
    answer = '["/x/python", [3, 9, 0], "2.15.0", {"tensorflow": "a", "keras": "b"}]'
    found = named(program(tmp_path, f"#!/bin/sh\necho '{answer}'\n"))
    with pytest.raises(UsageError, match="--keras 3: /x/python has Keras 2"):
        found.require("3")
    found.require("2")
    assert not found.uses_tf_keras("2", is_old=True)  # It has nothing else.


def test_what_runs_in_a_sandbox_is_python_3_8() -> None:
    inside = [PACKAGE / name for name in INSIDE]
    for path in sorted(path for top in inside for path in (top, *top.rglob("*.py"))):
        if path.is_dir():
            continue
        text = path.read_text(encoding="utf-8")
        ast.parse(text, str(path), feature_version=(3, 8))
        if path.name != "__init__.py":
            assert "from __future__ import annotations" in text, path


def test_the_environment_may_lie_below_a_link(tmp_path: Path, environment: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(environment)
    assert named(link).path == link / "bin" / "python"
