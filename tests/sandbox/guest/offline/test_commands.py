"""wget, curl and unzip, as course code uses them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sandbox.guest.offline.conftest import Inside

RUN = """
import os, sys
from sandbox.guest.offline import commands
name, words = sys.argv[1], sys.argv[2:]
sys.exit(commands.run(name, words, os.environ["HOME"]))
"""
ADDRESS = "https://storage.googleapis.com/learning-datasets/horse-or-human.zip?x=1"


@pytest.mark.parametrize(
    ("line", "where"),
    [
        (f"wget --no-check-certificate {ADDRESS} -O x.zip", "x.zip"),
        (f"wget -q -nc {ADDRESS}", "horse-or-human.zip"),
        (f"wget --user-agent=Mozilla --output-document=y.zip {ADDRESS}", "y.zip"),
        (f"wget -P below/it {ADDRESS}", "below/it/horse-or-human.zip"),
        (f"curl -o x.zip {ADDRESS}", "x.zip"),
        (f"curl -sSLo x.zip {ADDRESS}", "x.zip"),
        (f"curl -LO {ADDRESS}", "horse-or-human.zip"),
        (f"curl --output x.zip --location {ADDRESS}", "x.zip"),
    ],
)
def test_a_download_lands_where_it_is_asked_to(creatures: Inside, line: str, where: str) -> None:
    done = creatures.run(RUN, *line.split())
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(creatures.work / where) as archive:
        assert "horses/h1.png" in archive.namelist()


def test_an_unknown_address_is_refused_in_one_line(creatures: Inside) -> None:
    done = creatures.run(RUN, "wget", "https://example.org/mine.zip", "-O", "x.zip")
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "wget: https://example.org/mine.zip is not served: the sandbox has no internet, "
        "and serves horse-or-human.zip, validation-horse-or-human.zip\n"
    )
    assert not (creatures.work / "x.zip").exists()


def test_what_a_command_asked_for_is_passed_on_once(creatures: Inside) -> None:
    creatures.run(RUN, "wget", ADDRESS, "https://example.org/mine.zip")
    pass_on = """
import json, os
from sandbox.guest import offline
told = []
for _ in range(2):
    offline.finish(os.environ["HOME"], lambda asked: told.append(vars(asked)))
print(json.dumps(told))
"""
    assert creatures.says(pass_on) == [
        {"address": ADDRESS, "file": "horse-or-human.zip", "refused": ""},
        {"address": "https://example.org/mine.zip", "file": "", "refused": "unknown"},
    ]


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ("unzip -q x.zip -d to", "to/a/1.txt"),
        ("unzip -qq -o x -d to", "to/a/1.txt"),
        ("unzip x.zip", "a/1.txt"),
    ],
)
def test_unzip_unpacks(inside: Inside, line: str, where: str) -> None:
    with zipfile.ZipFile(inside.work / "x.zip", "w") as archive:
        archive.writestr("a/1.txt", "one")
    done = inside.run(RUN, *line.split())
    assert done.returncode == 0, done.stderr
    assert (inside.work / where).read_text(encoding="utf-8") == "one"


def test_unzip_says_that_there_is_no_archive(inside: Inside) -> None:
    (inside.work / "x.zip").write_bytes(b"no archive")
    for name in ("x.zip", "y.zip"):
        done = inside.run(RUN, "unzip", name)
        assert (done.returncode, done.stderr.count("\n")) == (9, 1)


def test_commands_are_found_by_whatever_starts_them(creatures: Inside) -> None:
    code = f"""
import json, os, subprocess, zipfile
from sandbox.guest import offline
before = os.environ["PATH"]
offline.prepare(b"x = 1", print)
assert os.environ["PATH"] == before
offline.prepare(b"!wget and !curl", print)
assert os.system("wget -q {ADDRESS} -O one.zip") == 0
subprocess.run(["curl", "-sL", "{ADDRESS}", "-o", "two.zip"], check=True)
print(json.dumps([zipfile.is_zipfile(name) for name in ("one.zip", "two.zip")]))
"""
    assert json.loads(creatures.run(code).stdout) == [True, True]
