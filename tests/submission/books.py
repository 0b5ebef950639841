"""Notebooks for tests, as Jupyter writes them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def code(text: str, **about: Any) -> dict[str, Any]:
    """A code cell; its text stands in the file as Jupyter keeps it, line by line."""
    lines = text.splitlines(keepends=True)
    shown = [{"output_type": "stream", "name": "stdout", "text": ["old output\n"]}]
    return {
        "cell_type": "code",
        "execution_count": 7,
        "metadata": about,
        "outputs": shown,
        "source": lines,
    }


def words(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": [text]}


def book(*cells: str | dict[str, Any], **about: Any) -> dict[str, Any]:
    made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    return {"cells": made, "metadata": about, "nbformat": 4, "nbformat_minor": 5}


def write(path: Path, *cells: str | dict[str, Any], **about: Any) -> Path:
    path.write_text(json.dumps(book(*cells, **about)), encoding="utf-8")
    return path
