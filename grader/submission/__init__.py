"""A submission as a file: what kind it is, how it is read, and what reading alone can tell."""

from grader.submission.kinds import Kind, Submission
from grader.submission.looking import ENTRY, Unfinished, Unreadable, look, still_empty
from grader.submission.models import LARGEST_MODEL, copy_model
from grader.submission.reading import LARGEST, read
from grader.submission.usual import usual

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
