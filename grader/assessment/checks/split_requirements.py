"""Requirements for a split on disk, and for calls of `split_data` alone."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from grader.assessment.checks.outcomes import NotRun, fail
from grader.assessment.checks.requirements import stopped_before_fit
from grader.assessment.facts import split_folders
from grader.assessment.facts.split_folders import EMPTY, LINK, PARTS
from grader.assessment.mistakes.training.splitting import CUT, WRITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.assessment.facts.split_folders import Contents, Names, Split
    from grader.assessment.facts.split_trials import Trial, Trials
    from grader.training.run import Training

SIGNATURE = "def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE)"
NEARLY = 1e-6
MISSING = ("FileNotFoundError", "NotADirectoryError")
PLAIN_NAME = re.compile(r"directory: '[^/']+\.jpg'")


def require_folders(training: Training, split: Split | None, names: Names) -> str:
    """Describe where the split lies; fail if there is none."""
    if split is None:
        if training.record.raised is not None:
            stopped_before_fit(training)
        seen = split_folders.tree(training.work)
        first, second = (f"{names.top}/{names.parts[part]}" for part in PARTS)
        fail(
            expected=f"the folders {first}/cats, {first}/dogs, {second}/cats and {second}/dogs",
            actual=", ".join(seen) or "your file created no folder",
            fix="create them with os.makedirs(folder, exist_ok=True); split_data fills them",
        )
    return training.inside(split.root)


def refuse_empty(training: Training, split: Split, trials: Trials, first: NotRun) -> None:
    """Raise NotRun or CheckFailed if no file was copied: no check of such a split may pass.

    `first` points to the check that explains a split_data that copies nothing.
    """
    if not split.is_empty:
        return
    if trials.answers.found and copies_nothing(trials.plain):
        raise first
    stopped_before_fit(training)
    fail(
        expected="only images that are not empty",
        actual=f"no file in {split.names.both}",
        fix="call split_data once for the cats and once for the dogs",
    )


def require_some(split: Split) -> None:
    """Raise NotRun if the split is empty: a loader that finds no image in it proves nothing."""
    if split.is_empty:
        raise NotRun(f"{split.names.both} hold no images")


def require_images(split: Split, source: Mapping[str, Contents]) -> None:
    """Fail at the first folder that holds anything except images of the source."""
    images = {v for folder in source.values() for v in split_folders.good(folder).values()}
    for part, name, files in split.folders():
        strays = [file for file, value in files.items() if value not in images]
        empty = [file for file in strays if files[file] == EMPTY]
        links = [file for file in strays if files[file] == LINK]
        if not strays:
            continue
        place = split.place(part, name)
        seen = f"{place}/{strays[0]} is not an image of the source"
        advice = "copy only files whose names end in .jpg, and copy them unchanged"
        if empty:
            seen = f"{place}/{empty[0]} is empty"
            advice = "skip files with os.path.getsize(path) == 0 before you count and cut"
        elif links:
            seen = f"{place}/{links[0]} is a link"
            advice = "copy with shutil.copyfile(from, to)"
        more = f", and {len(strays) - 1:,} more are wrong" if len(strays) > 1 else ""
        fail(expected="only images that are not empty", actual=seen + more, fix=advice)


def require_untouched(folder: str, before: Contents, now: Contents) -> None:
    """Fail if a folder of the source lost, gained or changed a file."""
    lost = [file for file in before if file not in now]
    changed = [file for file in now if now[file] != before.get(file)]
    if lost or changed:
        count = len(lost or changed)
        what = f"{count:,} {'file' if count == 1 else 'files'} "
        what += "fewer" if lost else "changed or added"
        fail(
            expected=f"data/PetImages/{folder} unchanged",
            actual=f"{what}, such as {(lost or changed)[0]}",
            fix=_leave_it(lost or changed),
        )


def _leave_it(files: Sequence[str]) -> str:
    """Return the fix for files that are missing, changed or new in the source."""
    if not any(name.lower().endswith(split_folders.IMAGE) for name in files):
        return "write your own files elsewhere: after os.chdir a plain name is in that folder"
    return "copy with shutil.copyfile(from, to) instead of moving or changing files"


def require_whole(split: Split, name: str, folder: str, source: Mapping[str, Contents]) -> None:
    """Fail if the two folders of a class share an image, lack one, or hold another class."""
    wanted = Counter(split_folders.good(source[name]).values())
    held = {part: split.files[part][name] for part in PARTS}
    others = {
        value: other
        for other, files in source.items()
        if other != name
        for value in split_folders.good(files).values()
    }
    training, testing = (split.names.parts[part] for part in PARTS)
    advice = f"shuffle once, then cut once: files[:n] to {training}, files[n:] to {testing}"
    for part, files in held.items():
        strange = [file for file, value in files.items() if value in others and value not in wanted]
        if strange:
            fail(
                expected=f"images of PetImages/{folder} in {split.place(part, name)}",
                actual=f"{len(strange):,} of its {len(files):,} files are "
                f"{others[files[strange[0]]]}, such as {strange[0]}",
                fix=f"call split_data with the source {folder} and the targets {name}",
            )
    if not any(held.values()):
        fail(
            expected=f"every image of PetImages/{folder} once",
            actual=f"no file in {' and '.join(split.place(part, name) for part in PARTS)}",
            fix=f"call split_data for PetImages/{folder} too, with the two {name} folders",
        )
    seen = Counter(value for files in held.values() for value in files.values())
    both = {*held["training"].values()} & {*held["testing"].values()}
    shared = sorted(file for file, value in held["testing"].items() if value in both)
    twice = seen - wanted
    if shared and twice:
        fail(
            expected=f"no image in both {split.names.both}",
            actual=f"{len(shared):,} of the {len(held['testing']):,} images in {testing}/{name} "
            f"are in {training}/{name} too, such as {shared[0]}",
            fix=advice,
        )
    missing = wanted - seen
    if missing or twice:
        lost = sorted(file for file, value in source[name].items() if value in missing)
        found = [f"{missing.total():,} in neither {split.names.both.replace(' and ', ' nor ')}"]
        found[0] += f", such as {lost[0]}" if lost else ""
        found += [f"{twice.total():,} copied twice"] if twice else []
        fail(
            expected=f"every image of PetImages/{folder} once",
            actual="; ".join(found if missing else found[1:]),
            fix=f"cut one list once, and copy all the rest to {testing}: {CUT}",
        )


def require_shuffled(split: Split, name: str, source: Path, before: Contents) -> None:
    """Fail if testing is a run of the source's images in an order without shuffling."""
    named = {value: file for file, value in split_folders.good(before).items()}
    chosen = {named[value] for value in split.files["testing"][name].values() if value in named}
    _refuse_order(
        split_folders.orders(source, named.values()), chosen, split.place("testing", name)
    )


def require_random(trials: Trials) -> str:
    """Describe that two calls differ; fail if they do not, or follow the folder's order."""
    for trial in trials.twice:
        if trial.answer is None or trial.answer.error:
            raise NotRun("split_data did not finish when it was called alone")
        _refuse_order(trial.orders, trial.part("testing"), "testing, when called alone,")
    first, second = (trial.part("training") for trial in trials.twice)
    if first == second:
        fail(
            expected="a different split each time",
            actual=f"the same {len(first)} of 40 images went to training after two different seeds",
            fix="shuffle before you cut: files = random.sample(files, len(files))",
        )
    return "a different split each time"


def is_all_or_nothing(trials: Trials) -> bool:
    """Return whether two calls put all images, or none, into training: that shows no order."""
    parts = [trial.part("training") for trial in trials.twice]
    return parts[0] == parts[1] and len(parts[0]) in {0, trials.twice[0].case.images}


def _refuse_order(orders: Iterable[Sequence[str]], chosen: set[str], where: str) -> None:
    steps = {split_folders.step_in(order, chosen) for order in orders} - {0}
    if steps:
        how = "in a row, as" if 1 in steps else "at equal steps, as"
        fail(
            expected="a random choice of the images",
            actual=f"{where} holds {len(chosen):,} images {how} the folder lists them",
            fix="shuffle before you cut: files = random.sample(files, len(files)); "
            "random.sample returns a new list, random.shuffle changes its argument",
        )


def require_function(trials: Trials) -> None:
    """Fail if the file has no split_data."""
    if not trials.answers.found:
        near = trials.answers.near
        fail(
            expected=f"a function {SIGNATURE}",
            actual=f"a function {near}" if near else "no function of this name",
            fix=f"write {SIGNATURE}: the kit calls it on other folders",
        )


def require_parts(trials: Iterable[Trial], ended: str) -> None:
    """Fail at the first folder that was not split as required."""
    trials = tuple(trials)
    if copies_nothing(trials):
        fail(
            expected="split_data to copy the images of SOURCE",
            actual=f"no file in TRAINING or TESTING after {len(trials)} calls",
            fix=WRITE,
        )
    for trial in trials:
        case, answer = trial.case, trial.answer
        if answer is None:
            fail(
                expected="split_data to return",
                actual=f"{case.words}: it did not ({ended or 'the program ended'})",
                fix="remove everything except listing, shuffling and copying",
            )
        if answer.error:
            line = f" at line {answer.line}" if answer.line else ""
            fail(
                expected="split_data to split any folder",
                actual=f"{case.words}: {answer.error}{line}",
                fix=_fix(answer.error),
            )
        _require_part_sizes(trial)


def copies_nothing(trials: Sequence[Trial]) -> bool:
    """Return whether every call returned and none copied a file, as with a body of `pass`."""
    copied = any(trial.training or trial.testing for trial in trials)
    asked = any(trial.case.images for trial in trials)
    return asked and not copied and all(t.answer is not None and not t.answer.error for t in trials)


def _fix(error: str) -> str:
    """Return the fix for an error in a split_data that is called alone."""
    kind = error.partition(":")[0]
    if kind == "NotImplementedError":
        return WRITE
    if kind == "TypeError" and "argument" in error and "split_data" in error:
        return f"write {SIGNATURE}: it is called with these four arguments"
    if kind == "FileNotFoundError" and PLAIN_NAME.search(error):
        return "write os.path.join(SOURCE, name): os.listdir returns names without their folder"
    if kind in {"NameError", "KeyError", "AttributeError", "UnboundLocalError", *MISSING}:
        return (
            "use only the four arguments: the function is called alone, and the rest of "
            "the file does not run before it"
        )
    if kind == "IsADirectoryError":
        return "copy each file to a file: copyfile(path, os.path.join(folder, name))"
    return (
        "copy only files that end in .jpg and are not empty, use no number of this one data set, "
        "and let a part be empty"
    )


def _require_part_sizes(trial: Trial) -> None:
    case = trial.case
    exact = case.images * case.size
    allowed = {math.floor(exact + NEARLY), math.ceil(exact - NEARLY)}
    held = {part: len(trial.part(part)) for part in PARTS}
    files = {"training": len(trial.training), "testing": len(trial.testing)}
    most = max(allowed)
    seen = f"{case.words}: {files['training']} in training and {files['testing']} in testing"
    if files != held:
        fail(
            expected="only images that are not empty, each copied once",
            actual=seen,
            fix="copy only files that end in .jpg and are not empty",
        )
    lost = {*case.files} - trial.part("training") - trial.part("testing")
    both = trial.part("training") & trial.part("testing")
    if lost or both:
        where = f"{len(both)} in both" if both else f"{len(lost)} in neither"
        advice = f"cut one list once, and copy all the rest to testing: {CUT}"
        if lost and not both and lost <= {*case.names}:
            advice = "copy each image, whatever its name is"
        fail(
            expected=f"{case.images} images in all, each in one part",
            actual=f"{seen}, {where}",
            fix=advice,
        )
    if files["training"] not in allowed:
        fail(
            expected=f"{most} and {case.images - most}",
            actual=seen,
            fix="skip empty files first, then cut at int(count * SPLIT_SIZE), "
            "and copy all the rest to testing",
        )
