"""What is said of errors that come of the box: addresses, paths and packages that it has not."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.assessment.evidence import Evidence
from grader.assessment.mistakes import downloads
from grader.assessment.mistakes.errors import name_error
from grader.datasets.layout import DataSet
from grader.submission import Submission
from grader.training.record import Asked, Frame, Raised, TrainingRecord
from grader.training.run import Training
from tests.assessment.mistakes.recorded import ENDED, NOWHERE, PROBLEM

TEST_SET = "https://example.org/rps-test-set.zip"
ASKED = (
    Asked("https://example.org/rps.zip", "rps.zip", ""),
    Asked(TEST_SET, "rps-test-set.zip", "kept back"),
    Asked("https://example.org/mine.zip", "", "unknown"),
    Asked("https://example.org/horse-or-human.zip", "horse-or-human.zip", "another"),
)


def said(
    kind: str, message: str, code: str = "run()", sandbox_tmp: str = "/tmp"
) -> tuple[str, str]:
    """The rule that knows an error at the only line of a file, and what it says."""
    raised = Raised(kind, (kind, "OSError"), message, (Frame("mine.py", 1, "f", own=True),))
    record = TrainingRecord(python="3.11", raised=raised, asked=ASKED)
    sandbox = Path("/home/ana/.cache/boxes/train")
    training = Training(
        record, ENDED, sandbox / "work", "/box/inside", sandbox / "tmp", sandbox_tmp
    )
    source = Submission(Path("mine.py"), code.encode(), code)
    dataset = DataSet("rps", "sample", NOWHERE)
    return name_error(Evidence(PROBLEM, dataset, source, training), raised)


@pytest.mark.parametrize(
    ("kind", "message", "mend"),
    [
        ("URLError", f"<urlopen error {TEST_SET} is not served>", "a part of the training"),
        ("Exception", f"URL fetch failure on {TEST_SET}: None -- x", "a part of the training"),
        (
            "ConnectionError",
            "https://example.org/horse-or-human.zip is not served",
            "load the data of this problem",
        ),
        ("URLError", "<urlopen error https://example.org/mine.zip …>", "load the data from data/"),
    ],
)
def test_an_address_that_is_not_served(kind: str, message: str, mend: str) -> None:
    rule, words = said(kind, message)
    assert rule == "asks_the_internet"
    assert mend in words


def test_an_archive_that_a_command_did_not_bring() -> None:
    message = "[Errno 2] No such file or directory: '/tmp/rps-test-set.zip'"
    rule, words = said("FileNotFoundError", message)
    assert rule == "download_was_refused"
    assert words.startswith(f"{TEST_SET} is not served in the sandbox")


@pytest.mark.parametrize(
    ("path", "mend"),
    [
        ("/home/ana/pictures/rps", "/home/ is a path of another machine"),
        ("/content/drive/MyDrive/rps", "/content/drive/ is a path of another machine"),
        (r"D:\pictures", "D: is a path of another machine"),
    ],
)
def test_a_path_of_another_machine(path: str, mend: str) -> None:
    message = f"[Errno 2] No such file or directory: {path!r}"
    rule, words = said("FileNotFoundError", message)
    assert rule == "path_is_of_another_machine"
    assert mend in words


def test_a_plain_sandbox_cannot_have_the_folders_of_colab() -> None:
    message = "[Errno 13] Permission denied: '/tmp/rps.zip'"
    assert (
        "install bubblewrap" in said("PermissionError", message, sandbox_tmp="/boxes/train/tmp")[1]
    )
    assert said("PermissionError", message) == ("", "")


def test_a_plain_boxs_own_paths_are_of_no_other_machine() -> None:
    message = "[Errno 2] No such file or directory: '/sandbox/home/x'"
    assert said("FileNotFoundError", message, sandbox_tmp="/sandbox/tmp")[0] == ""


def test_get_file_of_keras_3_unpacks_elsewhere() -> None:
    message = "No such file or directory: '/home/learner/.keras/datasets/rps/rock'"
    assert "returns the folder" in said("FileNotFoundError", message, "get_file('rps.zip')")[1]
    assert said("FileNotFoundError", message, "listdir(folder)") == ("", "")


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("cv2", "`uv pip install opencv-python-headless`"),
        ("sklearn.metrics", "`uv pip install scikit-learn`"),
        ("tensorflow_datasets", "load the images from data/"),
        ("mypackage", "and no internet"),
    ],
)
def test_a_package_that_is_not_there(name: str, mend: str) -> None:
    _, words = said("ModuleNotFoundError", f"No module named '{name}'")
    assert mend in words
    assert ("pip install" in words) == (name in {"cv2", "sklearn.metrics"})


def test_the_report_tells_what_was_served_and_what_was_not() -> None:
    record = TrainingRecord(asked=(*ASKED[:2], *ASKED[:2], Asked("x/mnist.npz", "mnist.npz", "")))
    assert list(downloads.notes(record)) == [
        "rps.zip was served from the kit's data",
        "mnist.npz was served as digits drawn by the kit: they are not the task's images",
        f"{TEST_SET} is not served: the sandbox has no internet",
    ]


@pytest.mark.parametrize(
    "code",
    [
        "grow(tf.config.list_physical_devices('GPU')[0], True)",
        "gpus = tf.config.experimental.list_physical_devices('GPU'); grow(gpus[0], True)",
    ],
)
def test_a_gpu_that_is_not_there_is_told(code: str) -> None:
    rule, words = said("IndexError", "list index out of range", code)
    assert (rule, "the sandbox has no GPU" in words) == ("there_is_no_gpu", True)
    assert said("IndexError", "list index out of range", "x = files[0]") == ("", "")


def test_what_another_tool_was_to_fetch_is_told() -> None:
    message = "[Errno 2] No such file or directory: 'rps'"
    command = "get_ipython().system('kaggle datasets download -d who/rps'); os.listdir('rps')"
    rule, words = said("FileNotFoundError", message, command)
    assert (rule, "`kaggle datasets download` in line 1 failed" in words) == (
        "fetched_by_another_tool",
        True,
    )
    for other in ("os.listdir('rps')  # git clone first", "print('git clone')", "run('gdowns')"):
        assert said("FileNotFoundError", message, other) == ("", "")


@pytest.mark.parametrize(
    "message",
    [
        "[Errno 2] unable to open file: name = '/tmp/inception_v3_weights_tf_x_notop.h5'",
        "[Errno 2] No such file or directory: 'weights/vgg16_notop.h5'",
    ],
)
def test_weights_of_a_pretrained_network_are_not_served(message: str) -> None:
    rule, words = said("FileNotFoundError", message, "base.load_weights(path)")
    assert rule == "weights_are_not_served"
    assert "notop.h5 is not served" in words


def test_a_model_file_of_its_own_is_no_pretrained_network() -> None:
    rule, _ = said("FileNotFoundError", "[Errno 2] No such file or directory: 'best.h5'")
    assert rule != "weights_are_not_served"
