"""The problems of a run: those of the kit, and those of an instructor's own directory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import problem as problems
from grader.errors import UsageError
from grader.problem import FILE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.problem import Problem
    from grader.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SKILLS = ROOT / "problems" / "skills.toml"


@dataclass(frozen=True)
class Catalog:
    """The directories that hold problems; each has `problems/` and `solutions/`."""

    roots: tuple[Path, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all problems, in natural order (problem2 before problem10).

        Raises UsageError where two problems have the same id.
        """
        return tuple(sorted(self._places(), key=lambda name: (len(name), name)))

    @property
    def hidden(self) -> tuple[Path, ...]:
        """The paths that no sandbox may open: the kit, and all problems with their solutions."""
        kit = [ROOT / name for name in ("grader", "tests", ".git")]
        roots = [root.resolve() for root in self.roots]
        return (*kit, *(root / name for root in roots for name in ("problems", "solutions")))

    def load(self, problem_id: str, *, variant: int = 0) -> Problem:
        """Read one problem; raises UsageError where there is none, or its file is malformed."""
        root = self._places().get(problem_id)
        if root is None:
            known = ", ".join(self.ids)
            raise UsageError(f"unknown problem '{problem_id}' (choose {known})")
        return problems.read(root / "problems" / problem_id / FILE).varied(variant)

    def readable(self) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
        """Read all problems; return them, and an error for each whose file is malformed."""
        found, errors = [], []
        for name in self.ids:
            try:
                found.append(self.load(name))
            except UsageError as error:
                errors.append(str(error))
        return tuple(found), tuple(errors)

    def _places(self) -> Mapping[str, Path]:
        """Return the directory of each problem."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for file in (root / "problems").glob(f"*/{FILE}"):
                name = file.parent.name
                if name in found:
                    both = " and ".join(str(one / "problems" / name) for one in (found[name], root))
                    raise UsageError(f"two problems are called '{name}': {both}; rename one")
                found[name] = root
        return found


BUILT_IN = Catalog((ROOT,))


def catalog_of(settings: Settings) -> Catalog:
    """Return the problems of a run; raises UsageError where its directory holds none."""
    own = settings.problems_dir
    if own is None or own.resolve() == ROOT:
        return BUILT_IN
    if not (own / "problems").is_dir():
        raise UsageError(f"--problems-dir: {own} has no folder problems/")
    return Catalog((ROOT, own))
