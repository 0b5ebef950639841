from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from grader.datasets import registry, sources
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import Told, Web, sha256
from tests.datasets.toy_sets.toy.spec import ARCHIVES as TOY_ARCHIVES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.datasets.spec import DatasetSpec

GOOGLE = "storage.googleapis.com"
OTHER = {"a.gz": b"another a", "b.gz": b"another b"}
OFFICIAL = {file: sha256(raw) for file, raw in TOY_ARCHIVES.items()}


def sums_of(files: Mapping[str, bytes], below: str = "") -> bytes:
    return "".join(f"{sha256(raw)}  {below}{file}\n" for file, raw in files.items()).encode()


def lay(folder: Path, files: Mapping[str, bytes]) -> Path:
    for path, raw in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(raw)
    return folder


def below(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"toy/{file}": raw for file, raw in files.items()}


def test_the_official_addresses_are_planned_without_a_request() -> None:
    for info in registry.specs().values():
        plan = sources.plan(info, None)
        host = "download.microsoft.com" if info.name == "cats-and-dogs" else GOOGLE
        assert plan.origin.text == f"official archives from {host}"
        assert dict(plan.origin.archives) == {it.file: it.sha256 for it in info.archives}
        assert [it.urls for it in plan.remote] == [it.urls for it in info.archives]
        assert [it.bytes for it in plan.remote] == [it.bytes for it in info.archives]
        assert not plan.local


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("as_url", [False, True])
def test_a_folder_is_read_in_place(
    toy: DatasetSpec, tmp_path: Path, *, deep: bool, as_url: bool
) -> None:
    folder = lay(tmp_path / "a b", below(TOY_ARCHIVES) if deep else TOY_ARCHIVES)
    plan = sources.plan(toy, folder.as_uri() if as_url else str(folder))
    assert plan.origin.text == f"from {folder}"
    assert plan.origin.archives == OFFICIAL
    told = Told()
    found = sources.bring(plan, tmp_path / "downloads", told)
    place = folder / "toy" if deep else folder
    assert found == {file: place / file for file in TOY_ARCHIVES}
    assert told.calls[-1:] == [("checking b.gz", 3000, 3000)]
    assert not (tmp_path / "downloads").exists()


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("named_deep", [False, True])
def test_the_sums_of_a_folder_are_used(
    toy: DatasetSpec, tmp_path: Path, *, deep: bool, named_deep: bool
) -> None:
    lay(tmp_path, below(OTHER) if deep else OTHER)
    lay(tmp_path, {"SHA256SUMS": sums_of(OTHER, "toy/" if named_deep else "")})
    plan = sources.plan(toy, str(tmp_path))
    assert plan.origin.archives == {file: sha256(raw) for file, raw in OTHER.items()}
    assert set(sources.bring(plan, tmp_path, silent)) == set(OTHER)


def test_another_file_in_a_folder_is_refused(toy: DatasetSpec, tmp_path: Path) -> None:
    lay(tmp_path, {**TOY_ARCHIVES, "b.gz": b"x"})
    plan = sources.plan(toy, str(tmp_path))
    with pytest.raises(UsageError, match=r"b\.gz has the sha256 \w+, expected"):
        sources.bring(plan, tmp_path / "downloads", silent)


def test_a_file_that_the_sums_do_not_name_is_refused(toy: DatasetSpec, tmp_path: Path) -> None:
    lay(tmp_path, {**TOY_ARCHIVES, "SHA256SUMS": sums_of({"a.gz": TOY_ARCHIVES["a.gz"]})})
    with pytest.raises(UsageError, match=r"SHA256SUMS in .* does not name b\.gz"):
        sources.plan(toy, str(tmp_path))


def test_a_folder_without_a_file_is_refused(toy: DatasetSpec, tmp_path: Path) -> None:
    lay(tmp_path, {"a.gz": TOY_ARCHIVES["a.gz"], "b.gz/x": b""})
    with pytest.raises(UsageError, match=r"no b\.gz in .* or in its folder toy"):
        sources.plan(toy, str(tmp_path))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere/at/all", r"/nowhere/at/all is not a folder"),
        ("ftp://me:secret@host/x", r"^ftp://host/x is neither a folder nor a file:, http: or"),
        ("file://otherhost/x", "is not the file: URL of a folder"),
        ("http://", "is not the URL of a folder"),
        ("http://host/x?y=1", "is not the URL of a folder"),
    ],
)
def test_an_invalid_source_is_refused(toy: DatasetSpec, given: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        sources.plan(toy, given)


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("summed", [False, True])
def test_archives_are_downloaded_from_a_mirror(
    toy: DatasetSpec, web: Web, tmp_path: Path, *, deep: bool, summed: bool
) -> None:
    files = OTHER if summed else TOY_ARCHIVES
    web.files = {f"/m/{file}": raw for file, raw in (below(files) if deep else files).items()}
    if summed:
        web.files["/m/SHA256SUMS"] = sums_of(files, "toy/" if deep else "")
    plan = sources.plan(toy, f"{web.base}/m/".replace("://", "://me:secret@"))
    assert plan.origin.text == f"from {web.base}/m"
    assert plan.origin.archives == {file: sha256(raw) for file, raw in files.items()}
    found = sources.bring(plan, tmp_path / "downloads", silent)
    assert found == {file: tmp_path / "downloads" / "toy" / file for file in files}
    assert {file: path.read_bytes() for file, path in found.items()} == files
    if summed:
        assert len(web.asked) == 3


def test_a_mirror_with_invalid_sums_is_refused(toy: DatasetSpec, web: Web) -> None:
    web.files["/SHA256SUMS"] = b"<html>not found</html>"
    with pytest.raises(UsageError, match="/SHA256SUMS, line 1: not a sha256"):
        sources.plan(toy, web.base)
    web.files["/SHA256SUMS"] = sums_of({"a.gz": b""})
    with pytest.raises(UsageError, match=r"does not name b\.gz"):
        sources.plan(toy, web.base)


COPY = {"small.gz": b"a little", "smaller.gz": b"even less"}


@pytest.fixture
def copied(toy: DatasetSpec) -> DatasetSpec:
    """The toy set, of which smaller copies are about."""
    return dataclasses.replace(toy, smaller_copy=tuple(COPY))


@pytest.mark.parametrize("deep", [False, True])
def test_a_smaller_copy_in_a_folder_is_taken(
    copied: DatasetSpec, tmp_path: Path, *, deep: bool
) -> None:
    lay(tmp_path, below(COPY) if deep else COPY)
    lay(tmp_path, {"SHA256SUMS": sums_of(COPY, "toy/" if deep else "")})
    plan = sources.plan(copied, str(tmp_path))
    assert plan.origin.archives == {file: sha256(raw) for file, raw in COPY.items()}
    found = sources.bring(plan, tmp_path / "downloads", silent)
    assert {file: path.read_bytes() for file, path in found.items()} == COPY


def test_the_official_archives_are_preferred_to_a_smaller_copy(
    copied: DatasetSpec, tmp_path: Path
) -> None:
    both = {**COPY, **TOY_ARCHIVES}
    lay(tmp_path, {**both, "SHA256SUMS": sums_of(both)})
    assert sources.plan(copied, str(tmp_path)).origin.archives == OFFICIAL


def test_a_smaller_copy_without_sums_is_not_trusted(copied: DatasetSpec, tmp_path: Path) -> None:
    lay(tmp_path, COPY)
    with pytest.raises(
        UsageError,
        match=r"has small\.gz and no SHA256SUMS: provide the official a\.gz, b\.gz, "
        r"or a SHA256SUMS that names small\.gz, smaller\.gz$",
    ):
        sources.plan(copied, str(tmp_path))


def test_a_changed_smaller_copy_is_refused(copied: DatasetSpec, tmp_path: Path) -> None:
    lay(tmp_path, {**COPY, "small.gz": b"x", "SHA256SUMS": sums_of(COPY)})
    plan = sources.plan(copied, str(tmp_path))
    with pytest.raises(UsageError, match=r"small\.gz has the sha256"):
        sources.bring(plan, tmp_path / "downloads", silent)


@pytest.mark.parametrize("lacking", ["folder", "sums"])
def test_half_a_smaller_copy_is_refused(copied: DatasetSpec, tmp_path: Path, lacking: str) -> None:
    half = {"small.gz": COPY["small.gz"]}
    lay(tmp_path, half if lacking == "folder" else COPY)
    lay(tmp_path, {"SHA256SUMS": sums_of(half if lacking == "sums" else COPY)})
    said = {"folder": r"no smaller\.gz in ", "sums": r"does not name smaller\.gz"}
    with pytest.raises(UsageError, match=said[lacking]):
        sources.plan(copied, str(tmp_path))


def test_a_folder_with_neither_wants_the_official_archives(
    copied: DatasetSpec, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"no a\.gz in .* or in its folder toy"):
        sources.plan(copied, str(tmp_path))


def test_a_smaller_copy_on_a_mirror_is_taken(copied: DatasetSpec, web: Web, tmp_path: Path) -> None:
    web.files = {f"/toy/{file}": raw for file, raw in COPY.items()}
    web.files["/SHA256SUMS"] = sums_of(COPY, "toy/")
    plan = sources.plan(copied, web.base)
    assert plan.origin.archives == {file: sha256(raw) for file, raw in COPY.items()}
    found = sources.bring(plan, tmp_path / "downloads", silent)
    assert {file: path.read_bytes() for file, path in found.items()} == COPY


def test_a_mirror_without_sums_is_asked_for_the_official_archives(
    copied: DatasetSpec, web: Web, tmp_path: Path
) -> None:
    web.files = {f"/{file}": raw for file, raw in COPY.items()}
    plan = sources.plan(copied, web.base)
    assert plan.origin.archives == OFFICIAL
    with pytest.raises(UsageError, match=r"cannot download a\.gz: "):
        sources.bring(plan, tmp_path / "downloads", silent)


A, B = "a" * 64, "B" * 64


def test_the_output_of_sha256sum_is_read() -> None:
    raw = f"{A}  a.zip\n\n{B} *set/b c.gz\r\n{A}  ./d".encode()
    assert sources.parse_sums(raw, "S") == {"a.zip": A, "set/b c.gz": B.lower(), "d": A}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "S lists no file"),
        (b"\xff", "S is not UTF-8 text"),
        (b" " * (sources.MOST_BYTES + 1), "S is longer than 1048576 bytes"),
        (b"<html>", "S, line 1: not a sha256, two spaces and a file name"),
        (f"{A} a".encode(), "S, line 1: not a sha256, two spaces and a file name"),
        (f"{A[1:]}  a".encode(), "S, line 1: not a sha256, two spaces and a file name"),
        (f"{A}  a\n{A}  ".encode(), "S, line 2: not a sha256, two spaces and a file name"),
        (f"\\{A}  a\\n".encode(), "S, line 1: not a sha256, two spaces and a file name"),
        (f"{A}  a\n{B}  a".encode(), "S, line 2: 'a' is listed twice"),
        (f"{A}  ../a".encode(), "S, line 1: '../a' is not a path below the folder"),
        (f"{A}  /a".encode(), "S, line 1: '/a' is not a path below the folder"),
        (f"{A}  x\\a".encode(), "S, line 1: 'x\\\\a' is not a path below the folder"),
    ],
)
def test_invalid_sums_are_refused(raw: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        sources.parse_sums(raw, "S")
    assert str(caught.value) == said
