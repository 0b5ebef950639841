"""Mistakes of split_data: which files it takes, moves and copies, and where."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import assigned, calls, name_of, names_in
from grader.assessment.mistakes.registry import Aspect, Found, mistake
from grader.assessment.mistakes.training import split_on_disk
from grader.assessment.mistakes.training.shuffling import FUNCTION, split_data
from grader.assessment.mistakes.training.split_on_disk import IMAGE, PARTS, SOURCES, SplitOnDisk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.assessment.evidence import Evidence

LISTING = ("listdir", "scandir", "iterdir", "glob", "rglob", "walk")
SIZES = frozenset({"getsize", "st_size"})
MOVING = ("move", "rename", "renames")
GOOD = "f.endswith('.jpg') and os.path.getsize(os.path.join(SOURCE, f)) > 0"
CUT = "n = int(len(files) * SPLIT_SIZE); copy files[:n] to TRAINING and files[n:] to TESTING"
WRITE = (
    "copy the images into the two folders: "
    f"files = [f for f in os.listdir(SOURCE) if {GOOD}]; random.shuffle(files); {CUT}"
)
LOOKS = 5  # images of a folder that are compared byte by byte


@mistake(Aspect.SPLIT_FILES)
def takes_what_is_no_picture(evidence: Evidence) -> Iterator[Found]:
    """Thumbs.db was counted and copied as if it were an image."""
    split, own = split_on_disk.find(evidence), split_data(evidence)
    listing = next(calls(own, *LISTING), None) if own else None
    if split is None or listing is None:
        return
    for part, name, files in split.all():
        strays = sorted(f for f in files & split.before[name] if not f.lower().endswith(IMAGE))
        if strays:
            yield Found(
                listing.lineno,
                expected="images only: names that end in .jpg",
                actual=f"{strays[0]} was counted as an image and copied to "
                f"{split.place(part, name)}",
                fix=f"take only [f for f in os.listdir(SOURCE) if {GOOD}]",
            )
            return


@mistake(Aspect.SPLIT_PARTS)
def filters_after_the_cut(evidence: Evidence) -> Iterator[Found]:
    """The files are counted before the empty ones are removed from the list."""
    asked, split, own = evidence.problem.split, split_on_disk.find(evidence), split_data(evidence)
    if asked is None or split is None or own is None or len(own.args.args) < len(PARTS) + 2:
        return
    size = own.args.args[-1].arg
    cuts = [
        node.lineno
        for node in ast.walk(own)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and size in _plain(node)
    ]
    tests = [
        node.lineno
        for node in ast.walk(own)
        if isinstance(node, ast.Attribute) and node.attr in SIZES
    ] + [call.lineno for call in calls(own, *SIZES)]
    helpers = {node.name for node in ast.walk(evidence.tree) if isinstance(node, ast.FunctionDef)}
    if not cuts or not tests or min(tests) <= min(cuts) or helpers & names_in(own):
        return
    wanted = asked.each
    sizes = {(part, name): len(files) for part, name, files in split.all()}
    off = [(part, name) for part, name, files in split.all() if len(files) != wanted[part]]
    if off and all(sizes[part, name] <= wanted[part] + 1 for part in PARTS for name in SOURCES):
        part, name = off[0]
        yield Found(
            min(tests),
            expected="empty files removed before the images are counted",
            actual=f"they are counted at {evidence.place(min(cuts))} and removed here: "
            f"{sizes[part, name]:,} in {split.place(part, name)}, not {wanted[part]:,}",
            fix=f"start with files = [f for f in os.listdir(SOURCE) if {GOOD}]",
        )


def _plain(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


@mistake(Aspect.SPLIT_SOURCE)
def moves_the_pictures(evidence: Evidence) -> Iterator[Found]:
    """Files are moved out of the source instead of copied."""
    split, own = split_on_disk.find(evidence), split_data(evidence)
    moved = [c for c in calls(own, *MOVING, "replace") if _moves(c)] if own else []
    if split is None or not moved:
        return
    for name, folder in SOURCES.items():
        lost = split.before[name] - {*split.listed[name]}
        if lost:
            yield Found(
                moved[0].lineno,
                expected="copies: the source stays unchanged",
                actual=f"the files are moved: data/PetImages/{folder} lost {len(lost):,} of its "
                f"{len(split.before[name]):,} files",
                fix="write shutil.copyfile(from, to)",
            )
            return


def _moves(call: ast.Call) -> bool:
    """Return whether a call moves a file; `replace` may be the method of a string."""
    if name_of(call.func) != "replace":
        return True
    return isinstance(call.func, ast.Attribute) and name_of(call.func.value) == "os"


@mistake(Aspect.SPLIT_PARTS, Aspect.ACCURACY)
def swaps_cats_and_dogs(evidence: Evidence) -> Iterator[Found]:
    """The dogs are in the folder cats and the cats in dogs, while the counts are right."""
    split = split_on_disk.find(evidence)
    if split is None:
        return
    top = evidence.dataset.visible / "PetImages"
    other = dict(zip(SOURCES, reversed(SOURCES), strict=True))
    held = {
        (part, name): next((c for c in SOURCES if _hold(split, part, name, top / SOURCES[c])), "")
        for part in PARTS
        for name in SOURCES
    }
    wrong = [place for place, animal in held.items() if animal == other[place[1]]]
    line = _mixed_call(evidence)
    if wrong and line:
        tree = ", ".join(
            f"{split.place(*place)} {len(split.files[place[0]][place[1]]):,} {held[place] or '?'}"
            for place in held
        )
        yield Found(
            line,
            expected="cats in cats and dogs in dogs",
            actual=f"on disk: {tree}",
            fix=f"call {FUNCTION} with Cat and cats, and with Dog and dogs",
        )


def _hold(split: SplitOnDisk, part: str, name: str, source: Path) -> bool:
    """Return whether the first few files of a folder are those of a source."""
    names = sorted(split.files[part][name])[:LOOKS]
    return split_on_disk.are_copies(split.root / split.folders[part] / name, source, names)


def _mixed_call(evidence: Evidence) -> int:
    """Return the line of the first call whose source and target name different animals."""
    for call in calls(evidence.tree, FUNCTION):
        texts = [_text(evidence.tree, argument).lower() for argument in call.args[:3]]
        animals = [{a for a in ("cat", "dog") if a in _folders(text)} for text in texts]
        if len(animals) == 3 and all(len(a) == 1 for a in animals) and animals[0] != animals[1]:  # noqa: PLR2004
            return call.lineno
    return 0


def _folders(text: str) -> str:
    """Return a path without the top folder, which may name both animals."""
    return text.replace("cats-v-dogs", "")


def _text(tree: ast.Module, node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        known = assigned(tree, node.id)
        return ast.unparse(known[0]) if len(known) == 1 else ""
    return ast.unparse(node)


RULES = (
    takes_what_is_no_picture,
    filters_after_the_cut,
    moves_the_pictures,
    swaps_cats_and_dogs,
)
