from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.datasets import registry, store
from grader.datasets.layout import DataSet
from grader.datasets.manifest import Damage
from grader.errors import GraderFault, UsageError
from grader.progress import silent
from tests.datasets.conftest import Told, Web, names
from tests.datasets.toy_sets.toy.spec import ARCHIVES as TOY_ARCHIVES

if TYPE_CHECKING:
    from pathlib import Path

    from grader.datasets.spec import DatasetSpec
    from grader.settings import Settings

pytestmark = pytest.mark.usefixtures("toy")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with the archives of the toy set, that can be installed from it."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    for name, raw in TOY_ARCHIVES.items():
        (folder / name).write_bytes(raw)
    return folder


def states(settings: Settings) -> list[tuple[str, str, int, str]]:
    status = [it for it in store.status(settings) if it.name == "toy"]
    return [(it.kind, it.state, it.bytes, it.origin) for it in status]


def test_a_sample_set_is_drawn_on_first_use_only(settings: Settings) -> None:
    told = Told()
    found = store.find(settings, "toy", "sample", told)
    assert found == DataSet("toy", "sample", settings.datasets / "sample" / "toy-v1")
    assert ("drawing toys", 3, 3) in told.calls
    assert found.held_out_labels() == (("a", "b"), (0, 1, 0))
    told.calls.clear()
    assert store.find(settings, "toy", "auto", told) == found
    assert told.calls == []
    drawn = ("sample", "installed", 754, "drawn by the kit from seed 1")
    assert states(settings) == [drawn, ("real", "absent", 0, "")]
    assert store.verify(settings, "toy", "sample", silent) == []


def test_a_damaged_sample_set_is_drawn_again(settings: Settings) -> None:
    found = store.find(settings, "toy", "sample", silent)
    (found.visible / "toy" / "one.txt").unlink()
    (found.visible / "toy" / "three.txt").touch()
    assert states(settings)[0][1] == "damaged"
    assert store.verify(settings, "toy", "sample", silent) == [
        Damage("visible/toy/three.txt", "is an unexpected file"),
        Damage("visible/toy/one.txt", "is missing"),
    ]
    store.find(settings, "toy", "sample", silent)
    assert states(settings)[0][1] == "installed"


def test_verify_hashes_and_counts(settings: Settings) -> None:
    with pytest.raises(UsageError, match="the sample data set toy is not installed"):
        store.verify(settings, "toy", "sample", silent)
    found = store.find(settings, "toy", "sample", silent)
    one = found.visible / "toy" / "one.txt"
    one.write_bytes(bytes(one.stat().st_size))
    assert store.verify(settings, "toy", "sample", silent) == [
        Damage("visible/toy/one.txt", "has changed since it was installed")
    ]
    one.unlink()
    assert store.verify(settings, "toy", "sample", silent)[0] == Damage(
        "visible/toy", "has 1 files, expected 2"
    )
    (found.folder / "files.json").unlink()
    assert store.verify(settings, "toy", "sample", silent) == [
        Damage("files.json", "is missing or damaged")
    ]


def test_a_drawing_that_miscounts_is_a_fault_of_the_kit(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "draw", lambda *_: None)
    with pytest.raises(GraderFault, match="visible/toy has 0 files, expected 2"):
        store.find(settings, "toy", "sample", silent)
    assert names(settings.datasets / "sample") == [".toy.lock"]


def test_an_official_set_is_installed_from_a_folder_and_preferred(
    settings: Settings, shelf: Path
) -> None:
    with pytest.raises(UsageError, match="toy is not installed: run `practice data get toy`"):
        store.find(settings, "toy", "real", silent)
    installed = store.install_real(settings, "toy", str(shelf), silent)
    assert installed == DataSet("toy", "real", settings.datasets / "real" / "toy-v1")
    assert store.find(settings, "toy", "auto", silent) == installed
    assert states(settings)[1] == ("real", "installed", 754, f"from {shelf}")
    assert not (settings.datasets / "sample").exists()
    (installed.visible / "toy" / "one.txt").unlink()
    assert store.find(settings, "toy", "auto", silent).kind == "sample"
    with pytest.raises(UsageError, match="toy is damaged: run `practice data get toy`"):
        store.find(settings, "toy", "real", silent)
    store.install_real(settings, "toy", str(shelf), silent)
    assert store.find(settings, "toy", "real", silent) == installed


def test_an_intact_official_set_is_not_installed_again(settings: Settings, shelf: Path) -> None:
    installed = store.install_real(settings, "toy", str(shelf), silent)
    before = installed.folder.stat().st_ino
    (shelf / "a.gz").write_bytes(b"other")
    store.install_real(settings, "toy", str(shelf), silent)
    assert installed.folder.stat().st_ino == before


def test_wrong_archives_leave_nothing(settings: Settings, shelf: Path) -> None:
    (shelf / "a.gz").write_bytes(b"other")
    with pytest.raises(UsageError, match="has the sha256"):
        store.install_real(settings, "toy", str(shelf), silent)
    assert states(settings)[1] == ("real", "absent", 0, "")
    assert names(settings.datasets / "real") == [".toy.lock"]


def test_remove_deletes_the_downloads_of_an_official_set_too(
    settings: Settings, shelf: Path, web: Web
) -> None:
    web.files = {f"/{name}": (shelf / name).read_bytes() for name in TOY_ARCHIVES}
    store.install_real(settings, "toy", web.base, silent)
    downloads = settings.cache / "downloads" / "toy"
    assert names(downloads) == sorted(TOY_ARCHIVES)
    store.find(settings, "toy", "sample", silent)
    assert store.remove(settings, "toy", "real", silent)
    assert not downloads.exists()
    assert [state for _, state, _, _ in states(settings)] == ["installed", "absent"]
    assert store.remove(settings, "toy", "sample", silent)
    assert not store.remove(settings, "toy", "sample", silent)
    assert not store.remove(settings, "toy", "real", silent)


def test_an_unknown_name_or_kind_is_refused(settings: Settings, toy: DatasetSpec) -> None:
    assert toy.versions["real"] == 1
    with pytest.raises(UsageError, match=r"no data set is called 'x'; there are: .*, toy"):
        store.find(settings, "x", "auto", silent)
    with pytest.raises(UsageError, match="unknown kind of data 'x'"):
        store.find(settings, "toy", "x", silent)


def test_a_cache_that_cannot_be_written_is_one_line(settings: Settings) -> None:
    settings.cache.write_bytes(b"a file")
    with pytest.raises(UsageError, match=r"cannot write to .* set PRACTICE_HOME to a folder"):
        store.find(settings, "toy", "auto", silent)
    assert not store.remove(settings, "toy", "sample", silent)
