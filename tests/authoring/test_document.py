"""docs/authoring.md: what it has an author type and write makes a sound problem5."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import msgspec
import pytest

from grader import problem
from grader.assessment.checks import plugin
from grader.problem_format import (
    ByKind,
    Checkpoint,
    Data,
    Images,
    Limits,
    Outputs,
    ProblemFile,
    Split,
    Stopping,
    Training,
    Validation,
)
from grader.validation.cases import find_cases
from tests.authoring.checkout import MADE, MINUTES, Checkout
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from grader.typed_toml import Table

DOCUMENT = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
# ```python PATH: the block belongs below its first line where that is in the file, or at the end.
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DATA_SET = "grader/datasets/bars"
TABLES: dict[str, type[Table]] = {
    "data": Data,
    "limits": Limits,
    "training": Training,
    "thresholds": ByKind,
    "tiers": ByKind,
    "images": Images,
    "stopping": Stopping,
    "split": Split,
    "validation": Validation,
    "checkpoint": Checkpoint,
    "outputs": Outputs,
}


def as_the_document_says(checkout: Checkout) -> None:
    """Make the document's example, by its commands and with the texts that it gives."""
    command = re.search(r"^    practice (new problem5 .*)$", DOCUMENT, re.MULTILINE)
    assert command is not None
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command[1])]
    assert checkout(*words).returncode == 0
    for name, text in BLOCK.findall(DOCUMENT):
        if "problem5" not in name:
            continue
        path = checkout.root / name
        header, _, below = text.partition("\n")
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        if f"{header}\n" in before:
            assert before.count(f"{header}\n") == 1
            path.write_text(before.replace(f"{header}\n", f"{header}\n{below}"), encoding="utf-8")
        else:
            path.write_text(f"{before}\n\n{text}" if before else text, encoding="utf-8")


def test_the_documents_example_is_sound(checkout: Checkout) -> None:
    as_the_document_says(checkout)
    one = problem.read(checkout.root / "problems" / "problem5" / "problem.toml")
    assert one.values["most_parameters"] == 20_000
    assert checkout.ruff("check") == ""
    assert checkout.ruff("format", "--check") == ""
    checkout("start", "problem5")
    names = [check["name"] for check in checkout.report("check", "problem5")["checks"]]
    assert sorted(names) == sorted(one.points)


def narrow_as_the_document_says(checkout: Checkout) -> None:
    """Give the skeleton's solutions the narrow layer, the reference by the document's own line."""
    line = re.search(r"^    (UNITS = 24.*)$", DOCUMENT, re.MULTILINE)
    assert line is not None
    solutions = checkout.root / "solutions" / "problem5"
    for name, old, new in (
        ("solution.py", "UNITS = 128", line[1]),
        ("alternative/functional_and_scaled_inside.py", "UNITS = 100", "UNITS = 24"),
    ):
        text = (solutions / name).read_text(encoding="utf-8")
        assert old in text
        (solutions / name).write_text(text.replace(old, new), encoding="utf-8")


def test_the_documents_line_of_the_reference_is_in_the_kits_own_style(checkout: Checkout) -> None:
    as_the_document_says(checkout)
    narrow_as_the_document_says(checkout)
    assert checkout.ruff("check") == ""
    assert checkout.ruff("format", "--check") == ""


def test_the_documents_variants_tell_the_learner_and_are_followed(
    checkout: Checkout, tmp_path: Path
) -> None:
    as_the_document_says(checkout)
    narrow_as_the_document_says(checkout)
    block = re.search(r"^```toml\n(\[constants.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert block is not None
    toml = checkout.root / "problems" / "problem5" / "problem.toml"
    with toml.open("a", encoding="utf-8") as file:
        file.write(f"\n{block[1]}")
    for variant, (most, units) in enumerate([("20,000", 24), ("10,000", 12), ("40,000", 48)]):
        one = problem.read(toml).varied(variant)
        assert f"at most {most} parameters" in one.statement
        assert f"at most {most} parameters" in one.stub
        cases = {case.name.split("/", 1)[1]: case for case in find_cases(one, tmp_path / "new")}
        assert len(cases) == 6
        assert cases["wrong/too_many_parameters"].expected.says == (f"at most {most} parameters",)
        for name in ("reference", "wrong/gives_logits", "alternative/functional_and_scaled_inside"):
            assert f"UNITS = {units}" in cases[name].path.read_text(encoding="utf-8")
        if variant:
            texts = [one.statement, *(case.path.read_text("utf-8") for case in cases.values())]
            assert not [text for text in texts if re.search(r"\b20,000\b|UNITS = 24\b", text)]


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES + 60)
@pytest.mark.usefixtures("closed_sandbox")
def test_the_documents_example_validates(checkout: Checkout) -> None:
    as_the_document_says(checkout)
    narrow_as_the_document_says(checkout)
    found = checkout.validation("--runs", "1", "--jobs", "2")
    assert {run["submission"]: run["errors"] for run in found["runs"] if run["errors"]} == {}
    assert len(found["runs"]) == 6


def add_the_documents_data_set(checkout: Checkout) -> set[str]:
    """Create the files of the document's data set; return their names."""
    files = {name: text for name, text in BLOCK.findall(DOCUMENT) if name.startswith(DATA_SET)}
    (checkout.root / DATA_SET).mkdir()
    for name, text in files.items():
        (checkout.root / name).write_text(text, encoding="utf-8")
    return set(files)


def test_the_documents_data_set_is_one_folder_that_a_problem_can_use(checkout: Checkout) -> None:
    before = checkout.files()
    added = add_the_documents_data_set(checkout)
    checkout.make("bars")
    assert checkout.files().keys() - before.keys() == MADE | added
    assert checkout.ruff("check", *added) == ""
    assert checkout.ruff("format", "--check", *added) == ""
    checkout("start", "problem5")
    assert checkout.report("check", "problem5")["verdict"] == "not attempted"
    assert "bars" in checkout("data", "status").stdout


@pytest.mark.slow
@pytest.mark.usefixtures("closed_sandbox")
def test_a_reference_passes_on_the_documents_data_set(checkout: Checkout) -> None:
    add_the_documents_data_set(checkout)
    checkout.make("bars")
    report = checkout.report("check", "problem5", "--reference", "--data", "sample")
    assert report["verdict"] == "passed", report


def keys(table: type[Table]) -> set[str]:
    return {field.encode_name for field in msgspec.structs.fields(table)}


def test_every_key_of_a_problem_is_in_the_document_and_no_other() -> None:
    below = {f"{name}.{key}" for name, table in TABLES.items() for key in keys(table)}
    section = DOCUMENT.split("### problem.toml, key by key")[1].split("\n## ")[0]
    told = re.findall(r"^\| `([\w.]+)` \|", section, re.MULTILINE)
    assert sorted(told) == sorted((keys(ProblemFile) - set(TABLES)) | below)


def test_every_fixture_is_in_the_document_and_no_other() -> None:
    source = inspect.getsource(plugin)
    names = re.findall(r"^    @pytest\.fixture.*\n    def (\w+)", source, re.MULTILINE)
    section = DOCUMENT.split("| fixture |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == names


def test_every_file_that_the_document_names_is_there() -> None:
    named = set(re.findall(r"`((?:grader|tests|benchmarks|problems)/[\w/.]+\.\w+)`", DOCUMENT))
    assert named
    assert {
        name for name in named if "problem5" not in name and not (ROOT / name).is_file()
    } == set()
