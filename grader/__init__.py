"""The grader: trains a submission in a box, marks what it saved, and says what to mend."""

__version__ = "0.1.0"
