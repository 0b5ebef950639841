"""Reports on the screen, and trainings as they go on."""

from __future__ import annotations

import io
import json
from dataclasses import replace

from rich.console import Console

from grader.formats import as_json, terminal
from grader.formats.console import console_on
from grader.formats.live import LiveTraining
from grader.printable import all_printable
from grader.report import CheckOutcome, CheckResult, Fault, FitSummary, Mistake, Report, Verdict
from grader.sandbox.observations import Epoch, Fit
from grader.sandbox.protocol import EpochEnded

FAULT = Fault("NameError", "name '\x1b[2Jx' is not defined", "mine.py", 3, "print(x)")
FAILED = CheckResult(
    "check_size", "The file is small", CheckOutcome.FAILED, 2, "10 MB", "80 MB", "use fewer units"
)


def report(**changes: object) -> Report:
    values: dict[str, object] = {
        "problem": "problem1",
        "title": "Garments",
        "file": "mine.py",
        "sha256": "0" * 64,
        "verdict": Verdict.FAILED,
        "data": "sample",
        "sandbox": "basic",
        "seed": 1,
        "checks": (FAILED,),
    }
    return Report(**{**values, **changes})  # type: ignore[arg-type]


def shown(one: Report, **environ: str) -> str:
    stream = io.StringIO()
    terminal.show(one, console_on(stream, environ))
    return stream.getvalue()


def test_a_failed_check_says_expected_seen_and_what_to_do() -> None:
    lines = shown(report()).splitlines()
    assert [" ".join(line.split()) for line in lines if line][2:6] == [
        "FAIL 0/2 The file is small",
        "expected 10 MB",
        "actual 80 MB",
        "fix use fewer units",
    ]


def test_no_line_ends_in_blanks() -> None:
    text = shown(report(fault=FAULT))
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def test_a_submission_cannot_redraw_the_terminal() -> None:
    assert "\x1b" not in shown(report(fault=FAULT))


def test_a_files_name_cannot_redraw_the_terminal() -> None:
    name = "mine\x1b]0;title\x07\udcff.py"
    assert "  mine?]0;title??.py, line 3\n" in shown(report(fault=replace(FAULT, file=name)))


def test_one_reason_for_many_checks_is_given_once() -> None:
    missed = [
        CheckResult(f"check_{n}", f"Check {n}", CheckOutcome.NOT_RUN, 1, reason="no model")
        for n in range(3)
    ]
    assert shown(report(checks=tuple(missed))).count("no model") == 1


def test_points_that_were_not_judged_are_not_counted_as_lost() -> None:
    passed = CheckResult("check_shape", "The shape", CheckOutcome.PASSED, 7)
    unjudged = CheckResult("check_fit", "The fit", CheckOutcome.NOT_JUDGED, 13, reason="no fit")
    lines = [
        " ".join(line.split()) for line in shown(report(checks=(passed, unjudged))).splitlines()
    ]
    assert "Points 7 of 7; 13 more need the training" in lines
    assert lines[4:6] == ["n/a The fit", "no fit"]


def test_epochs_are_plain_lines_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    with LiveTraining(console_on(stream, {})) as live:
        live.event(Fit(1, epochs_asked=4))
        logs = {"acc": 0.5, "val_acc": 0.25, "loss": 1.0}
        live.event(EpochEnded(1, Epoch(0, logs, 20.0)))
    assert stream.getvalue() == "epoch 1/4 · accuracy 0.500 val 0.250 · at most 1:00 left\n"


def test_metrics_that_are_too_large_are_left_out() -> None:
    stream = io.StringIO()
    live = LiveTraining(console_on(stream, {}))
    live.event(Fit(1, epochs_asked=2))
    live.event(EpochEnded(1, Epoch(0, {"accuracy": 1e300, "val_acc": 0.5})))
    assert stream.getvalue() == "epoch 1/2 · val 0.500\n"


def test_a_quiet_training_says_nothing() -> None:
    stream = io.StringIO()
    with LiveTraining(console_on(stream, {}), quiet=True) as live:
        live.step("Training in a sandbox")
    assert stream.getvalue() == ""


FORGED = "\r\n\x0b\x0c\x1b\x07\b\x85\u2028\u2029\u202e\u2066\u200b\udcff\0"


def forged(words: str) -> str:
    """A text that tries to begin a new line of the report with these words."""
    return (
        "x" + "".join(f"{character}{words}" for character in FORGED) + "\x1b[2K" + "y" * 90 + words
    )


def test_no_text_of_a_submission_forges_or_hides_a_line() -> None:
    verdict = "  Verdict PASSED"
    text = forged(verdict)
    fault = Fault(text, text, text, 3, text, text, (text,), mistake=text)
    check = CheckResult(text, text, CheckOutcome.FAILED, 1, text, text, text)
    other = CheckResult(text, text, CheckOutcome.NOT_RUN, 1, reason=text)
    report = all_printable(
        Report(
            "problem1", "Title", text, "", Verdict.FAILED, "sample", "basic", 1, (check, other),
            fault=fault, notes=(text,), mistakes=(Mistake(text, text, 1, text, text, text, text),),
            fits=(FitSummary(text, 1, 1, text, None, None),), output=text, printed=(text,),
            versions={text: text},
        )
    )  # fmt: skip
    out = io.StringIO()
    terminal.show(report, Console(file=out, width=80), trace=True)
    lines = out.getvalue().split("\n")
    assert [line for line in lines if line.startswith(("Verdict", " Verdict", verdict))] == []
    assert lines[-2] == "  Verdict FAILED"
    assert all(line.isprintable() for line in lines)
    stored = json.loads(as_json.to_json(report))
    stored["fault"]["message"] = stored["output"] = ""
    for part in (*stored["checks"], *stored["mistakes"]):
        part.update(dict.fromkeys(("expected", "actual", "fix"), ""))
    stored["fault"]["fix"] = ""
    assert all(word.isprintable() for word in texts_of(stored))


def texts_of(value: object) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(word for item in value.values() for word in texts_of(item))]
    if isinstance(value, list):
        return [word for item in value for word in texts_of(item)]
    return [value] if isinstance(value, str) else []


def test_text_of_any_language_stays() -> None:
    words = "größe 正解率 точность 😀 … “quoted”"
    assert all_printable(words) == words
    assert all_printable("a\u00a0b\u3000c\x1b[31mred\x1b[0m") == "a b cred"
