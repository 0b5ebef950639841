"""What `practice check` keeps, and what it does where it cannot."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import TYPE_CHECKING

import pytest

from grader.catalog import ROOT
from grader.history import copies, repository
from grader.history.database import FILE, opened, reading, transaction
from grader.solutions import Kind
from grader.validation import cases, processes, runs
from tests.grading.mistake_heads import MISTAKES
from tests.history.examples import kept, report

if TYPE_CHECKING:
    from pathlib import Path

    from grader.history.attempt import Attempt
    from tests.conftest import Practice

BROKEN = "def f(:\n"


def broken(practice: Practice) -> Path:
    mine = practice.folder / "mine.py"
    mine.write_text(BROKEN, encoding="utf-8")
    return mine


def found(practice: Practice) -> tuple[Attempt, ...]:
    with reading(practice.home / "state") as connection:
        return repository.listing(connection)


def test_each_check_is_an_attempt_with_a_copy_of_its_file(new_practice: Practice) -> None:
    mine = broken(new_practice)
    shown = new_practice.report("check", "problem1", "mine.py", "--seed", "7")
    new_practice("start", "problem1")
    new_practice("check", "problem1")
    mine.unlink()
    first, second = found(new_practice)
    assert (first.problem, first.verdict, first.seed, first.score) == (
        "problem1",
        "crashed",
        7,
        None,
    )
    assert (second.file, second.verdict) == ("problem1.py", "not attempted")
    state = new_practice.home / "state"
    assert copies.read(state, first.sha256, first.suffix).decode() == BROKEN
    with reading(state) as connection:
        assert json.loads(repository.report_text(connection, first.id)) == shown


def test_a_report_with_findings_is_shown_again_as_it_was(new_practice: Practice) -> None:
    file = MISTAKES / "problem1" / "00_one_epoch.py"
    shown = new_practice("check", "problem1", str(file), "--data", "sample").stdout
    again = new_practice("history", "show", "1")
    assert (again.returncode, again.stderr) == (0, "")
    assert shown in again.stdout
    assert json.loads(new_practice("history", "show", "1", "--json").stdout)["mistakes"]


def test_the_reference_is_no_attempt(new_practice: Practice) -> None:
    done = new_practice("check", "problem1", "--reference", "--data", "real")
    assert done.returncode == 2
    assert not (new_practice.home / "state" / FILE).exists()


@pytest.mark.usefixtures("interruptible")
def test_an_interrupted_check_is_no_attempt(practice: Practice) -> None:
    mine = practice.folder / "mine.py"
    mine.write_text("import time\n\ntime.sleep(300)\nmodel.fit()\n", encoding="utf-8")
    before = len(found(practice))
    process = subprocess.Popen(
        practice.command("check", "problem1", "mine.py", "--data", "sample"),
        env=practice.environ(),
        cwd=practice.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert any("Training in a sandbox" in line for line in process.stderr)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert len(found(practice)) == before


def test_what_was_trained_is_kept_with_its_record(practice: Practice) -> None:
    mine = practice.folder / "mine.py"
    mine.write_text("x = model.fit(nothing)\n", encoding="utf-8")
    practice("check", "problem1", "mine.py", "--data", "sample")
    last = found(practice)[-1]
    assert (last.file, last.data, last.verdict) == ("mine.py", "sample", "crashed")
    with reading(practice.home / "state") as connection:
        record = repository.record(connection, last.id)
    assert record is not None
    assert record["raised"]["type"] == "NameError"


def test_runs_of_a_validation_are_no_attempts(new_practice: Practice) -> None:
    stub = cases.Case("problem1", Kind.STUB, ROOT / "problems/problem1/stub.py")
    command = processes.command(runs.Run(stub, 1), "auto", "auto")
    done = new_practice(*command[2:])
    assert json.loads(done.stdout)["verdict"] == "not attempted"
    assert found(new_practice) == ()


def test_a_history_that_cannot_be_written_changes_no_report(new_practice: Practice) -> None:
    broken(new_practice)
    right = new_practice("check", "problem1", "mine.py")
    (new_practice.home / "state" / FILE).write_bytes(b"my diary\n" * 1000)
    done = new_practice("check", "problem1", "mine.py")
    assert (done.returncode, done.stdout) == (right.returncode, right.stdout) == (1, right.stdout)
    (line,) = done.stderr.splitlines()
    assert line.startswith("practice: this attempt is not in the history: ")
    assert "damaged or not a database" in line


def test_a_full_disk_changes_no_report(new_practice: Practice) -> None:
    broken(new_practice)
    command = " ".join(new_practice.command("check", "problem1", "mine.py"))
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 2; exec {command}"],  # blocks of 1024 bytes
        env={**new_practice.environ(), "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=new_practice.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "CRASHED" in done.stdout) == (1, True)
    (line,) = done.stderr.splitlines()
    assert line.startswith("practice: this attempt is not in the history: ")
    assert found(new_practice) == ()


@pytest.mark.usefixtures("closed_sandbox")
def test_a_home_that_cannot_be_written_changes_no_report(new_practice: Practice) -> None:
    broken(new_practice)
    kept(new_practice.home / "state", report())
    closed = ["bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"]
    done = subprocess.run(
        [*closed, *new_practice.command("check", "problem1", "mine.py", "--sandbox", "basic")],
        env=new_practice.environ(),
        cwd=new_practice.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "CRASHED" in done.stdout) == (1, True)
    (line,) = done.stderr.splitlines()
    assert line.startswith("practice: this attempt is not in the history: ")
    assert len(found(new_practice)) == 1


def test_an_attempt_is_kept_though_nobody_reads_its_report(new_practice: Practice) -> None:
    broken(new_practice)
    process = subprocess.Popen(
        new_practice.command("check", "problem1", "mine.py"),
        env=new_practice.environ(),
        cwd=new_practice.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
    process.wait(60)
    assert len(found(new_practice)) == 1


def test_a_check_waits_while_another_command_writes(new_practice: Practice) -> None:
    broken(new_practice)
    with opened(new_practice.home / "state") as connection:
        with transaction(connection):
            process = subprocess.Popen(
                new_practice.command("check", "problem1", "mine.py"),
                env=new_practice.environ(),
                cwd=new_practice.folder,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
            assert process.stdout is not None
            assert b"problem1" in process.stdout.readline()  # The report does not wait.
            assert process.poll() is None
        _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert len(found(new_practice)) == 1
