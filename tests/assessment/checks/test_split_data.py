"""`split_data` called by itself, in a real box, as learners write it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.assessment.checks.outcomes import CheckFailed
from grader.assessment.checks.split_requirements import (
    is_all_or_nothing,
    require_function,
    require_parts,
    require_random,
)
from grader.assessment.facts import split_trials
from grader.sandbox import choice
from grader.sandbox.plan import SandboxKind
from grader.sandbox.protocol import Call
from grader.submission import Submission
from grader.training import function_call
from grader.training.function_call import Alone

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.assessment.facts.split_trials import Trials

    Split = Callable[[str], Trials]

RIGHT = """
import os, random
from shutil import copyfile
def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = [f for f in os.listdir(SOURCE)
             if f.endswith(".jpg") and os.path.getsize(SOURCE + f) > 0]
    files = random.sample(files, len(files))
    n = int(len(files) * SPLIT_SIZE)
    for f in files[:n]:
        copyfile(SOURCE + f, TRAINING + f)
    for f in files[n:]:
        copyfile(SOURCE + f, TESTING + f)
"""


@pytest.fixture
def split(tmp_path: Path) -> Split:
    """The trials of a file's split_data."""

    def run(text: str) -> Trials:
        source = text.encode()
        submission = Submission(tmp_path / "problem2.py", source, text)
        kind, _ = choice.choose("auto")
        sandbox = Alone(submission, kind, tmp_path / "box", Path(sys.executable), ())
        return split_trials.run(sandbox)

    return run


def passes(trials: Trials) -> None:
    require_function(trials)
    require_parts(trials.plain, trials.answers.ended)
    require_parts(trials.edges, trials.answers.ended)
    require_random(trials)


def refusal(check: Callable[[], object]) -> str:
    with pytest.raises(CheckFailed) as refused:
        check()
    return str(refused.value)


def test_a_right_one_passes(split: Split) -> None:
    passes(split(RIGHT))


@pytest.mark.parametrize("kind", [SandboxKind.BASIC, SandboxKind.ISOLATED])
@pytest.mark.usefixtures("closed_sandbox")
def test_a_function_is_called_again_on_the_same_disk(tmp_path: Path, kind: SandboxKind) -> None:
    text = "def adds(path):\n    open(path + 'seen', 'a').write('x')\n"
    submission = Submission(tmp_path / "mine.py", text.encode(), text)
    sandbox = Alone(submission, kind, tmp_path / "box", Path(sys.executable), ())
    for _ in range(2):
        sandbox.call("adds", [Call(("work/",), seed=1)])
    assert (tmp_path / "box" / "work" / "seen").read_text(encoding="utf-8") == "xx"


@pytest.mark.usefixtures("closed_sandbox")
def test_a_link_that_it_leaves_is_not_written_through(tmp_path: Path) -> None:
    text = """
import os
import re
def links(own, target):
    for name in (__file__, os.path.expanduser("~/task.json")):
        os.path.exists(name) and os.remove(name)
        os.symlink(target, name)
"""
    mine = tmp_path / "mine.txt"
    mine.write_text("my work", encoding="utf-8")
    source = text.encode()
    submission = Submission(tmp_path / "mine.py", source, text)
    sandbox = Alone(submission, SandboxKind.ISOLATED, tmp_path / "box", Path(sys.executable), ())
    for _ in range(2):
        (answer,) = sandbox.call("links", [Call(("own", str(mine)), seed=1)]).calls.values()
        assert answer.error == ""
    assert mine.read_text(encoding="utf-8") == "my work"


def test_the_rest_of_the_file_is_not_run(split: Split) -> None:
    passes(split(RIGHT + "\nraise SystemExit(open('/nowhere'))\nmodel = train_for_an_hour()\n"))


def test_what_it_names_elsewhere_in_the_file_is_there(split: Split) -> None:
    helper = "ENDING = '.jpg'\ndef good(path):\n    return path.endswith(ENDING)\n"
    text = RIGHT.replace('f.endswith(".jpg")', "good(f)")
    passes(split("import a_package_that_is_missing\n" + helper + text))


def test_one_within_another_function_is_found(split: Split) -> None:
    body = "\n".join("    " + line for line in RIGHT.splitlines())
    passes(split(f"def solution_model():{body}\n    return split_data\n"))


def test_one_for_pathlib_is_called_with_paths(split: Split) -> None:
    text = """
import random, shutil
def split_data(source, training, testing, size):
    files = [p for p in source.iterdir() if p.suffix == ".jpg" and p.stat().st_size]
    random.shuffle(files)
    n = int(len(files) * size)
    for place, part in ((training, files[:n]), (testing, files[n:])):
        for path in part:
            shutil.copy(path, place / path.name)
"""
    passes(split(text))


def test_one_that_makes_its_folders_is_called_without_them(split: Split) -> None:
    passes(
        split(
            RIGHT.replace(
                "    n = int", "    os.makedirs(TRAINING); os.mkdir(TESTING)\n    n = int"
            )
        )
    )


@pytest.mark.parametrize(
    "shuffling",
    [
        "random.seed(42); random.shuffle(files)",
        "files = random.Random(7).sample(files, len(files))",
        "import numpy; numpy.random.seed(1); numpy.random.shuffle(files)",
        "import numpy; files = list(numpy.random.default_rng(3).permutation(files))",
        (
            "from numpy.random import Generator, PCG64; "
            "files = list(Generator(PCG64(42)).permutation(files))"
        ),
        "import numpy; numpy.random.RandomState(3).shuffle(files)",
    ],
)
def test_a_seed_of_its_own_does_not_make_it_less_random(split: Split, shuffling: str) -> None:
    passes(split(RIGHT.replace("files = random.sample(files, len(files))", shuffling)))


@pytest.mark.parametrize(
    "order",
    ["pass", "files.sort()", "files.sort(reverse=True)", "random.shuffle(list(files))"],
)
def test_an_order_of_the_folder_is_not_random(split: Split, order: str) -> None:
    trials = split(RIGHT.replace("files = random.sample(files, len(files))", order))
    assert "in a row, as the folder lists them" in refusal(lambda: require_random(trials))


def test_an_order_that_nobody_would_guess_is_not_random_either(split: Split) -> None:
    order = "import hashlib; files.sort(key=lambda f: hashlib.md5(f.encode()).hexdigest())"
    trials = split(RIGHT.replace("files = random.sample(files, len(files))", order))
    assert "after two different seeds" in refusal(lambda: require_random(trials))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (" and os.path.getsize(SOURCE + f) > 0", "", "not empty, each copied once"),
        ('f.endswith(".jpg") and ', "", "IsADirectoryError"),
        ("SPLIT_SIZE)\n    for", "0.9)\n    for", "50 images at 0.5: 45 in training"),
        ("int(len(files) * SPLIT_SIZE)", "1350", "37 images at 0.9: 37 in training"),
        ("copyfile(SOURCE + f, TRAI", "copyfile(f, TRAI", "os.listdir returns names without"),
        (
            "    n = int",
            "    open('a.csv')\n    n = int",
            "use only the four arguments",
        ),
        ("files[n:]", "files[n + 1:]", "copy all the rest to testing"),
        ("files[:n]", "files[: -len(files) + n]", "12 images at 1.0: 0 in training"),
        ("n = int", "assert files\n    n = int", "a folder without images: AssertionError"),
    ],
)
def test_a_mistake_is_named(split: Split, old: str, new: str, says: str) -> None:
    assert old in RIGHT
    trials = split(RIGHT.replace(old, new))

    def ask() -> None:
        require_parts(trials.plain, trials.answers.ended)
        require_parts(trials.edges, trials.answers.ended)

    assert says in refusal(ask)


def test_empty_files_left_out_after_the_cut_are_noticed(split: Split) -> None:
    late = """
import os, random
from shutil import copyfile
def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    files = random.sample(os.listdir(SOURCE), len(os.listdir(SOURCE)))
    n = int(len(files) * SPLIT_SIZE)
    for place, part in ((TRAINING, files[:n]), (TESTING, files[n:])):
        for f in part:
            if os.path.getsize(SOURCE + f) > 0:
                copyfile(SOURCE + f, place + f)
"""
    trials = split(late)
    assert "skip empty files first" in refusal(lambda: require_parts(trials.plain, ""))


def test_another_name_is_told(split: Split) -> None:
    trials = split(RIGHT.replace("split_data", "split_dataset"))
    assert "a function split_dataset" in refusal(lambda: require_function(trials))


def test_one_that_never_comes_back_is_told_and_ended(
    split: Split, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(function_call, "LIMITS", replace(function_call.LIMITS, seconds=2.0))
    trials = split(RIGHT.replace("    n = int", "    while True: pass\n    n = int"))
    # On a busy machine the limit of wall time may come first.
    said = refusal(lambda: require_parts(trials.plain, trials.answers.ended))
    assert re.search(r"it did not \((out of CPU time|timed out)\)", said)


@pytest.mark.parametrize(
    ("parameters", "advice"),
    [
        ("SOURCE, TRAINING, TESTING, SPLIT_SIZE, ANIMAL", "write def split_data(SOURCE, TRAIN"),
        ("SOURCE, TRAINING, TESTING, SPLIT_SIZE", "use only the four arguments"),
    ],
)
def test_what_it_cannot_have_when_it_is_called_by_itself_is_told(
    split: Split, parameters: str, advice: str
) -> None:
    text = f"def split_data({parameters}):\n    print(made_by_nobody)\n"
    assert advice in refusal(lambda: require_parts(split(text).plain, ""))


BOTH_ROUNDED = "files[len(files) - {}(len(files) * (1 - SPLIT_SIZE)):]"


@pytest.mark.parametrize("rounding", ["int", "math.floor", "round"])
def test_a_part_rounded_by_itself_loses_an_image(split: Split, rounding: str) -> None:
    text = "import math\n" + RIGHT.replace("files[n:]", BOTH_ROUNDED.format(rounding))
    text = text.replace("int(len(files) * SPLIT_SIZE)", f"{rounding}(len(files) * SPLIT_SIZE)")
    said = refusal(lambda: require_parts(split(text).plain, ""))
    assert "1 in neither" in said
    assert "n = int(len(files) * SPLIT_SIZE); copy files[:n] to TRAINING" in said


def test_a_part_rounded_up_by_itself_has_an_image_twice(split: Split) -> None:
    text = "import math\n" + RIGHT.replace("files[n:]", BOTH_ROUNDED.format("math.ceil"))
    text = text.replace("int(len(files) * SPLIT_SIZE)", "math.ceil(len(files) * SPLIT_SIZE)")
    said = refusal(lambda: require_parts(split(text).plain, ""))
    assert "1 in both" in said
    assert "copy files[:n] to TRAINING and files[n:] to TESTING" in said


def test_an_image_lost_by_its_name_is_named_so(split: Split) -> None:
    text = RIGHT.replace('f.endswith(".jpg")', 'f.endswith(".jpg") and f.isascii()')
    said = refusal(lambda: require_parts(split(text).plain, ""))
    assert "3 in neither" in said
    assert "copy each image, whatever its name" in said


EMPTY = "def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):\n    "


@pytest.mark.parametrize(
    "body",
    [
        "pass",
        "...",
        '"""Copy the images."""',
        "return None",
        "print(SOURCE)",
        "import os; os.makedirs(TRAINING, exist_ok=True); os.makedirs(TESTING, exist_ok=True)",
        "def copy(files): pass\n    copy(SOURCE)",
        "import os; files = os.listdir(SOURCE); n = int(len(files) * SPLIT_SIZE)",
    ],
)
def test_one_that_copies_nothing_is_told_to_fill_the_folders(split: Split, body: str) -> None:
    trials = split(EMPTY + body + "\n")
    said = refusal(lambda: require_parts(trials.plain, ""))
    assert "no file in TRAINING or TESTING after 9 calls" in said
    assert "copy the images into the two folders: files = [" in said
    assert is_all_or_nothing(trials)


def test_one_that_is_not_implemented_is_told_to_fill_the_folders(split: Split) -> None:
    trials = split(EMPTY + "raise NotImplementedError\n")
    assert "copy the images into the two folders" in refusal(
        lambda: require_parts(trials.plain, "")
    )


BY_INDEX = """
    chosen = set(random.sample(range(len(files)), n))
    files = sorted(files, key=lambda f: files.index(f) not in chosen)
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # Testing is what training has not got.
        ("files[n:]", "[f for f in os.listdir(SOURCE) if f in files and f not in files[:n]]"),
        ("files[n:]", "files[-(len(files) - n):] if n < len(files) else []"),
        # Indices are drawn, and the list stays as it is.
        (
            "    n = int(len(files) * SPLIT_SIZE)\n",
            "    n = int(len(files) * SPLIT_SIZE)\n" + BY_INDEX,
        ),
        # Testing is counted first, and rounded up.
        (
            "int(len(files) * SPLIT_SIZE)",
            "len(files) - -int(-(len(files) * (1 - SPLIT_SIZE)) // 1)",
        ),
        ("copyfile(SOURCE + f, TRAINING + f)", "copyfile(SOURCE + f, TRAINING + 'a_' + f)"),
        ("int(len(files) * SPLIT_SIZE)", "round(len(files) * SPLIT_SIZE)"),
        ("f.endswith", "f.lower().endswith"),
    ],
)
def test_another_way_to_cut_passes(split: Split, old: str, new: str) -> None:
    assert old in RIGHT
    passes(split(RIGHT.replace(old, new)))


def test_parts_of_the_right_sizes_that_overlap_are_told(split: Split) -> None:
    trials = split(RIGHT.replace("files[n:]", "files[:len(files) - n]"))
    said = refusal(lambda: require_parts(trials.plain, ""))
    assert "37 images at 0.9: 33 in training and 4 in testing, 4 in both" in said


def test_one_that_writes_to_folders_of_its_own_is_told(split: Split) -> None:
    text = RIGHT.replace("TRAINING + f", "'cats-v-dogs/training/cats/' + f")
    said = refusal(lambda: require_parts(split(text).plain, ""))
    assert "use only the four arguments" in said
