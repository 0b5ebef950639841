"""Grading: from one submission to its report."""

from grader.grading.pipeline import grade
from grader.grading.request import GradingRequest

__all__ = ["GradingRequest", "grade"]
