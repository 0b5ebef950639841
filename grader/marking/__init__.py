"""The way of a check from start to end: read, train, look at the file, predict, ask, report."""

from grader.marking.steps import mark
from grader.marking.task import Marking

__all__ = ["Marking", "mark"]
