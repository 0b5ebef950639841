"""The mutation of the checks: which mutants there are, and what catches them."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from benchmarks import kept_evidence, mutate_checks
from benchmarks.kept_evidence import Place
from benchmarks.mutants import Mutant, mutants, reachable, read
from benchmarks.trials import Trial, baseline, try_all
from grader import submission
from grader.assessment.evidence import Evidence, SavedModel, Scored
from grader.catalog import BUILT_IN, ROOT
from grader.datasets import manifest
from grader.datasets.layout import DataSet
from grader.model_file.findings import ModelFacts
from grader.report import Report, Verdict
from grader.sandbox.plan import Ending, Outcome, SandboxKind
from grader.solutions import Expected, Kind
from grader.training.record import CallbackUsed, Epoch, Feed, Fit, TrainingRecord
from grader.training.run import Training
from grader.validation.cases import Case

CHECKS = '''
from grader.assessment.checks.helper import require_small, unused

def check_size(model, limit):
    """The file is small."""
    require_small(model, limit)

def check_scale(feed, model):
    """Pixels are scaled."""
    bright = feed.high > 20 and not model.rescales
    if bright:
        fail(expected="0-1", actual="more", fix="divide")
'''
HELPER = """
def require_small(model, limit):
    if model.size <= limit:
        return "small"
    fail(expected="small", actual="large", fix="shrink")

def unused(model):
    fail(expected="nothing", actual="nothing", fix="nothing")
"""
PASSED_NONE, STOPPED = "check_callback_is_defined_and_passed", "check_training_was_stopped_early"
STOPS = "check_callback_stops_at_the_threshold"


@pytest.fixture
def made(tmp_path: Path) -> list[Mutant]:
    """All mutants of two small modules."""
    checks = tmp_path / "problems" / "problem9" / "checks.py"
    shared = tmp_path / "grader" / "assessment" / "checks" / "helper.py"
    for folder in (checks.parent, shared.parent):
        folder.mkdir(parents=True)
    checks.write_text(CHECKS, encoding="utf-8")
    shared.write_text(HELPER, encoding="utf-8")
    return mutants(reachable("problem9", read(tmp_path)), "abc")


def of_kind(made: list[Mutant], kind: str) -> list[tuple[str, str, str]]:
    return [(one.function, one.code, one.change) for one in made if one.kind == kind]


def test_each_check_is_removed_once(made: list[Mutant]) -> None:
    assert of_kind(made, "a") == [
        ("check_size", "the whole check", "return"),
        ("check_scale", "the whole check", "return"),
    ]


def test_a_fail_of_a_helper_counts_where_a_check_comes_to_it(made: list[Mutant]) -> None:
    functions = [function for function, _, _ in of_kind(made, "b")]
    assert functions == ["check_scale", "require_small"]


def test_limits_move_so_that_a_fail_is_seldomer_and_operands_are_dropped(
    made: list[Mutant],
) -> None:
    assert of_kind(made, "c") == [
        ("check_scale", "feed.high > 20", "True"),
        ("check_scale", "feed.high > 20", "its limit moved up"),
        ("check_scale", "not model.rescales", "True"),
        ("require_small", "model.size <= limit", "its limit moved up"),
    ]


def test_a_mutant_differs_in_its_place_alone(made: list[Mutant]) -> None:
    removed = next(one for one in made if one.kind == "a" and one.function == "check_size")
    assert removed.source == CHECKS.replace("require_small(model, limit)\n\n", "return\n\n")
    assert removed.lines == (6, 6)


def test_a_moved_limit_lets_more_pass(made: list[Mutant]) -> None:
    moved = next(one for one in made if one.module == "helper" and one.kind == "c")
    spaces: dict[str, object] = {"fail": lambda **_: "fails"}
    exec(moved.source, spaces)
    small = spaces["require_small"]
    assert callable(small)
    sizes = [type("Model", (), {"size": size}) for size in (10, 12, 13)]
    assert [small(size, 10) for size in sizes] == ["small", "small", None]


def test_the_mutants_of_every_problem_are_python() -> None:
    modules = read(ROOT)
    for problem in (name for name in modules if name.startswith("problem")):
        found = mutants(reachable(problem, modules), "abc")
        assert {one.kind for one in found} == {"a", "b", "c"}
        for one in found:
            compile(one.source, one.module, "exec")


def kept_without_callback(folder: Path, head: Expected) -> Place:
    """Evidence of a training of problem1 that was right but for its callback: it had none."""
    (folder / "own.py").write_text("# None\n", encoding="utf-8")
    problem, data = BUILT_IN.load("problem1"), DataSet("fashion-mnist", "sample", folder)
    feed = Feed("arrays", count=60_000, shape=(28, 28), low=0.0, high=1.0)
    epochs = tuple(Epoch(number, {"accuracy": 0.93, "loss": 0.2}, 1.0) for number in range(5))
    fit = Fit(
        number=0,
        line=7,
        model="model",
        layers=("Dense",),
        epochs_asked=5,
        initial_epoch=0,
        optimizer="adam",
        learning_rate=0.001,
        loss="sparse_categorical_crossentropy",
        metrics=("accuracy",),
        callbacks=(CallbackUsed("CSVLogger", own=False, is_class=False, is_callback=True),),
        training=feed,
        validation=None,
        epochs=epochs,
        finished=True,
    )
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0)
    record = TrainingRecord(fits=(fit,), finished=True)
    training = Training(record, outcome, folder / "work", "/box/inside", folder / "tmp", "/tmp")
    facts = ModelFacts(
        bytes=10**6,
        sha256="0",
        keras_version="3",
        class_name="Sequential",
        input_shape=(None, 28, 28),
        output_shape=(None, 10),
        parameters=9,
        layers=("Dense",),
        output_activation="softmax",
        has_rescaling=False,
        dtype=None,
    )
    answers = np.full((4, 10), 0.1, np.float32)
    sets = {name: Scored(name, answers, 0.95) for name in ("training", "held-out")}
    model = SavedModel(facts, (None, 28, 28), "0-1", {"0-1": 0.95}, sets)
    evidence = Evidence(problem, data, submission.read(folder / "own.py"), training, model)
    report = Report("problem1", "", "own.py", "0", Verdict.FAILED, "sample", "basic", 1, ())
    (folder / "marked.pickle").write_bytes(pickle.dumps((evidence, report)))
    return Place(Case("problem1", Kind.WRONG, folder / "own.py", head), folder, "")


NO_CALLBACK = Expected("No callback.", (PASSED_NONE, STOPPED), (), ("got CSVLogger",))


def test_a_check_is_guarded_by_a_submission_that_fails_it(tmp_path: Path) -> None:
    place = kept_without_callback(tmp_path, NO_CALLBACK)
    asked, amiss = baseline([place], tmp_path, 1)
    assert not amiss
    removed = mutants(reachable("problem1", read(ROOT)), "a")
    chosen = [one for one in removed if one.function in {PASSED_NONE, STOPS, "check_model_size"}]
    survivors: list[str] = []
    tried = {
        one.mutant.function: one for one in try_all(chosen, asked, tmp_path, 2, survivors.append)
    }
    assert tried[PASSED_NONE].caught_by == f"problem1/wrong/own: {PASSED_NONE} did not fail"
    assert (tried["check_model_size"].caught_by, tried["check_model_size"].asked) == ("", 1)
    # It needs another check, which failed: nobody came to it.
    assert (tried[STOPS].caught_by, tried[STOPS].asked) == ("", 0)
    assert len(survivors) == 2


def test_a_submission_that_is_not_as_its_head_says_catches_nothing(tmp_path: Path) -> None:
    place = kept_without_callback(tmp_path, Expected("No callback.", (PASSED_NONE,), (), ("got",)))
    asked, amiss = baseline([place], tmp_path, 1)
    assert not asked
    assert [why.split(":")[0] for why in amiss["problem1/wrong/own"]] == [f"{STOPPED} failed too"]


@pytest.mark.parametrize(("kind", "status"), [("a", True), ("b", True), ("c", False)])
def test_only_a_check_or_a_fail_that_nothing_guards_is_amiss(kind: str, status: bool) -> None:  # noqa: FBT001
    mutant = Mutant(
        kind, "words", Path("words.py"), "require_size", (1, 2), "size > limit", "True", ""
    )
    assert mutate_checks.is_unguarded([Trial(mutant, "", 3)]) is status
    assert not mutate_checks.is_unguarded([Trial(mutant, "problem1/wrong/too_large: no", 3)])


def key_of(folder: Path, text: str) -> str:
    (folder / "own.py").write_text(text, encoding="utf-8")
    (folder / manifest.NAME).write_text("{}", encoding="utf-8")
    case = Case("problem1", Kind.WRONG, folder / "own.py")
    data = DataSet("fashion-mnist", "sample", folder)
    return kept_evidence.place(
        case, BUILT_IN.load("problem1"), data, SandboxKind.ISOLATED, folder
    ).key


def test_evidence_counts_as_long_as_the_code_is_the_same(tmp_path: Path) -> None:
    first = key_of(tmp_path, "# fails: check_a\nepochs = 2\n")
    assert key_of(tmp_path, "# fails: check_b\nepochs = 2\n") == first
    assert key_of(tmp_path, "# fails: check_b\nepochs = 3\n") != first


def test_a_copy_of_a_sandbox_keeps_links_and_leaves_pipes_out(tmp_path: Path) -> None:
    work = tmp_path / "work"
    work.mkdir()
    (work / "mymodel.h5").write_bytes(b"model")
    (work / "link").symlink_to("/etc/hostname")
    os.mkfifo(work / "pipe")
    kept_evidence.copy_of_sandbox(work, tmp_path / "kept")
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == ["link", "mymodel.h5"]
    assert (tmp_path / "kept" / "link").is_symlink()
