"""Errors with folders and pictures: what is made, what is copied, what is read."""

from __future__ import annotations

import ast
import itertools
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, calls, constant, keyword, name_of, number
from grader.assessment.facts.workspace_files import files_below
from grader.assessment.mistakes.errors.error_message import own_line
from grader.assessment.mistakes.errors.typos import nearest
from grader.training.run import can_be_opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import Loader, Raised

NO_IMAGE = re.compile("Unknown image file format|Input is empty|cannot identify image file")
READING = frozenset({"UnidentifiedImageError", "InvalidArgumentError", "UnknownError"})
NAMED = re.compile(r"cannot identify image file '([^']+)'")
IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".bmp")
LENGTH_0 = "The PyDataset has length 0"
NO_IMAGES = re.compile(r"No images found in directory|Received: class_names=\[\]")
NO_FILE = re.compile(r"No such file or directory: '([^']+)'")
NO_SEED = "If using `validation_split` and shuffling the data, you must provide a `seed`"
NOT_BOTH = "If `subset` is set, `validation_split` must be set, and inversely"
MOST_NAMES = 1_000  # of folders beside the one that is missing
NAMING = ("classes", "class_names")
PERCENT = 100
COPYING = frozenset({"copyfile", "copy", "copy2", "move", "rename", "copytree"})


def file_is_no_picture(evidence: Evidence, raised: Raised) -> str:
    """A file without bytes, or one that is no picture, was copied and then read."""
    if raised.type not in READING or not NO_IMAGE.search(raised.message):
        return ""
    if named := NAMED.search(raised.message):
        where = outside(evidence, named[1])
        is_empty = where is not None and where.is_file() and not where.lstat().st_size
        if is_empty:
            return f"{named[1]} has no bytes: leave such files out, by os.path.getsize(path) > 0"
        return f"{named[1]} is no picture: leave such files out"
    empty = next(_empty_images(evidence), None)
    what = f"{empty} has no bytes" if empty else "a file that is no picture was read"
    return f"{what}: leave such files out before you count, split and train"


def _empty_images(evidence: Evidence) -> Iterator[str]:
    """Pictures without bytes, as the learner knows them: what was made first, then what is read."""
    for top in (evidence.training.work, evidence.training.tmp):
        for entry in files_below(top):
            if _is_empty_image(entry):
                yield evidence.training.inside(entry)
    for loader in evidence.record.loaders:
        folder = outside(evidence, loader.directory)
        for entry in files_below(folder) if folder is not None and folder.is_dir() else ():
            if _is_empty_image(entry):
                shown = evidence.training.shown(loader.directory)
                yield f"{shown}/{entry.relative_to(folder or entry).as_posix()}"


def _is_empty_image(entry: Path) -> bool:
    return entry.suffix.lower() in IMAGE_ENDINGS and not entry.lstat().st_size


def outside(evidence: Evidence, path: str) -> Path | None:
    """Where a path of the box lies on this machine; the data set's own pictures too."""
    shown = PurePosixPath(evidence.training.shown(path))
    if ".." in shown.parts:
        return None
    if shown.parts[:1] == ("data",) and not evidence.training.own_data:
        place = Path(evidence.dataset.visible, *shown.parts[1:])
        return place if can_be_opened(place) else None
    return evidence.training.outside(path)


def folder_of_one_class(evidence: Evidence, raised: Raised) -> str:
    """A loader finds no picture: it was pointed at the folder of one class."""
    if raised.type != "ValueError":
        return ""
    record = evidence.record
    empty = [loader for loader in record.loaders if not loader.count]
    if LENGTH_0 in raised.message:
        feeds = [f for fit in record.fits[-1:] for f in (fit.training, fit.validation) if f]
        fed = [number for feed in feeds for number in feed.loaders]
        empty = [loader for loader in empty if loader.id in fed] or empty
    elif NO_IMAGES.search(raised.message):
        empty = empty[-1:]
    else:
        return ""
    if not empty:
        return ""
    ways = (_part_of_nothing, _classes_of_other_names, _pointed_elsewhere)
    return next(filter(None, (way(evidence, empty[0]) for way in ways)), "")


def _part_of_nothing(evidence: Evidence, loader: Loader) -> str:
    """subset='validation' of an ImageDataGenerator that was not told how much that is."""
    makers = list(calls(evidence.tree, "ImageDataGenerator"))
    told = any(
        word.arg in {None, "validation_split"} for maker in makers for word in maker.keywords
    )
    if loader.kind != "flow_from_directory" or loader.subset != "validation" or not makers or told:
        return ""
    validation, where = evidence.problem.validation, evidence.place(loader.line)
    if validation is not None and validation.share is None:  # It has a folder of its own.
        return f"leave subset='validation' out in {where}: without validation_split it is empty"
    share = validation.share if validation else "..."
    given = f"give ImageDataGenerator validation_split={share}"
    return f"{given}: without it subset='validation' in {where} is empty"


def _pointed_elsewhere(evidence: Evidence, loader: Loader) -> str:
    shown = evidence.training.shown(loader.directory)
    where = evidence.place(loader.line)
    folder = outside(evidence, loader.directory)
    others = (x for x in evidence.record.loaders if x.directory == loader.directory)
    if any(other.count for other in others):
        return ""
    if folder is None or not folder.is_dir():
        return f"the loader of {where} found no picture in {shown}: look at the folder's name"
    entries = list(folder.iterdir())
    if any(entry.suffix.lower() in IMAGE_ENDINGS for entry in entries):
        above = PurePosixPath(shown).parent.as_posix()
        return (
            f"{shown} holds pictures and no folders of classes: "
            f"point the loader of {where} one level up, at {above}"
        )
    if any(entry.suffix.lower() in IMAGE_ENDINGS for entry in files_below(folder)):
        return ""
    share = _share_above_1(evidence)
    fill = share or f"fill them before {where} reads them"
    return f"{shown} and its folders hold no images: {fill}"


def _classes_of_other_names(evidence: Evidence, loader: Loader) -> str:
    """classes=['Rock', 'Paper'], where the folders are called otherwise."""
    folder, shown = outside(evidence, loader.directory), evidence.training.shown(loader.directory)
    names = _names_in(folder) if folder is not None else []
    there = sorted(name for name in names if folder and (folder / name).is_dir())
    made = [call for call in calls(evidence.tree, loader.kind) if _covers(call, loader.line)]
    given = any(keyword(call, word) is not None for call in made for word in NAMING)
    if not given or not there or {*loader.classes} & {*there}:
        return ""
    asked = ", ".join(loader.classes)
    return (
        f"{evidence.place(loader.line)} asks for the classes {asked}, and {shown} holds "
        f"{', '.join(there)}: leave classes= out, or write the names of the folders"
    )


def _covers(call: ast.Call, line: int) -> bool:
    return call.lineno <= line <= (call.end_lineno or call.lineno)


def _share_above_1(evidence: Evidence) -> str:
    """split_data(..., 90): what to write in its place, if a call gives a number above 1."""
    for call in calls(evidence.tree, "split_data"):
        given = number(call.args[3] if len(call.args) > 3 else keyword(call, "SPLIT_SIZE"))  # noqa: PLR2004
        if given is not None and 1 < given <= PERCENT:
            return (
                f"SPLIT_SIZE is a share from 0 to 1; write {given / PERCENT:g} instead of "
                f"{given:g} in {evidence.place(call.lineno)}"
            )
    return ""


def split_without_its_words(evidence: Evidence, raised: Raised) -> str:
    """image_dataset_from_directory with validation_split, but no subset or no seed."""
    if raised.type != "ValueError":
        return ""
    if NO_SEED in raised.message:
        return "give both calls the same seed, such as seed=123: else their parts overlap"
    if NOT_BOTH not in raised.message:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and keyword(node, "subset") is not None:
            return "say how large the part is: validation_split=0.2"
    return "say which part: subset='training' here, subset='validation' in a second call"


def split_of_a_loader(_clues: Evidence, raised: Raised) -> str:
    """fit(loader, validation_split=0.2): only arrays can be divided there."""
    if "`validation_split` is only supported for" not in raised.message:
        return ""
    return "fit divides arrays only: make a loader for validation, fit(..., validation_data=it)"


def folder_by_mkdir(evidence: Evidence, raised: Raised) -> str:
    """os.mkdir of a folder whose parent is not there, or of one that is."""
    if raised.type not in {"FileNotFoundError", "FileExistsError"}:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) in {"mkdir", "makedirs"}:
            if constant(keyword(node, "exist_ok")) is True and raised.type == "FileExistsError":
                return ""  # A file has this name.
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            does = "makes those above it too, and minds no second run"
            if owner is None or ast.unparse(owner) == "os":
                return f"os.makedirs(folder, exist_ok=True) {does}"
            return f"mkdir(parents=True, exist_ok=True) {does}"
    return ""


def copies_into_no_folder(evidence: Evidence, raised: Raised) -> str:
    """Pictures are copied to a folder that nobody has made."""
    missing = NO_FILE.findall(raised.message) if raised.type == "FileNotFoundError" else []
    nodes = at_line(evidence.tree, own_line(raised))
    if not any(isinstance(n, ast.Call) and name_of(n.func) in COPYING for n in nodes):
        return ""
    for path in missing:
        folder = PurePosixPath(path).parent
        there = outside(evidence, str(folder))
        if there is not None and not there.is_dir() and folder.parts[:1] != ("data",):
            meant = nearest(folder.name, _names_in(there.parent))
            if meant:
                return f"there is no folder {folder}: write {folder.with_name(meant)}"
            return f"there is no folder {folder}: os.makedirs('{folder}', exist_ok=True) before"
    return ""


def _names_in(folder: Path) -> list[str]:
    try:
        return [entry.name for entry in itertools.islice(folder.iterdir(), MOST_NAMES)]
    except OSError:
        return []


RULES = (
    file_is_no_picture,
    folder_of_one_class,
    split_without_its_words,
    split_of_a_loader,
    folder_by_mkdir,
    copies_into_no_folder,
)
