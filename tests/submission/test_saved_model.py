"""A model that was trained elsewhere, handed in as its .h5 alone."""

from __future__ import annotations

import hashlib
import json
import shutil
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from grader import submission
from grader.assessment.checks.outcomes import MODEL_ALONE
from grader.errors import UsageError
from grader.formats.as_json import SCHEMA
from grader.submission import Kind
from tests.submission.model_files import UNTRAINED

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

HDF5 = b"\x89HDF\r\n\x1a\n"


def outcomes(report: dict[str, Any]) -> dict[str, str]:
    return {check["name"].removeprefix("check_"): check["outcome"] for check in report["checks"]}


def test_what_a_model_shows_is_judged_and_what_its_training_would_show_is_not(
    marked_model: dict[str, Any],
) -> None:
    assert outcomes(marked_model) == {
        "callback_is_defined_and_passed": "not judged",
        "callback_stops_at_the_threshold": "not judged",
        "training_was_stopped_early": "not judged",
        "final_training_accuracy": "failed",
        "pixels_are_scaled": "not run",
        "input_shape": "passed",
        "output_probabilities": "passed",
        "model_size": "passed",
        "held_out_accuracy": "failed",
    }
    unjudged = [check for check in marked_model["checks"] if check["outcome"] == "not judged"]
    assert {check["reason"] for check in unjudged} == {MODEL_ALONE}


def test_points_count_the_checks_that_were_judged(marked_model: dict[str, Any]) -> None:
    points = [marked_model[name] for name in ("points", "most_points", "unjudged_points")]
    assert points == [3, 11, 9]
    assert (marked_model["verdict"], marked_model["score"]) == ("failed", 0)


def test_the_report_is_of_the_model_file(marked_model: dict[str, Any], model_files: Path) -> None:
    digest = hashlib.sha256((model_files / "model.h5").read_bytes()).hexdigest()
    assert (marked_model["file"], marked_model["sha256"]) == ("model.h5", digest)
    assert (marked_model["model"]["file"], marked_model["model"]["sha256"]) == ("model.h5", digest)
    assert (marked_model["fits"], marked_model["fault"]) == ([], None)
    jsonschema.validate(marked_model, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_same_model_gets_the_same_mark_whether_handed_in_or_saved(
    practice: Practice, marked_model: dict[str, Any]
) -> None:
    (practice.folder / "mine.py").write_text(UNTRAINED, encoding="utf-8")
    report = practice.report("check", "problem1", "mine.py", "--data", "sample")
    assert report["accuracy"] == marked_model["accuracy"]
    assert [report[name] for name in ("score", "next_tier")] == [
        marked_model[name] for name in ("score", "next_tier")
    ]
    assert report["unjudged_points"] == 0
    assert report["model"]["file"] == "mymodel.h5"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("alone.weights.h5", "holds weights only"),
        ("half.h5", "The file"),
    ],
)
def test_a_model_file_that_cannot_be_marked_is_reported(
    practice: Practice, model_files: Path, name: str, message: str
) -> None:
    shutil.copy(model_files / name, practice.folder)
    before = (practice.folder / name).read_bytes()
    report = practice.report("check", "problem1", name, "--data", "sample")
    fault = report["fault"]
    assert (report["verdict"], fault["type"], fault["file"]) == ("failed", "UnreadableModel", name)
    assert message in fault["message"]
    assert set(outcomes(report).values()) == {"not run", "not judged"}
    assert (report["score"], report["points"], report["unjudged_points"]) == (None, 0, 9)
    assert (practice.folder / name).read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("model.h5", b"epoch 1\n", "is not HDF5, which .h5 stands for"),
        ("model.h5", b"PK\x03\x04..", "is a zip, not HDF5; the exam takes HDF5"),
        ("model.keras", b"PK\x03\x04..", "load_model('model.keras').save('mymodel.h5')"),
        ("model.keras", HDF5, "HDF5 under another name; rename it to model.h5"),
        ("mymodel", HDF5, "rename it to mymodel.h5"),
        ("mine.py", HDF5, "rename it to mine.h5"),
        ("saved_model.pb", b"\x08\x01", "is a .pb file; the exam takes HDF5: model.save("),
        ("mine.zip", b"PK\x03\x04..", "is a zip; unpack it"),
        ("mine.py", b"PK\x03\x04..", "is a zip; unpack it"),
    ],
)
def test_what_is_no_model_file_is_one_line(
    practice: Practice, name: str, content: bytes, message: str
) -> None:
    (practice.folder / name).write_bytes(content)
    done = practice("check", "problem1", name)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert message in done.stderr


def test_a_model_file_of_two_gigabytes_is_refused_unread(practice: Practice) -> None:
    with (practice.folder / "model.h5").open("wb") as file:
        file.write(HDF5)
        file.truncate(2 * 10**9)
    done = practice("check", "problem1", "model.h5")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "2,000 MB; a model of at most 1,000 MB is marked" in done.stderr


def test_a_file_that_grows_while_it_is_copied_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.submission.saved_model.LARGEST_MODEL", 10)
    (tmp_path / "model.h5").write_bytes(HDF5 + b"more")
    with pytest.raises(UsageError, match="a model of at most"):
        submission.copy_model(tmp_path / "model.h5", tmp_path / "copy.h5")


def test_a_copy_is_told_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "model.h5"
    path.write_bytes(HDF5 + b"rest")
    read = submission.read(path)
    assert (read.kind, read.source) == (Kind.MODEL, b"")
    assert submission.copy_model(path, tmp_path / "box" / "mymodel.h5") == read.sha256
    assert (tmp_path / "box" / "mymodel.h5").read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("notes.txt",), "is a folder without a submission"),
        (("a.py", "b.h5", "c.txt"), "is a folder of 2 submissions; name one: a.py, b.h5"),
        (("saved_model.pb", "a.py"), "TensorFlow's SavedModel format"),
    ],
)
def test_a_folder_that_does_not_hold_one_submission(
    tmp_path: Path, names: tuple[str, ...], message: str
) -> None:
    for name in names:
        (tmp_path / name).write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        submission.read(tmp_path)


def test_the_one_submission_in_a_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("to do", encoding="utf-8")
    (tmp_path / "model.h5").write_bytes(HDF5)
    (tmp_path / "old.py").mkdir()
    assert submission.read(tmp_path).path == tmp_path / "model.h5"
