"""Folders of other machines that a program names: the box has them as links to its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.box.plan import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

WORK, DATA = "work", "work/data"
# By a path in the program's text: Colab's, Kaggle's and Coursera's folders.
LINKS: Mapping[str, tuple[Link, ...]] = {
    r"/content\b": (Link("/content", WORK),),
    r"/kaggle\b": (Link("/kaggle/working", WORK), Link("/kaggle/input", DATA)),
    r"\.\./input\b": (Link("/input", DATA),),
    r"/tmp2\b": (Link("/tmp2", "home/tmp2"),),  # noqa: S108  (the box's own)
}


def named_in(program: bytes) -> tuple[Link, ...]:
    """The links that a program needs; none for one that names no such folder."""
    found: list[Link] = []
    for pattern, links in LINKS.items():
        if re.search(pattern.encode(), program):
            found += links
    return tuple(found)
