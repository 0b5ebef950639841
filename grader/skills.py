"""The skills of the exam, as problems/skills.toml lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.typed_toml import parse

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


@dataclass(frozen=True)
class SkillGroup:
    """One group of the exam's skills; a key is such as "2.17"."""

    number: str
    title: str
    skills: Mapping[str, str]


def skill_groups(path: Path) -> tuple[SkillGroup, ...]:
    """Read the exam's skills in their five groups."""
    groups = parse(path)["group"]
    return tuple(
        SkillGroup(number, values["title"], {k: v for k, v in values.items() if k != "title"})
        for number, values in groups.items()
    )
