"""What is asked of a split on disk and of `split_data` alone, and the words for what is amiss."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

from grader.checks import split_folders
from grader.checks.outcomes import NotRun, fail
from grader.checks.split_folders import PARTS
from grader.checks.words import stopped_before_fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.checks.split_folders import Contents, Names, Split
    from grader.checks.split_trials import Trial, Trials
    from grader.training.run import Training

SIGNATURE = "def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE)"
NEARLY = 1e-6
PLAIN_NAME = re.compile(r"directory: '[^/']+'$")


def require_folders(training: Training, split: Split | None, names: Names) -> str:
    """Where the split lies, in words; fails where there is none."""
    if split is None:
        if training.record.raised is not None:
            stopped_before_fit(training)
        seen = split_folders.tree(training.work)
        first, second = (f"{names.top}/{names.parts[part]}" for part in PARTS)
        fail(
            expected=f"the folders {first}/cats, {first}/dogs, {second}/cats and {second}/dogs",
            seen=", ".join(seen) or "no folder that your file made",
            advice="make them with os.makedirs(folder, exist_ok=True); split_data fills them",
        )
    return training.inside(split.root)


def require_whole(split: Split, name: str, folder: str, source: Mapping[str, Contents]) -> None:
    """Fail where a class's two folders share a picture, lack one, or hold another class's."""
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
                expected=f"pictures of PetImages/{folder} in {split.place(part, name)}",
                seen=f"{len(strange):,} of its {len(files):,} files are "
                f"{others[files[strange[0]]]}, such as {strange[0]}",
                advice=f"call split_data with {folder} of the source and {name} of the target",
            )
    seen = Counter(value for files in held.values() for value in files.values())
    both = {*held["training"].values()} & {*held["testing"].values()}
    shared = sorted(file for file, value in held["testing"].items() if value in both)
    twice = seen - wanted
    if shared and twice:
        fail(
            expected=f"no picture in both {split.names.both}",
            seen=f"{len(shared):,} of the {len(held['testing']):,} pictures in {testing}/{name} "
            f"are in {training}/{name} too, such as {shared[0]}",
            advice=advice,
        )
    missing = wanted - seen
    if missing or twice:
        fail(
            expected=f"every picture of PetImages/{folder} once",
            seen=f"{missing.total():,} are in neither folder, {twice.total():,} are there twice",
            advice=advice,
        )


def require_shuffled(split: Split, name: str, source: Path, before: Contents) -> None:
    """Fail where testing is a plain run of the source's pictures in an order that it has anyway."""
    named = {value: file for file, value in split_folders.good(before).items()}
    chosen = {named[value] for value in split.files["testing"][name].values() if value in named}
    _refuse_order(
        split_folders.orders(source, named.values()), chosen, split.place("testing", name)
    )


def require_random(trials: Trials) -> str:
    """That two calls differ, in words; fails where they do not, or follow the folder's order."""
    for trial in trials.twice:
        if trial.answer is None or trial.answer.error:
            raise NotRun("split_data did not come to its end when it was called by itself")
        _refuse_order(trial.orders, trial.part("testing"), "testing, when it was called by itself,")
    first, second = (trial.part("training") for trial in trials.twice)
    # All or nothing is the same twice however well it was shuffled.
    if first == second and 0 < len(first) < trials.twice[0].case.pictures:
        fail(
            expected="another split each time",
            seen=f"the same {len(first)} of 40 pictures went to training after two different seeds",
            advice="shuffle before you cut: files = random.sample(files, len(files))",
        )
    return "another split each time"


def _refuse_order(orders: Iterable[Sequence[str]], chosen: set[str], where: str) -> None:
    steps = {split_folders.step_in(order, chosen) for order in orders} - {0}
    if steps:
        how = "in a row, as" if 1 in steps else "at equal steps in the order in which"
        fail(
            expected="a random choice of the pictures",
            seen=f"{where} holds {len(chosen):,} pictures {how} the folder lists them",
            advice="shuffle before you cut: files = random.sample(files, len(files)); "
            "random.sample gives a new list, random.shuffle changes the list that it is given",
        )


def require_function(trials: Trials) -> None:
    """Fail where the file has no split_data."""
    if not trials.answers.found:
        near = trials.answers.near
        fail(
            expected=f"a function {SIGNATURE}",
            seen=f"a function {near}" if near else "no function of this name",
            advice="keep the name: it is called by itself, with four arguments, on other folders",
        )


def require_parts(trials: Iterable[Trial], ended: str) -> None:
    """Fail at the first folder that was split in another way than was asked."""
    for trial in trials:
        case, answer = trial.case, trial.answer
        if answer is None:
            fail(
                expected="split_data to come back",
                seen=f"{case.words}: it did not ({ended or 'the program ended'})",
                advice="let it list, shuffle and copy, and no more",
            )
        if answer.error:
            line = f" at line {answer.line}" if answer.line else ""
            fail(
                expected="split_data to split any folder",
                seen=f"{case.words}: {answer.error}{line}",
                advice=_mend(answer.error),
            )
        _require_part_sizes(trial)


def _mend(error: str) -> str:
    """What to do about an error of a split_data that is called by itself."""
    kind = error.partition(":")[0]
    if kind == "TypeError" and "argument" in error and "split_data" in error:
        return f"write {SIGNATURE}: it is called with these four"
    if kind in {"NameError", "KeyError", "AttributeError", "UnboundLocalError"}:
        return (
            "take everything from the four arguments: it is called by itself, and the rest of "
            "the file is not run before"
        )
    if kind == "IsADirectoryError":
        return "copy each file to a file: copyfile(path, os.path.join(folder, name))"
    if kind == "FileNotFoundError" and PLAIN_NAME.search(error):
        return "os.listdir gives names without their folder: os.path.join(SOURCE, name)"
    return (
        "take only names that end in .jpg and have bytes, use no number of this one data set, "
        "and let a part be empty"
    )


def _require_part_sizes(trial: Trial) -> None:
    case = trial.case
    exact = case.pictures * case.size
    allowed = {math.floor(exact + NEARLY), math.ceil(exact - NEARLY)}
    held = {part: len(trial.part(part)) for part in PARTS}
    files = {"training": len(trial.training), "testing": len(trial.testing)}
    most = max(allowed)
    seen = f"{case.words}: {files['training']} in training and {files['testing']} in testing"
    if files != held:
        fail(
            expected="pictures with bytes, each copied once and nothing else",
            seen=seen,
            advice="take only names that end in .jpg and have bytes",
        )
    if sum(files.values()) != case.pictures:
        fail(
            expected=f"{case.pictures} in all",
            seen=seen,
            advice="copy each picture, whatever its name, and give all the rest to testing",
        )
    if files["training"] not in allowed:
        fail(
            expected=f"{most} and {case.pictures - most}",
            seen=seen,
            advice="leave files without bytes out first, then cut at int(count * SPLIT_SIZE), "
            "and give all the rest to testing",
        )
