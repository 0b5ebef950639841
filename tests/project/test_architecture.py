"""The architecture document names what is there."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

DOCUMENT = ROOT / "docs" / "architecture.md"
PATH = re.compile(r"`((?:grader|tests|problems|solutions|benchmarks|docs)/[\w./]*)`")


@pytest.mark.parametrize("path", sorted(set(PATH.findall(DOCUMENT.read_text(encoding="utf-8")))))
def test_a_path_that_the_document_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_package_is_in_the_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    packages = {path.parent.name for path in (ROOT / "grader").glob("*/__init__.py")}
    assert {name for name in packages if f"`grader/{name}/`" not in text} == set()
