from __future__ import annotations

import stat
import warnings
import zipfile
from typing import TYPE_CHECKING
from zipfile import ZipInfo

import pytest

from grader.datasets.unpack import Caps, unpack
from grader.errors import UsageError
from grader.progress import silent
from tests.datasets.conftest import Told, names

if TYPE_CHECKING:
    from pathlib import Path

CAPS = Caps(files=10, bytes=1 << 20)
ZEROS = bytes(200_000)


def member(name: str, kind: int = 0) -> ZipInfo:
    info = ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    info.external_attr = kind << 16
    return info


def pack(path: Path, *members: ZipInfo | str, raw: bytes = b"raw") -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packed:
        warnings.simplefilter("ignore")
        for info in members:
            name = info if isinstance(info, str) else info.filename
            packed.writestr(info, b"" if name.endswith("/") else raw)
    return path


def refused(archive: Path, caps: Caps = CAPS) -> str:
    with pytest.raises(UsageError) as caught:
        unpack(archive, archive.parent / "out", caps, silent)
    said = str(caught.value)
    assert said.startswith("a.zip")
    assert "\n" not in said
    assert names(archive.parent) in (["a.zip"], ["a.zip", "out"])
    return said


def untouched(archive: Path) -> bool:
    return names(archive.parent) == ["a.zip"]


def test_files_and_folders_get_default_permissions(tmp_path: Path) -> None:
    odd = member("b/c.txt", stat.S_IFREG | 0o4777)
    archive = pack(tmp_path / "a.zip", "b/", "top", odd, member("é/ü", stat.S_IFREG | 0o000))
    told = Told()
    out = tmp_path / "out"
    assert unpack(archive, out, CAPS, told) == ("top", "b/c.txt", "é/ü")
    assert told.calls == [("unpacking a.zip", 3 * done, 9) for done in (1, 2, 3)]
    (tmp_path / "plain").write_bytes(b"")
    plain = (tmp_path / "plain").stat().st_mode
    for name in ("top", "b/c.txt", "é/ü"):
        assert (out / name).read_bytes() == b"raw"
        assert (out / name).stat().st_mode == plain


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/etc/x", "has an absolute path"),
        ("//host/x", "has an absolute path"),
        ("C:x", "has a drive letter in its name"),
        ("c:/x", "has a drive letter in its name"),
        ("../x", "not below the folder"),
        ("a/../../x", "not below the folder"),
        ("a/..", "not below the folder"),
        ("./x", "not below the folder"),
        ("a//x", "not below the folder"),
        ("..\\x", "backslash"),
        ("a\\x", "backslash"),
        ("a\nx", "control character"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    archive = pack(tmp_path / "a.zip", "good", member(name))
    said = refused(archive)
    assert reason in said
    assert ascii(name) in said
    assert untouched(archive)


@pytest.mark.parametrize(
    "kind",
    [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFDIR],
)
def test_links_and_devices_are_refused(tmp_path: Path, kind: int) -> None:
    archive = pack(tmp_path / "a.zip", "good", member("evil", kind | 0o777))
    assert refused(archive).startswith("a.zip: 'evil' is neither a regular file")
    assert untouched(archive)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a", "a"),
        ("a", "A"),
        ("a/x", "A/y"),
        ("a/x", "A/x"),
        ("é", "e\u0301"),
        ("a", "a/x"),
        ("a/x", "a"),
        ("a/x", "A"),
        ("a/", "a"),
        ("a", "a/"),
        ("a/", "a/"),
        ("straße", "STRASSE"),
    ],
)
def test_names_that_occur_twice_are_refused(tmp_path: Path, first: str, second: str) -> None:
    archive = pack(tmp_path / "a.zip", first, second)
    assert refused(archive) == f"a.zip: {second!a} has the name of another member"
    assert untouched(archive)


def test_a_folder_may_be_named_after_what_is_in_it(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "a/x", "a/", "a/y")
    assert unpack(archive, tmp_path / "out", CAPS, silent) == ("a/x", "a/y")


def test_encrypted_members_are_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "secret")
    raw = bytearray(archive.read_bytes())
    raw[raw.index(b"PK\1\2") + 8] |= 1
    archive.write_bytes(raw)
    assert refused(archive) == "a.zip: 'secret' is encrypted"


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", *map(str, range(11)))
    assert refused(archive) == "a.zip has 11 members, more than 10"


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "a", "b", raw=ZEROS)
    said = refused(archive, Caps(10, 300_000))
    assert said == "a.zip: 'b' exceeds the limit of 300000 bytes for the archive"
    assert untouched(archive)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb", ZEROS)
    return path


def test_a_high_compression_ratio_is_refused(tmp_path: Path) -> None:
    archive = bomb(tmp_path / "a.zip")
    assert refused(archive) == "a.zip: 'bomb' is compressed more than 100 to 1"
    assert untouched(archive)
    assert unpack(archive, tmp_path / "out", Caps(1, 200_000, 5000), silent) == ("bomb",)


def test_a_small_file_may_have_a_high_compression_ratio(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("small", bytes(50_000))
    assert unpack(tmp_path / "a.zip", tmp_path / "out", CAPS, silent) == ("small",)


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    archive = bomb(tmp_path / "a.zip")
    raw = archive.read_bytes()
    archive.write_bytes(raw.replace(len(ZEROS).to_bytes(4, "little"), (99).to_bytes(4, "little")))
    assert refused(archive).startswith("a.zip: 'bomb' is damaged: Bad CRC-32")
    assert (tmp_path / "out" / "bomb").stat().st_size < 100


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        (Caps(10, 150_000), "exceeds the limit of 150000 bytes for the archive"),
        (Caps(10, 1 << 20), "is compressed more than 100 to 1"),
    ],
)
def test_the_unpacked_bytes_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caps: Caps, said: str
) -> None:
    """Whatever the list says: here the checks of the list are off."""
    monkeypatch.setattr("grader.datasets.unpack._check", lambda *_: None)
    archive = bomb(tmp_path / "a.zip")
    assert refused(archive, caps) == f"a.zip: 'bomb' {said}"
    assert (tmp_path / "out" / "bomb").stat().st_size <= len(ZEROS)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_broken_members_are_refused(tmp_path: Path, method: int) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w", method) as packed:
        packed.writestr("broken", b"".join(index.to_bytes(2, "big") for index in range(5000)))
    raw = bytearray(archive.read_bytes())
    raw[60:600] = bytes(540)
    archive.write_bytes(raw)
    assert refused(archive).startswith("a.zip: 'broken' is damaged: ")


def test_a_method_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    archive = pack(tmp_path / "a.zip", "odd")
    raw = bytearray(archive.read_bytes())
    raw[raw.index(b"PK\1\2") + 10] = raw[8] = 77
    archive.write_bytes(raw)
    assert refused(archive).startswith("a.zip: 'odd' is damaged: ")


def test_a_file_that_is_not_a_zip_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(b"<html>")
    assert refused(archive) == "a.zip is not a valid zip archive: File is not a zip file"
    archive.write_bytes(pack(tmp_path / "a.zip", "a").read_bytes()[:-30])
    assert refused(archive).startswith("a.zip is not a valid zip archive")
    archive.unlink()
    with pytest.raises(UsageError, match=r"cannot read .*a\.zip \(No such file or directory\)"):
        unpack(archive, tmp_path / "out", CAPS, silent)
