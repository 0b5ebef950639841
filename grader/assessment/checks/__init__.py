"""Checks of a problem: pytest tests that run inside the `practice` process."""
