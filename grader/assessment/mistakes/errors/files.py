"""Errors with folders and images: creating, copying and reading them."""

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
MOST_NAMES = 1_000  # names beside a missing folder that are compared with it
NAMING = ("classes", "class_names")
PERCENT = 100
COPYING = frozenset({"copyfile", "copy", "copy2", "move", "rename", "copytree"})


def file_is_no_picture(evidence: Evidence, raised: Raised) -> str:
    """Match a file that is read as an image, and is empty or not an image."""
    if raised.type not in READING or not NO_IMAGE.search(raised.message):
        return ""
    if named := NAMED.search(raised.message):
        where = outside(evidence, named[1])
        is_empty = where is not None and where.is_file() and not where.lstat().st_size
        if is_empty:
            fix = "leave such files out, copy only if os.path.getsize(path) > 0"
            return f"{named[1]} has no bytes: {fix}"
        return f"{named[1]} is not an image: leave such files out"
    empty = next(_empty_images(evidence), None)
    what = f"{empty} has no bytes" if empty else "a file that is not an image was read"
    return f"{what}: leave such files out before you count, split and train"


def _empty_images(evidence: Evidence) -> Iterator[str]:
    """Yield the paths of empty images: first those that the file wrote, then those it reads."""
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
    """Return the host's path of a path in the sandbox, the images of the data set included."""
    shown = PurePosixPath(evidence.training.shown(path))
    if ".." in shown.parts:
        return None
    if shown.parts[:1] == ("data",) and not evidence.training.own_data:
        place = Path(evidence.dataset.visible, *shown.parts[1:])
        return place if can_be_opened(place) else None
    return evidence.training.outside(path)


def folder_of_one_class(evidence: Evidence, raised: Raised) -> str:
    """Match a loader that finds no image, for example in the folder of one class."""
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
    reasons = (_undivided_subset, _unknown_classes, _wrong_folder)
    return next(filter(None, (reason(evidence, empty[0]) for reason in reasons)), "")


def _undivided_subset(evidence: Evidence, loader: Loader) -> str:
    """Explain subset='validation' of an ImageDataGenerator without validation_split."""
    makers = list(calls(evidence.tree, "ImageDataGenerator"))
    is_divided = any(
        word.arg in {None, "validation_split"} for maker in makers for word in maker.keywords
    )
    if loader.kind != "flow_from_directory" or loader.subset != "validation":
        return ""
    if not makers or is_divided:
        return ""
    validation, where = evidence.problem.validation, evidence.place(loader.line)
    if validation is not None and validation.share is None:  # It has a folder of its own.
        return f"leave subset='validation' out in {where}: without validation_split it is empty"
    share = validation.share if validation else "..."
    given = f"give ImageDataGenerator validation_split={share}"
    return f"{given}: without it subset='validation' in {where} is empty"


def _wrong_folder(evidence: Evidence, loader: Loader) -> str:
    shown = evidence.training.shown(loader.directory)
    where = evidence.place(loader.line)
    folder = outside(evidence, loader.directory)
    others = (x for x in evidence.record.loaders if x.directory == loader.directory)
    if any(other.count for other in others):
        return ""
    if folder is None or not folder.is_dir():
        return f"the loader in {where} found no images in {shown}: correct the folder's name"
    entries = list(folder.iterdir())
    if any(entry.suffix.lower() in IMAGE_ENDINGS for entry in entries):
        above = PurePosixPath(shown).parent.as_posix()
        return (
            f"{shown} holds images and no class folders: "
            f"point the loader in {where} one level up, at {above}"
        )
    if any(entry.suffix.lower() in IMAGE_ENDINGS for entry in files_below(folder)):
        return ""
    share = _share_above_1(evidence)
    fill = share or f"fill them before {where} reads them"
    return f"{shown} and its folders hold no images: {fill}"


def _unknown_classes(evidence: Evidence, loader: Loader) -> str:
    """Explain classes=['Rock', 'Paper'] where the folders have other names."""
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
        f"{', '.join(there)}: leave classes= out, or write these names"
    )


def _covers(call: ast.Call, line: int) -> bool:
    return call.lineno <= line <= (call.end_lineno or call.lineno)


def _share_above_1(evidence: Evidence) -> str:
    """Return the fix for split_data(..., 90), where a share from 0 to 1 is expected."""
    for call in calls(evidence.tree, "split_data"):
        given = number(call.args[3] if len(call.args) > 3 else keyword(call, "SPLIT_SIZE"))  # noqa: PLR2004
        if given is not None and 1 < given <= PERCENT:
            return (
                f"SPLIT_SIZE is a fraction from 0 to 1; write {given / PERCENT:g} instead of "
                f"{given:g} in {evidence.place(call.lineno)}"
            )
    return ""


def split_without_its_words(evidence: Evidence, raised: Raised) -> str:
    """Match image_dataset_from_directory with validation_split, but without subset or seed."""
    if raised.type != "ValueError":
        return ""
    if NO_SEED in raised.message:
        return "give both calls the same seed, such as seed=123: otherwise their parts overlap"
    if NOT_BOTH not in raised.message:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and keyword(node, "subset") is not None:
            return "set the size of the part: validation_split=0.2"
    return "choose the part: subset='training' here, subset='validation' in a second call"


def split_of_a_loader(_evidence: Evidence, raised: Raised) -> str:
    """Match fit(loader, validation_split=0.2): fit splits only arrays."""
    if "`validation_split` is only supported for" not in raised.message:
        return ""
    return "fit splits only arrays: make a loader for validation, fit(..., validation_data=loader)"


def folder_by_mkdir(evidence: Evidence, raised: Raised) -> str:
    """Match os.mkdir of a folder whose parent is missing, or which already exists."""
    if raised.type not in {"FileNotFoundError", "FileExistsError"}:
        return ""
    for node in at_line(evidence.tree, own_line(raised)):
        if isinstance(node, ast.Call) and name_of(node.func) in {"mkdir", "makedirs"}:
            if constant(keyword(node, "exist_ok")) is True and raised.type == "FileExistsError":
                return ""  # A file has this name.
            owner = node.func.value if isinstance(node.func, ast.Attribute) else None
            why = "it creates the parents too and accepts a folder that exists"
            if owner is None or ast.unparse(owner) == "os":
                return f"write os.makedirs(folder, exist_ok=True): {why}"
            return f"write mkdir(parents=True, exist_ok=True): {why}"
    return ""


def copies_into_no_folder(evidence: Evidence, raised: Raised) -> str:
    """Match a copy into a folder that does not exist."""
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
            return f"there is no folder {folder}: first call os.makedirs('{folder}', exist_ok=True)"
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
