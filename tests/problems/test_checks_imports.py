"""The checks of a problem import the documented API, pytest and the standard library."""

from __future__ import annotations

import ast
import sys

import pytest

from grader.assessment.checks import api
from grader.catalog import BUILT_IN

API = api.__name__
ALLOWED = {"pytest", *sys.stdlib_module_names}


@pytest.mark.parametrize("name", BUILT_IN.ids)
def test_checks_import_the_api_only(name: str) -> None:
    tree = ast.parse(BUILT_IN.load(name).checks.read_text(encoding="utf-8"))
    named: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            named |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            named.add(node.module or "")
    own = {module for module in named if module.split(".")[0] == "grader"}
    assert own == {API}
    assert {module.split(".")[0] for module in named - own} <= ALLOWED


def test_the_api_exports_what_it_imports() -> None:
    tree = ast.parse(api.__spec__.loader.get_source(API))  # type: ignore[union-attr]
    imported = {
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("grader")
        for alias in node.names
    }
    assert {*api.__all__} == {*imported, "Observe"}
