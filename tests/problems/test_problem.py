from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from grader import problem
from grader.catalog import BUILT_IN, ROOT, SKILLS, Catalog
from grader.errors import UsageError
from grader.problem_format import DATA_KINDS
from grader.skills import skill_groups

if TYPE_CHECKING:
    from pathlib import Path

    from grader.problem import Problem

TEXT = ((ROOT / "problems") / "problem1" / "problem.toml").read_text(encoding="utf-8")


def read(folder: Path, text: str) -> Problem:
    place = folder / "problem1"
    place.mkdir()
    (place / "problem.toml").write_text(text, encoding="utf-8")
    return problem.read(place / "problem.toml")


@pytest.mark.parametrize("name", BUILT_IN.ids)
def test_every_problem_has_all_its_parts(name: str) -> None:
    one = BUILT_IN.load(name)
    assert one.statement.strip()
    assert "YOUR CODE HERE" in one.stub
    assert 'model.save("mymodel.h5")' in one.stub
    assert len(one.hints) >= 3
    assert one.reference.is_file()


@pytest.mark.parametrize("name", BUILT_IN.ids)
def test_every_skill_of_a_problem_is_one_of_the_exams(name: str) -> None:
    known = {key for group in skill_groups(SKILLS) for key in group.skills}
    assert set(BUILT_IN.load(name).skills) <= known


@pytest.mark.parametrize("name", BUILT_IN.ids)
@pytest.mark.parametrize("kind", DATA_KINDS)
def test_the_held_out_threshold_is_worth_mark_3(name: str, kind: str) -> None:
    one = BUILT_IN.load(name)
    assert one.tiers[kind][2] == one.thresholds[kind]["held_out_accuracy"]


def test_the_exam_has_52_skills_in_five_groups() -> None:
    assert [len(group.skills) for group in skill_groups(SKILLS)] == [7, 19, 7, 9, 10]


OF_POINTS = "key 'points.check_held_out_accuracy' must be a whole number of at least 1, not 1.5"


@pytest.mark.parametrize(
    ("pattern", "by", "message"),
    [
        (r"^title = .*$", "", "key 'title' is missing; it must be a text that is not empty"),
        (r"^title = .*$", "title = ' '", "key 'title' must be a text that is not empty, not ' '"),
        (r"^title = .*$", "title = 3", "key 'title' must be a text that is not empty, not 3"),
        (
            r"^skills = \[[^\]]*\]",
            "skills = 'all'",
            "key 'skills' must be a list of texts, not",
        ),
        (r"^seconds = .*$", "seconds = -1", "key 'limits.seconds' must be a number of at least 1"),
        (r"^seconds = .*$", "seconds = true", "key 'limits.seconds' must be a number"),
        (r"^seconds = .*$", "seconds = nan", "key 'limits.seconds' must be a number of at least 1"),
        (r"^seconds = .*$", "secconds = 5", "key 'limits.secconds' is not known here; known: disk"),
        (r"^accuracy = .*$", "accuracy = 'high'", "key 'stopping.accuracy' must be a number from"),
        (r"^max_epochs = .*$", "", "key 'stopping.max_epochs' is missing; it must be a whole"),
        (r"^activation = .*$", "activation = 'relu'", "must be 'sigmoid' or 'softmax', not 'relu'"),
        (r"^\[stopping\]$", "[stoping]", "key 'stoping' is not known here; known: "),
        (r"^processes = .*$", "processes = 8.5", "must be a whole number of at least 8, not 8.5"),
        (r"^check_held_out_accuracy = .*$", "check_held_out_accuracy = 1.5", OF_POINTS),
        (r"^model_mb = (.*)$", r"model_mb = \1\nmodell = 3", "key 'limits.modell' is not known"),
        (r"^held_out_accuracy = .*$", "held_out_accuracy = 83", "must be a number from 0 to 1"),
        (r"^sample = \[[^\]]*\]", "sample = [0.5]", "'tiers.sample' must be a list of 5 rising"),
        (r"^sample = \[[^\]]*\]", "sample = [0, 0, 0, 0, 0]", "'tiers.sample' must be a list of 5"),
        (r"^real = \[[^\]]*\]", "", "key 'tiers.real' is missing; it must be a list of 5 rising"),
        (r"^id = .*$", 'id = "problem9"', "key 'id' must be the folder's name, 'problem1'"),
        (r"^title = .*$", "title = ", "not a TOML file"),
    ],
)
def test_a_malformed_file_is_named_with_key_and_what_is_allowed(
    tmp_path: Path, pattern: str, by: str, message: str
) -> None:
    changed = re.sub(pattern, by, TEXT, count=1, flags=re.MULTILINE)
    assert changed != TEXT
    with pytest.raises(UsageError) as error:
        read(tmp_path, changed)
    assert "problem.toml" in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Garments\n{{ stop_att }}", "'stop_att' is undefined"),
        ("# Garments\n{% if %}", "line 2: Expected an expression"),
    ],
)
def test_a_statement_that_is_no_template_is_named_with_the_place(
    tmp_path: Path, text: str, message: str
) -> None:
    one = read(tmp_path, TEXT)
    (one.folder / "statement.md").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message) as error:
        _ = one.statement
    assert "statement.md: " in str(error.value)


@pytest.mark.parametrize(
    ("name", "text"), [("statement.md", "statement"), ("stub.py", "stub"), ("hints.md", "hints")]
)
def test_a_text_that_is_no_utf_8_is_named(tmp_path: Path, name: str, text: str) -> None:
    one = read(tmp_path, TEXT)
    (one.folder / name).write_bytes("# Kleidungsstücke\n".encode("latin-1"))
    with pytest.raises(UsageError) as error:
        getattr(one, text)
    assert str(error.value) == f"{one.folder / name} is not UTF-8"


def test_problem10_comes_after_problem2(tmp_path: Path) -> None:
    for name in ("problem10", "problem2"):
        (tmp_path / "problems" / name).mkdir(parents=True)
        (tmp_path / "problems" / name / "problem.toml").touch()
    assert Catalog((tmp_path,)).ids == ("problem2", "problem10")
