"""The way of a check from start to end: read, train, look at the file, predict, ask, report."""

from grader.grading.pipeline import mark
from grader.grading.request import GradingRequest

__all__ = ["GradingRequest", "mark"]
