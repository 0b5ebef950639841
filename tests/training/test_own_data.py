"""Code that changes `data/`, or reads what another cell has unpacked, in both sandboxes."""

from __future__ import annotations

import hashlib
import json
import secrets
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Practice

pytestmark = pytest.mark.usefixtures("closed_sandbox")

ANEW = """
import json, os, shutil, urllib.request, zipfile
from pathlib import Path

shutil.rmtree("data/validation-horse-or-human")
for name in ("horse-or-human", "validation-horse-or-human"):
    urllib.request.urlretrieve("https://storage.googleapis.com/a/" + name + ".zip", "a.zip")
    with zipfile.ZipFile("a.zip") as archive:
        archive.extractall("data/" + name)
first = sorted(Path("data/horse-or-human/horses").iterdir())[0]
first.write_bytes(b"changed")
"""
NO_TEXT_TELLS = ANEW.replace('"data/', '"da" "ta/')
COUNTS = """
counts = {
    name: len(os.listdir("data/" + name))
    for name in ("horse-or-human/horses", "validation-horse-or-human/humans")
}
with open("found.json", "w") as file:
    json.dump(counts, file)
"""
ALONE_IN_DATA = """
import json, os, urllib.request, zipfile

urllib.request.urlretrieve("https://storage.googleapis.com/a/horse-or-human.zip", "a.zip")
zipfile.ZipFile("a.zip").extractall("data")
with open("found.json", "w") as file:
    json.dump(sorted(os.listdir("data")), file)
"""
READS_TMP = """
import json, os

found = [len(os.listdir(path)) for path in ("/tmp/rps/rock", "/content/rps/paper")]
found.append(os.path.isdir("/tmp/rps-test-set"))
with open("found.json", "w") as file:
    json.dump(found, file)
"""
JOINED = """
import json, os

with open("found.json", "w") as file:
    json.dump(len(os.listdir(os.path.join("/", "tmp", "rps", "rock"))), file)
"""
COPIES = """
import json, os, shutil

places = {"base": "/tmp/rps"}
BEFORE
shutil.copytree("data/rps", places["base"])
with open("found.json", "w") as file:
    json.dump(len(os.listdir("/tmp/rps/rock")), file)
"""
REMOVES = COPIES.replace("BEFORE", "os.path.exists('/tmp/rps') and shutil.rmtree(places['base'])")
UNPACKS_NOTHING = """
# No need to unzip anything: data/ is given.
import json, os
from pathlib import Path

first, second = sorted(os.listdir("data/"))
Path("found.json").write_text(json.dumps([first, second]))
"""
TELLS_PATHS = """
import os, tempfile

print(os.getcwd(), tempfile.gettempdir(), os.environ["HOME"], __file__)
open(os.path.join(os.getcwd(), "no", "such.txt"))
"""


def run(practice: Practice, problem: str, code: str, sandbox: str) -> tuple[dict[str, Any], Any]:
    """The report on a program, and what it wrote to found.json."""
    (practice.folder / "mine.py").write_text(code, encoding="utf-8")
    where = ["--data", "sample", "--no-history", "--sandbox", sandbox]
    kept = practice.folder / f"kept-{secrets.token_hex(4)}"
    report = practice.report("check", problem, "mine.py", *where, "--keep", str(kept))
    assert not (kept / "rps").is_symlink()
    written = kept / "found.json"
    return report, json.loads(written.read_text(encoding="utf-8")) if written.exists() else None


def digest(practice: Practice) -> str:
    """One hash of the data set that the kit has drawn."""
    top: Path = practice.home / "cache" / "data" / "sample" / "horse-or-human-v1" / "visible"
    found = hashlib.sha256()
    for path in sorted(top.rglob("*.png")):
        found.update(path.relative_to(top).as_posix().encode() + path.read_bytes())
    return found.hexdigest()


@pytest.mark.parametrize("sandbox", ["isolated", "basic"])
@pytest.mark.parametrize("code", [ANEW, NO_TEXT_TELLS], ids=["text tells", "an error tells"])
def test_data_can_be_changed_and_the_kits_copy_stays(
    practice: Practice, sandbox: str, code: str
) -> None:
    run(practice, "problem3", "print()", sandbox)  # The kit draws the set.
    before = digest(practice)
    report, found = run(practice, "problem3", code + COUNTS, sandbox)
    assert report["fault"]["type"] == "NoModel", report
    assert found == {"horse-or-human/horses": 500, "validation-horse-or-human/humans": 128}
    assert digest(practice) == before


@pytest.mark.parametrize("sandbox", ["isolated", "basic"])
def test_what_is_unpacked_into_data_lies_there_alone(practice: Practice, sandbox: str) -> None:
    _, found = run(practice, "problem3", ALONE_IN_DATA, sandbox)
    assert found == ["horses", "humans"]


def test_folders_that_another_cell_has_unpacked_are_served(practice: Practice) -> None:
    report, found = run(practice, "problem4", READS_TMP, "isolated")
    assert found == [840, 840, False]
    said = "was served from data/rps, because your file reads it but does not unpack it"
    assert {f"/tmp/rps {said}", f"rps {said}"} <= set(report["notes"])


def test_a_folder_that_no_text_names_is_served_after_the_error(practice: Practice) -> None:
    _, found = run(practice, "problem4", JOINED, "isolated")
    assert found == 840


@pytest.mark.parametrize("code", [COPIES.replace("BEFORE", ""), REMOVES], ids=["copies", "removes"])
def test_a_folder_that_the_program_makes_is_not_served(practice: Practice, code: str) -> None:
    _, found = run(practice, "problem4", code, "isolated")
    assert found == 840


def test_data_is_there_where_only_a_comment_unpacks(practice: Practice) -> None:
    _, found = run(practice, "problem3", UNPACKS_NOTHING, "isolated")
    assert found == ["horse-or-human", "validation-horse-or-human"]


def test_a_basic_sandbox_points_to_data(practice: Practice) -> None:
    report, _ = run(practice, "problem4", READS_TMP, "basic")
    assert report["fault"]["fix"] == "write 'data/rps/rock' instead of '/tmp/rps/rock'"


@pytest.mark.parametrize("sandbox", ["isolated", "basic"])
def test_no_path_of_the_host_is_shown(practice: Practice, sandbox: str) -> None:
    report, _ = run(practice, "problem4", TELLS_PATHS, sandbox)
    assert str(practice.home) not in json.dumps(report)
    top = "/sandbox" if sandbox == "basic" else ""
    assert f"{top}/work/no/such.txt" in report["fault"]["message"]
    assert report["output"].startswith(f"{top}/work {top}/tmp ")
