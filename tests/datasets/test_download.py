from __future__ import annotations

from pathlib import Path

import pytest

from grader.datasets import download
from grader.datasets.download import Remote
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import Told, Web, names, sha256

RAW = bytes(range(256)) * 1000
QUICK = (0.0, 0.0)


def remote(web: Web, *paths: str, size: int = len(RAW)) -> Remote:
    return Remote("file.gz", tuple(web.base + path for path in paths), sha256(RAW), size)


def fetch(wanted: Remote, folder: Path) -> Path:
    return download.fetch(wanted, folder, silent, QUICK)


def part(folder: Path, raw: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / f"file.gz.{sha256(RAW)[:12]}.part").write_bytes(raw)


@pytest.mark.parametrize("size", [len(RAW), 0])
@pytest.mark.parametrize("says_length", [True, False])
def test_a_file_is_downloaded_once(
    web: Web, tmp_path: Path, size: int, *, says_length: bool
) -> None:
    web.files["/a"] = RAW
    web.says_length = says_length
    told = Told()
    wanted = remote(web, "/a", size=size)
    path = download.fetch(wanted, tmp_path / "new" / "toy", told, QUICK)
    assert path == tmp_path / "new" / "toy" / "file.gz"
    assert path.read_bytes() == RAW
    total = len(RAW) if size or says_length else 0
    assert told.calls[-1:] == [("downloading file.gz", len(RAW), total)]
    assert fetch(wanted, path.parent) == path
    assert web.asked == [("/a", None)]
    assert names(path.parent) == ["file.gz"]


def test_a_corrupted_file_is_downloaded_again(web: Web, tmp_path: Path) -> None:
    web.files["/a"] = RAW
    (tmp_path / "file.gz").write_bytes(b"bad")
    assert fetch(remote(web, "/a"), tmp_path).read_bytes() == RAW


def test_a_closed_connection_is_resumed(web: Web, tmp_path: Path) -> None:
    web.files["/a"] = RAW
    web.cuts = [100_000, 50_000]
    assert fetch(remote(web, "/a"), tmp_path).read_bytes() == RAW
    assert web.asked == [("/a", None), ("/a", "bytes=100000-"), ("/a", "bytes=150000-")]


def test_a_closed_connection_is_detected_without_content_length(web: Web, tmp_path: Path) -> None:
    web.files["/a"] = RAW
    web.cuts = [100_000]
    web.says_length = False
    assert fetch(remote(web, "/a"), tmp_path).read_bytes() == RAW
    assert [asked for _, asked in web.asked] == [None, "bytes=100000-"]


def test_a_partial_download_is_resumed_in_another_run(web: Web, tmp_path: Path) -> None:
    web.files["/a"] = RAW
    web.cuts = [100_000, 0, 0, 0]
    with pytest.raises(UsageError, match=r"cannot download file\.gz: .*/a closed the connection"):
        fetch(remote(web, "/a"), tmp_path)
    assert len(web.asked) == 4
    assert fetch(remote(web, "/a"), tmp_path).read_bytes() == RAW
    assert web.asked[-1] == ("/a", "bytes=100000-")
    assert names(tmp_path) == ["file.gz"]


def test_a_server_without_ranges_starts_again(web: Web, tmp_path: Path) -> None:
    web.files["/a"] = RAW
    web.cuts = [100_000, 50_000]
    web.ignores_ranges = True
    assert fetch(remote(web, "/a"), tmp_path).read_bytes() == RAW
    assert len(web.asked) == 3


@pytest.mark.parametrize("kept", [b"x" * 1000, b"x" * len(RAW), b"x" * (len(RAW) + 1)])
@pytest.mark.parametrize("size", [len(RAW), 0])
def test_a_partial_download_of_another_file_is_removed(
    web: Web, tmp_path: Path, kept: bytes, size: int
) -> None:
    web.files["/a"] = RAW
    part(tmp_path, kept)
    assert fetch(remote(web, "/a", size=size), tmp_path).read_bytes() == RAW
    assert names(tmp_path) == ["file.gz"]


def test_the_next_mirror_resumes_where_one_gave_up(web: Web, tmp_path: Path) -> None:
    web.files = {"/a": RAW, "/b": RAW}
    web.cuts = [100_000, 0, 0, 0]
    assert fetch(remote(web, "/a", "/b"), tmp_path).read_bytes() == RAW
    assert web.asked[-1] == ("/b", "bytes=100000-")


@pytest.mark.parametrize("wrong", [RAW[:-1], RAW[:-1] + b"x", RAW + b"x", b""])
def test_a_wrong_file_is_refused_and_removed(web: Web, tmp_path: Path, wrong: bytes) -> None:
    web.files["/a"] = wrong
    with pytest.raises(
        UsageError, match=r"file\.gz: http://[0-9.:]*/a serves a file with another hash$"
    ):
        fetch(remote(web, "/a"), tmp_path)
    assert names(tmp_path) == []
    web.files["/b"] = RAW
    assert fetch(remote(web, "/a", "/b"), tmp_path).read_bytes() == RAW


def test_only_temporary_failures_are_retried(web: Web, tmp_path: Path) -> None:
    web.files["/b"] = RAW
    web.statuses = [404, 503, 429]
    assert fetch(remote(web, "/a", "/b"), tmp_path).read_bytes() == RAW
    assert [path for path, _ in web.asked] == ["/a", "/b", "/b", "/b"]


def test_the_pauses_are_observed(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web.files["/a"] = RAW
    slept: list[float] = []
    monkeypatch.setattr("grader.datasets.download.time.sleep", slept.append)
    web.cuts = [0, 100_000, 0, 10_000, 0, 0]
    download.fetch(remote(web, "/a"), tmp_path, silent)
    assert slept == [0.5, 0.5, 0.5, 1.5]


def test_when_all_mirrors_fail_the_error_is_one_line_without_passwords(
    web: Web, tmp_path: Path
) -> None:
    host = web.base.removeprefix("http://")
    urls = (f"http://me:secret@{host}/a", "http://127.0.0.1:1/b", "http://[/c", "nothing:")
    with pytest.raises(UsageError) as caught:
        fetch(Remote("file.gz", urls, "0" * 64), tmp_path)
    said = str(caught.value)
    assert said.startswith(f"cannot download file.gz: http://{host}/a responds 404 Not Found; ")
    assert "http://127.0.0.1:1/b cannot be reached" in said
    assert "secret" not in said
    assert "\n" not in said


def test_a_folder_that_cannot_be_written_is_a_one_line_error(web: Web, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot write to"):
        fetch(remote(web, "/a"), tmp_path / "file" / "toy")


def test_a_full_disk_is_one_line(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web.files["/a"] = RAW
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    (tmp_path / f"file.gz.{sha256(RAW)[:12]}.part").symlink_to(full)
    monkeypatch.setattr(download, "_size", lambda _: 0)
    with pytest.raises(UsageError, match=r"cannot store file\.gz in .*No space left on device"):
        fetch(remote(web, "/a"), tmp_path)


def test_a_small_file_is_read(web: Web) -> None:
    web.files["/s"] = b"small"
    web.statuses = [503]
    web.cuts = [2]
    assert download.small(f"{web.base}/s", 100, QUICK) == b"small"
    assert len(web.asked) == 3
    assert download.small(f"{web.base}/s", 2, QUICK) == b"sma"
    assert download.small(f"{web.base}/none", 100, QUICK) is None


def test_a_small_file_that_no_server_provides_is_a_one_line_error(web: Web) -> None:
    web.statuses = [500, 500, 500, 401]
    for reason in ("responds 500 Internal Server Error", "responds 401 Unauthorized"):
        with pytest.raises(UsageError, match=f"/s {reason}"):
            download.small(f"{web.base}/s", 100, QUICK)
    with pytest.raises(UsageError, match=r"http://127\.0\.0\.1:1/s cannot be reached"):
        download.small("http://127.0.0.1:1/s", 100, QUICK)
