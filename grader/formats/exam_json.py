"""The report of an exam as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from grader.exam.result import ExamReport, Line
    from grader.exam.scoring import Score
    from grader.exam.session import ExamSubmission, Session

FORMAT = 2


def to_json(report: ExamReport) -> str:
    """Return the report as JSON; times in UTC, lengths in seconds."""
    values = {
        "format": FORMAT,
        **_session(report.session, report.score),
        "needed": report.needed,
        "waiting": report.score.waiting,
        "problems": [_line(line) for line in report.lines],
        "categories": [
            {"name": one.name, "points": one.points, "most_points": one.most}
            for one in report.categories
        ],
        "earlier": [_session(session, score) for session, score in report.earlier],
    }
    return json.dumps(values, indent=2, sort_keys=True)


def _session(session: Session, score: Score) -> dict[str, Any]:
    return {
        "exam": session.id,
        "seed": session.seed,
        "started": session.started.isoformat(),
        "ended": session.ended.isoformat() if session.ended else None,
        "end": session.end.value if session.end else None,
        "seconds": session.seconds,
        "points": score.points,
        "most_points": score.most,
        "passed": score.passed,
    }


def _line(line: Line) -> dict[str, Any]:
    result = line.result
    return {
        "problem": result.paper.problem,
        "variant": result.paper.variant,
        "data": result.paper.data,
        "title": line.title,
        "category": line.category,
        "points": result.points,
        "most_points": result.most,
        "seconds": round(result.seconds, 3),
        "tries": [_try(one) for one in line.tries],
    }


def _try(one: ExamSubmission) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "elapsed": round(one.elapsed, 3),
        "file": one.file,
        "sha256": one.sha256,
        "verdict": one.verdict,
        "score": one.score,
        "failed": list(one.failed),
        "fault": one.fault,
        "attempt": one.attempt,
    }
