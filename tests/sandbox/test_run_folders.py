"""Folders that a hostile submission leaves are walked, copied and removed without an error."""

from __future__ import annotations

import os
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.assessment.facts import checkpoints, split_folders
from grader.assessment.facts.workspace_files import files_below
from grader.sandbox import run_folders
from grader.sandbox.folder_tree import make_readable, remove, walk
from grader.sandbox.kept_files import kept
from grader.sandbox.plan import Ending, Outcome, SandboxLimits
from grader.sandbox.usage import disk_use
from grader.training.record import CallbackUsed, TrainingRecord
from grader.training.run import Training

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEPTH = 1_200  # 6,000 characters of path, more than the system takes
NOBODY = 65534


def nest(top: Path, depth: int = DEPTH, name: str = "deep") -> None:
    """Nest folders by descriptors, as os.chdir does in a submission."""
    above = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=above)
        inner = os.open(name, os.O_RDONLY, dir_fd=above)
        os.close(above)
        above = inner
    os.close(os.open("last", os.O_CREAT | os.O_WRONLY, dir_fd=above))
    os.close(above)


def lock(top: Path) -> None:
    for mode in (0, 0o100, 0o200, 0o400, 0o500):
        folder = top / f"mode {mode:o}"
        (folder / "inner" / "last").mkdir(parents=True)
        (folder / "file").touch()
        (folder / "inner").chmod(0)
        folder.chmod(mode)


def many(top: Path) -> None:
    for number in range(3_000):
        (top / f"{number}").touch()


def strange(top: Path) -> None:
    os.mkfifo(top / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(top / "s"))
    (top / os.fsdecode(b"\xff\xfe\n")).mkdir()
    (top / "-rf").touch()
    (top / "file").touch(mode=0)
    (top / "loop").symlink_to("loop")
    (top / "up").symlink_to("..")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder of an account that is not root's: root may read and remove anything."""
    folder = Path(tempfile.mkdtemp())
    try:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        yield folder
    finally:
        os.seteuid(os.getuid())
        subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture
def top(place: Path) -> Path:
    folder = place / "box"
    folder.mkdir()
    return folder


MAKERS = pytest.mark.parametrize("make", [nest, lock, many, strange])


@MAKERS
def test_whatever_a_submission_leaves_is_removed(make: Callable[[Path], None], top: Path) -> None:
    make(top)
    assert remove(top)
    assert not top.exists()


def test_what_a_link_leads_to_stays(top: Path, place: Path) -> None:
    outside = place / "outside"
    outside.mkdir(0o500)
    (top / "link").symlink_to(outside)
    (top / "locked").mkdir(0)
    make_readable(top)
    assert remove(top)
    assert outside.stat().st_mode & 0o777 == 0o500


def test_a_link_in_place_of_the_folder_is_not_followed(place: Path) -> None:
    outside = place / "outside"
    (outside / "mine").mkdir(parents=True)
    (place / "box").symlink_to(outside)
    assert not remove(place / "box")
    assert (outside / "mine").is_dir()


def test_what_cannot_be_removed_is_reported_in_one_line(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    with run_folders.sandbox_folder(place / "boxes", said.append) as folder:
        (folder / "work").mkdir()
        monkeypatch.setattr(os, "rmdir", refuse)
    assert said == [f"Could not remove all of {folder}: remove it by hand"]
    with run_folders.sandbox_folder(place / "boxes", said.append) as another:
        assert another.is_dir()


@MAKERS
def test_the_sweep_removes_what_a_killed_run_left(
    make: Callable[[Path], None], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_folders, "SWEEP_SECONDS", 60.0)
    left = place / "boxes" / "999999999-1-abcd"
    left.mkdir(parents=True)
    make(left)
    for name in ("²-1-ab", "mine", "1" * 200 + "-1-ab"):
        (place / "boxes" / name).mkdir()
    with run_folders.sandbox_folder(place / "boxes", print):
        assert not left.exists()


def test_an_interrupt_while_a_folder_is_made_leaves_none(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.parent.name == "boxes":
            raise KeyboardInterrupt
        return folder

    monkeypatch.setattr(run_folders, "make_folder", interrupted)
    with pytest.raises(KeyboardInterrupt), run_folders.sandbox_folder(place / "boxes", print):
        pass
    assert list((place / "boxes").iterdir()) == []


def test_the_sweep_leaves_a_folder_in_use_although_the_clock_has_changed(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with run_folders.sandbox_folder(place / "boxes", print) as used:
        # The system tells when a process began by the clock of now.
        monkeypatch.setattr(run_folders, "_runs", lambda *_: False)
        with run_folders.sandbox_folder(place / "boxes", print):
            assert used.is_dir()
    assert list((place / "boxes").iterdir()) == []


@MAKERS
def test_a_walk_ends_and_leaves_no_descriptor_open(make: Callable[[Path], None], top: Path) -> None:
    make(top)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    assert len(list(walk(top))) > 5
    next(walk(top))
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_a_walk_does_not_leave_a_tree_that_moves(top: Path, place: Path) -> None:
    (top / "a" / "b" / "c").mkdir(parents=True)
    (place / "secret").mkdir()
    found = []
    for entry in walk(top):
        found.append(entry.name)
        if entry.name == "c":
            (top / "a" / "b").rename(place / "b")
    assert found == ["a", "b", "c"]


def test_a_folder_that_moves_hides_no_other_from_the_walk(top: Path) -> None:
    names = ["a", "b", "c"]
    for name in names:
        (top / name / "inner" / "file").mkdir(parents=True)
    moved = False
    found = []
    for entry in walk(top):
        found.append(entry.name)
        if entry.name == "file" and not moved:
            # The walk is in the first "inner", whose folder is the last of the listing.
            (top / found[2] / "inner").rename(top / "moved")
            moved = True
    assert sorted(found) == [*names, *["file"] * 3, *["inner"] * 3]


def test_disk_use_counts_what_is_locked_or_deep(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (top / "locked").mkdir()
    (top / "locked" / "large").write_bytes(b"x" * 10**6)
    (top / "locked").chmod(0)
    nest(top)
    assert 10**6 <= disk_use(top) < 2 * 10**6
    monkeypatch.chdir(top)
    for _ in range(DEPTH):
        os.chdir("deep")
    Path("large").write_bytes(b"x" * 10**6)
    assert disk_use(top) >= 2 * 10**6


def copied(top: Path, target: Path, most: int = 10**6) -> list[str]:
    with kept(top, target, most) as notes:
        pass
    return notes


@pytest.mark.parametrize("make", [nest, lock, strange])
def test_keep_copies_what_it_can_and_notes_the_rest(
    make: Callable[[Path], None], top: Path, place: Path
) -> None:
    make(top)
    (top / "mymodel.h5").write_text("model", encoding="utf-8")
    (note,) = copied(top, place / "kept")
    assert note.startswith("--keep did not copy ")
    assert (place / "kept" / "mymodel.h5").read_text(encoding="utf-8") == "model"
    assert len(note) < 500
    assert remove(place / "kept")


def test_keep_copies_no_more_than_the_disk_limit(top: Path, place: Path) -> None:
    for name in ("hole", "mine"):
        with (top / name).open("wb") as file:
            file.truncate(600_000)
    (note,) = copied(top, place / "kept")
    assert "(above the disk limit)" in note
    assert sum(path.stat().st_size for path in (place / "kept").iterdir()) == 600_000


def test_keep_writes_nothing_through_a_link(top: Path, place: Path) -> None:
    (top / "a").mkdir()
    (top / "a" / "written").touch()
    (place / "mine").mkdir()
    with kept(top, place / "kept", 10**6) as notes:
        # As a link "A" of the submission's, on a file system that does not tell it from "a".
        (place / "kept").mkdir()
        (place / "kept" / "a").symlink_to(place / "mine")
    assert notes == ["--keep did not copy a (File exists)"]
    assert list((place / "mine").iterdir()) == []


def test_a_kept_file_gives_nobody_its_owners_rights(top: Path, place: Path) -> None:
    (top / "run").touch()
    (top / "run").chmod(0o4755)
    assert not copied(top, place / "kept")
    assert (place / "kept" / "run").stat().st_mode & 0o7777 == 0o755


def test_an_interrupted_run_tells_what_was_copied(top: Path, place: Path) -> None:
    (top / "mine").touch()
    with (
        pytest.raises(KeyboardInterrupt, match="what it had saved is in"),
        kept(top, place / "kept", 10**6),
    ):
        raise KeyboardInterrupt
    assert (place / "kept" / "mine").is_file()


def of_work(top: Path) -> Training:
    for name in ("work", "tmp"):
        (top / name).mkdir(exist_ok=True)
    outcome = Outcome(Ending.EXITED, 0, 0, 1.0, 0, "", 0, 0, SandboxLimits(1.0, 1, 1, 1, 1))
    return Training(TrainingRecord(), outcome, top / "work", "/work", top / "tmp", "/tmp")


@pytest.mark.parametrize(
    "path", ["loop", "loop/model.h5", "a\0b", "long" * 80, "d/" * 3000, "../up", "\udcff/\udcff"]
)
def test_a_path_that_a_submission_names_raises_nothing(path: str, top: Path) -> None:
    training = of_work(top)
    (top / "work" / "loop").symlink_to("loop")
    found = training.outside(path)
    assert found is None or not found.exists()


@MAKERS
def test_files_below_a_folder_are_listed(make: Callable[[Path], None], top: Path) -> None:
    make(top)
    (top / "mymodel.h5").touch()
    make_readable(top)
    found = list(files_below(top))
    assert top / "mymodel.h5" in found
    assert all(path.lstat() for path in found)


def test_a_checkpoint_of_two_figures_is_found_and_no_tree_is_searched(top: Path) -> None:
    training = of_work(top)
    (top / "work" / "07-0.91.h5").touch()
    nest(top / "work")
    for template, count in (("{epoch:02d}{val_acc:.2f}.h5", 1), ("**/x", 0), ("{a}{b}", 1)):
        used = CallbackUsed("ModelCheckpoint", False, False, True, {"filepath": template})  # noqa: FBT003
        assert len(checkpoints.files(training, used)) == count, template


def test_links_to_one_large_file_are_not_read_without_end(
    top: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(split_folders, "MOST_BYTES", 2500)
    (top / "0.jpg").write_bytes(b"x" * 1000)
    for number in range(1, 9):
        (top / f"{number}.jpg").hardlink_to(top / "0.jpg")
    found = split_folders.contents(top)
    assert len(found) == 9
    assert list(found.values()).count(split_folders.TOO_LARGE) == 7
