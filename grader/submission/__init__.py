"""A submission as a file: what kind it is, how it is read, and what reading alone can tell."""

from grader.submission.default_file import usual
from grader.submission.model import Kind, Submission
from grader.submission.reading import LARGEST, read
from grader.submission.saved_model import LARGEST_MODEL, copy_model
from grader.submission.static_checks import ENTRY, Unfinished, Unreadable, look, still_empty

__all__ = [
    "ENTRY",
    "LARGEST",
    "LARGEST_MODEL",
    "Kind",
    "Submission",
    "Unfinished",
    "Unreadable",
    "copy_model",
    "look",
    "read",
    "still_empty",
    "usual",
]
