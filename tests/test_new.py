"""`practice new` as an author runs it, and docs/authoring.md against the code that it tells of."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from grader import problem
from grader.authoring.skeleton import MARK
from grader.checks import plugin
from grader.datasets.registry import SETS
from grader.errors import UsageError
from grader.validation.cases import find_cases
from tests.conftest import ROOT, Practice

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
# ```python PATH: the block belongs below its first line where that is in the file, or at the end.
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MINUTES = 20  # for some trainings, on a machine that has other things to do
TABLES = ("data", "limits", "training", "thresholds", "tiers")
MADE = {
    "grader/checks/problem5.py",
    *(f"problems/problem5/{name}" for name in ("hints.md", "problem.toml", "statement.md")),
    "problems/problem5/stub.py",
    "solutions/problem5/solution.py",
    "solutions/problem5/unusual/functional_and_scaled_inside.py",
    "solutions/problem5/wrong/gives_logits.py",
}


@dataclass(frozen=True)
class Checkout(Practice):
    """The command of a checkout of its own, with problem1 in it."""

    root: Path

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "cli.py"), *arguments]

    def files(self) -> dict[str, str]:
        """All files but what Python leaves, with their texts."""
        every = (path for path in self.root.rglob("*") if path.is_file())
        return {
            path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8")
            for path in every
            if path.suffix != ".pyc"
        }

    def make(self, dataset: str = "fashion-mnist", *options: str) -> None:
        done = self("new", "problem5", "--data", dataset, *options)
        assert (done.returncode, done.stderr) == (0, "")

    def ruff(self, *arguments: str) -> str:
        ruff = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "--force-exclude"]
        files = [str(self.root / name) for name in MADE if name.endswith(".py")]
        done = subprocess.run(
            [*ruff, *files], cwd=self.root, capture_output=True, text=True, check=False
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr

    def validation(self, *options: str) -> dict[str, Any]:
        command = self.command("validate", "problem5", "--data", "sample", "--json", *options)
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environ(),
            capture_output=True,
            text=True,
            check=False,
            timeout=MINUTES * 60,
        )
        assert done.stdout, done.stderr
        (found,) = json.loads(done.stdout)["problems"]
        assert isinstance(found, dict)
        return found


def copied(root: Path) -> Path:
    for name in ("grader", "problems/problem1", "solutions/problem1"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("cli.py", "pyproject.toml", "problems/skills.toml"):
        shutil.copy(ROOT / name, root / name)
    return root


@pytest.fixture
def checkout(shared_home: Path, tmp_path: Path) -> Checkout:
    folder = tmp_path / "folder"
    folder.mkdir()
    return Checkout(shared_home, folder, copied(tmp_path / "kit"))


def test_it_makes_these_files_and_changes_no_other(checkout: Checkout) -> None:
    before = checkout.files()
    checkout.make()
    after = checkout.files()
    assert set(after) - set(before) == MADE
    assert {name: after[name] for name in before} == before


def test_it_names_what_it_made_and_what_to_do_next(checkout: Checkout) -> None:
    said = checkout("new", "problem5").stdout
    for words in (*MADE, "practice check problem5 --reference", "practice validate problem5"):
        assert words in said


@pytest.mark.parametrize("dataset", SETS)
def test_a_new_problem_is_listed_and_its_stub_is_not_attempted(
    checkout: Checkout, dataset: str
) -> None:
    checkout.make(dataset, "--title", 'A "new" one: \\ and é')
    assert 'A "new" one: \\ and é' in checkout("list", environ={"COLUMNS": "200"}).stdout
    assert checkout("start", "problem5").returncode == 0
    report = checkout.report("check", "problem5")
    assert report["verdict"] == "not attempted"
    assert len(report["checks"]) == 5


@pytest.mark.parametrize("dataset", SETS)
def test_what_it_makes_is_in_the_kits_own_style(checkout: Checkout, dataset: str) -> None:
    checkout.make(dataset)
    assert checkout.ruff("check") == ""
    assert checkout.ruff("format", "--check") == ""


@pytest.mark.parametrize("dataset", SETS)
def test_a_new_problem_has_what_the_tests_ask_of_every_problem(
    checkout: Checkout, dataset: str
) -> None:
    checkout.make(dataset)
    one = problem.read(checkout.root / "problems" / "problem5" / "problem.toml")
    known = {key for group in problem.skill_groups() for key in group.skills}
    assert set(one.skills) <= known
    assert len(one.hints) >= 3
    for kind in problem.DATA_KINDS:
        assert one.tiers[kind][2] == one.thresholds[kind]["held_out_accuracy"]


def test_what_an_author_must_write_is_marked_in_every_file_that_needs_it(
    checkout: Checkout,
) -> None:
    checkout.make()
    marked = {name for name, text in checkout.files().items() if name in MADE and MARK in text}
    examples = {name for name in MADE if "/wrong/" in name or "/unusual/" in name}
    assert marked == MADE - examples


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["problem1"], "problem1 is there already"),
        (["problem05"], "a problem is called problem1, problem2 and so on, not 'problem05'"),
        (["sandals"], "not 'sandals'"),
        (["problem5/../problem6"], "not 'problem5/../problem6'"),
        (["problem5", "--data", "sandals"], "no data set is called 'sandals'; there are: "),
        (["problem5", "--title", "two\nlines"], "a title is one line of 1 to 60 characters"),
        (["problem5", "--title", "x" * 61], "a title is one line of 1 to 60 characters"),
        (["problem5", "--title", "Sets such as {{1}}"], "a title has none of {{ {% {#, which"),
        (["problem5", "--title", "{% raw"], "a title has none of {{ {% {#, which"),
        (["problem5", "--title", "Mark {#1"], "a title has none of {{ {% {#, which"),
    ],
)
def test_a_wrong_wish_is_one_line_and_makes_nothing(
    checkout: Checkout, arguments: list[str], words: str
) -> None:
    before = checkout.files()
    done = checkout("new", *arguments)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("practice: ")
    assert words in line
    assert checkout.files() == before


@pytest.mark.parametrize(
    ("name", "more", "words"),
    [
        ("grader/checks/problem5.py", "def check_one(:\n", "Python cannot read these checks"),
        ("problems/problem5/stub.py", "{{ stop_att }}\n", "'stop_att' is undefined"),
        ("problems/problem5/problem.toml", "check_one = 1.5\n", "a whole number of at least 1"),
    ],
)
def test_what_an_author_breaks_is_one_line_that_names_the_file(
    checkout: Checkout, name: str, more: str, words: str
) -> None:
    checkout.make()
    shutil.copy(checkout.root / "problems/problem5/stub.py", checkout.folder / "problem5.py")
    with (checkout.root / name).open("a", encoding="utf-8") as file:
        file.write(more)
    done = checkout("check", "problem5")
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"practice: {checkout.root / name}")
    assert words in line


def test_checks_that_python_cannot_read_are_found_before_any_training(checkout: Checkout) -> None:
    checkout.make()
    (checkout.folder / "problem5.py").write_text("print('trained')\n", encoding="utf-8")
    (checkout.root / "grader/checks/problem5.py").write_text("def check_one(:\n", encoding="utf-8")
    done = checkout("check", "problem5", "--data", "sample")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Training" not in done.stderr
    assert "Python cannot read these checks" in done.stderr


@pytest.mark.parametrize("name", ["problems/problem5", "solutions/problem5"])
def test_a_part_that_is_there_stays_as_it_is(checkout: Checkout, name: str) -> None:
    mine = checkout.root / name / "mine.txt"
    mine.parent.mkdir()
    mine.write_text("my work", encoding="utf-8")
    before = checkout.files()
    done = checkout("new", "problem5")
    assert done.returncode == 2
    assert f"problem5 is there already: {mine.parent}" in done.stderr
    assert checkout.files() == before


def test_where_one_part_cannot_be_written_none_is_left(checkout: Checkout) -> None:
    shutil.rmtree(checkout.root / "solutions")
    (checkout.root / "solutions").write_text("a file, and no folder", encoding="utf-8")
    before = sorted(checkout.root.rglob("*"))
    done = checkout("new", "problem5")
    assert done.returncode == 2
    assert done.stderr.startswith("practice: cannot write problem5 into ")
    assert done.stderr.endswith("nothing was made\n")
    assert [
        path for path in sorted(checkout.root.rglob("*")) if "__pycache__" not in str(path)
    ] == [path for path in before if "__pycache__" not in str(path)]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read only for root"
)
def test_a_checkout_that_is_read_only_is_said(checkout: Checkout) -> None:
    checkout.root.chmod(0o500)
    done = checkout("new", "problem5")
    checkout.root.chmod(0o700)
    assert done.returncode == 2
    assert "Permission denied" in done.stderr


@pytest.mark.parametrize("place", ["site-packages", "without-pyproject"])
def test_an_installed_kit_makes_none(tmp_path: Path, shared_home: Path, place: str) -> None:
    kit = Checkout(shared_home, tmp_path, copied(tmp_path / place))
    if place == "without-pyproject":
        (kit.root / "pyproject.toml").unlink()
    before = kit.files()
    done = kit("new", "problem5")
    assert done.returncode == 2
    assert "a new problem is made in a clone of the repository" in done.stderr
    assert kit.files() == before


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES + 60)
@pytest.mark.usefixtures("closed_box")
@pytest.mark.parametrize("dataset", ["horse-or-human"])
def test_the_skeleton_does_what_it_says_and_validate_tells_what_is_missing(
    checkout: Checkout, dataset: str
) -> None:
    checkout.make(dataset)
    found = checkout.validation("--runs", "1", "--jobs", "2")
    assert {run["submission"]: run["amiss"] for run in found["runs"]} == {
        "problem5/stub": [],
        "problem5/reference": [],
        "problem5/wrong/gives_logits": [],
        "problem5/unusual/functional_and_scaled_inside": [],
    }
    missing = [gap["what"] for gap in found["missing"]]
    assert "wrong solutions: 1 of at least 10" in missing
    assert "a wrong solution that fails check_input_shape" in missing
    assert "a wrong solution that fails check_output" not in missing


def as_the_document_says(checkout: Checkout) -> None:
    """Make the document's example, by its commands and with the texts that it gives."""
    command = re.search(r"^    practice (new problem5 .*)$", DOCUMENT, re.MULTILINE)
    assert command is not None
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command[1])]
    assert checkout(*words).returncode == 0
    for name, text in BLOCK.findall(DOCUMENT):
        path = checkout.root / name
        header, _, below = text.partition("\n")
        before = path.read_text(encoding="utf-8") if path.is_file() else ""
        if path.suffix == ".toml" or f"{header}\n" in before:
            assert before.count(f"{header}\n") == 1
            path.write_text(before.replace(f"{header}\n", f"{header}\n{below}"), encoding="utf-8")
        else:
            path.write_text(f"{before}\n\n{text}" if before else text, encoding="utf-8")


def test_the_documents_example_is_sound(checkout: Checkout) -> None:
    as_the_document_says(checkout)
    one = problem.read(checkout.root / "problems" / "problem5" / "problem.toml")
    assert one.numbers["most_parameters"] == 20_000
    assert checkout.ruff("check") == ""
    assert checkout.ruff("format", "--check") == ""
    checkout("start", "problem5")
    names = [check["name"] for check in checkout.report("check", "problem5")["checks"]]
    assert sorted(names) == sorted(one.points)


def narrow_as_the_document_says(checkout: Checkout) -> None:
    """Give the skeleton's solutions the narrow layer, the reference by the document's own line."""
    line = re.search(r"^    (layers\.Dense\(24, .*)$", DOCUMENT, re.MULTILINE)
    assert line is not None
    solutions = checkout.root / "solutions" / "problem5"
    for name, old, new in (
        ("solution.py", 'layers.Dense(128, activation="relu"),', line[1]),
        ("wrong/gives_logits.py", "Dense(128", "Dense(24"),
        ("unusual/functional_and_scaled_inside.py", "Dense(100", "Dense(24"),
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
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    as_the_document_says(checkout)
    narrow_as_the_document_says(checkout)
    block = re.search(r"^```toml\n(\[variants.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert block is not None
    toml = checkout.root / "problems" / "problem5" / "problem.toml"
    with toml.open("a", encoding="utf-8") as file:
        file.write(f"\n{block[1]}")
    monkeypatch.setattr(problem, "SOLUTIONS", checkout.root / "solutions")
    for variant, (most, units) in enumerate([("20,000", 24), ("10,000", 12), ("40,000", 48)]):
        one = problem.varied(problem.read(toml), variant)
        assert f"at most {most} parameters" in one.statement
        assert f"at most {most} parameters" in one.stub
        cases = {case.name.split("/", 1)[1]: case for case in find_cases(one, tmp_path / "new")}
        assert len(cases) == 6
        assert cases["wrong/too_many_parameters"].head.says == (f"at most {most} parameters",)
        for name in ("reference", "wrong/gives_logits", "wrong/unscaled_pixels"):
            assert f"Dense({units}, " in cases[name].path.read_text(encoding="utf-8")
        if variant:
            texts = [one.statement, *(case.path.read_text("utf-8") for case in cases.values())]
            assert not [text for text in texts if re.search(r"\b20,000\b|Dense\(24\b", text)]


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES + 60)
@pytest.mark.usefixtures("closed_box")
def test_the_documents_example_validates(checkout: Checkout) -> None:
    as_the_document_says(checkout)
    narrow_as_the_document_says(checkout)
    found = checkout.validation("--runs", "1", "--jobs", "2")
    assert {run["submission"]: run["amiss"] for run in found["runs"] if run["amiss"]} == {}
    assert len(found["runs"]) == 6


def known_keys(folder: Path, table: str) -> list[str]:
    """The keys that problem.py reads in a table, as it says itself when another one is there."""
    text = (problem.PROBLEMS / "problem1" / "problem.toml").read_text(encoding="utf-8")
    header = f"[{table}]\n" if table else ""
    text = text if header in text else f"{text}\n{header}"
    place = folder / "problem1"
    place.mkdir(exist_ok=True)
    (place / "problem.toml").write_text(
        text.replace(header, f"{header}stranger = 1\n", 1), encoding="utf-8"
    )
    with pytest.raises(UsageError, match="stranger' is not known here") as error:
        problem.read(place / "problem.toml")
    return str(error.value).split("known: ")[1].split(", ")


def test_every_key_of_a_problem_is_in_the_document_and_no_other(tmp_path: Path) -> None:
    top = set(known_keys(tmp_path, ""))
    below = {f"{table}.{key}" for table in TABLES for key in known_keys(tmp_path, table)}
    section = DOCUMENT.split("### problem.toml, key by key")[1].split("\n## ")[0]
    told = re.findall(r"^\| `([\w.]+)` \|", section, re.MULTILINE)
    assert sorted(told) == sorted((top - set(TABLES)) | below)


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
