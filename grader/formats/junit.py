"""A validation as JUnit XML: one test case for each run."""

from __future__ import annotations

import contextlib
import os
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.formats import report_files
from grader.formats.validation import threshold_remarks
from grader.solutions import Kind

if TYPE_CHECKING:
    from pathlib import Path

    from grader.validation.result import ProblemResult, Validation
    from grader.validation.runs import Outcome


def require(path: Path) -> None:
    """Raise UsageError, before hours of training, if the file cannot be written."""
    if not path.absolute().parent.is_dir():
        raise UsageError(f"cannot write {path}: no such folder")
    report_files.require_writable(path)


def write(found: Validation, path: Path) -> None:
    """Write a validation atomically; raise UsageError if that fails."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(to_junit(found))
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise UsageError(f"cannot write {path}: {error.strerror}") from error


def to_junit(found: Validation) -> bytes:
    """Return the XML: a suite a problem; a missing part or a near threshold is a failed case."""
    top = ET.Element("testsuites", name="practice validate")
    for one in found.problems:
        top.append(_suite(one))
    _count(top)
    ET.indent(top)
    whole: bytes = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return whole + b"\n"


def _suite(one: ProblemResult) -> ET.Element:
    suite = ET.Element("testsuite", name=one.problem)
    for outcome in one.outcomes:
        suite.append(_case(outcome))
    for figures in one.thresholds:
        case = ET.SubElement(
            suite, "testcase", classname=f"{one.problem}.thresholds", name=figures.name, time="0"
        )
        if figures.too_near:
            _add(case, "failure", tuple(threshold_remarks(figures)))
    for gap in one.gaps:
        if gap.is_error:
            case = ET.SubElement(
                suite,
                "testcase",
                classname=f"{one.problem}.missing",
                name=_valid(gap.what),
                time="0",
            )
            _add(case, "failure", (f"missing: {gap.what}",))
    _count(suite)
    return suite


def _case(outcome: Outcome) -> ET.Element:
    case, ending = outcome.run.case, outcome.ending
    alone = case.kind in {Kind.STUB, Kind.REFERENCE}
    name = case.kind.value if alone else case.path.stem
    element = ET.Element(
        "testcase",
        classname=f"{case.label}.{case.kind.value}",
        name=_valid(f"{name} seed {outcome.run.seed}"),
        time=f"{ending.seconds:.3f}",
    )
    if outcome.errors:
        # In JUnit, a failure is a wrong result and an error is no result.
        _add(element, "failure" if ending.summary is not None else "error", outcome.errors)
    return element


def _add(case: ET.Element, kind: str, words: tuple[str, ...]) -> None:
    element = ET.SubElement(case, kind, message=_valid(words[0] if words else ""))
    element.text = _valid("\n".join(words))


def _count(element: ET.Element) -> None:
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for kind in ("failure", "error"):
        plural = f"{kind}s"
        element.set(plural, str(sum(case.find(kind) is not None for case in cases)))
    element.set("time", f"{sum(float(case.get('time', '0')) for case in cases):.3f}")


def _valid(text: str) -> str:
    """Replace characters that XML 1.0 does not allow, even escaped."""
    return "".join(c if c in "\n\t" or _in_xml(ord(c)) else "?" for c in text)


def _in_xml(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF  # noqa: PLR2004
