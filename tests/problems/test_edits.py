"""Edits of a program: hunks, and the values of module constants."""

from __future__ import annotations

import pytest

from grader import edits

TEXT = "import a\n\nx = 1\nfor y in a:\n    x += y\n\nprint(x)\n"


def test_a_hunk_replaces_its_lines() -> None:
    hunk = "\n for y in a:\n-    x += y\n+    x -= y\n+    print(y)\n"
    assert edits.apply(TEXT, [hunk]) == TEXT.replace("x += y", "x -= y\n    print(y)")


def test_hunks_are_applied_in_turn_and_blank_lines_count() -> None:
    assert edits.apply(TEXT, ["-x = 1\n+x = 2", " x = 2\n+z = 3", "-\n-print(x)"]) == (
        "import a\n\nx = 2\nz = 3\nfor y in a:\n    x += y\n"
    )


def test_the_first_line_can_be_replaced() -> None:
    assert edits.apply(TEXT, ["-import a\n+import b"]).startswith("import b\n\n")


@pytest.mark.parametrize(
    ("hunk", "message"),
    [
        ("-x = 2\n+x = 3", "an edit no longer applies: its old lines occur nowhere: -x = 2"),
        ("-\n+# two", "an edit no longer applies: its old lines occur 2 times: -"),
        ("- = 1\n+ = 2", "an edit no longer applies: its old lines occur nowhere: - = 1"),
        ("+y = 1", "a hunk needs a line to remove or to keep: +y = 1"),
        ("x = 1\n+x = 2", "a line of a hunk begins with '-', '+' or a space, not 'x = 1'"),
    ],
)
def test_a_hunk_that_does_not_apply_is_named(hunk: str, message: str) -> None:
    with pytest.raises(edits.BadEdit) as refused:
        edits.apply(TEXT, [hunk])
    assert str(refused.value) == message


def test_constants_are_the_literals_of_the_top_level() -> None:
    text = "A = 0.90\nB = ['ä', 1]\nC = A + 1\nd: int = 2\nE = F = 3\ndef f():\n    G = 4\n"
    assert edits.constants(text) == {"A": 0.9, "B": ["ä", 1]}


def test_assign_changes_values_and_keeps_the_rest() -> None:
    text = 'Ä = "ö"  # kept\nB = [\n    1,\n    2,\n]\nC = 3\nprint(B, C)\n'
    assert edits.assign(text, {"Ä": "é", "B": {"x": [0.5]}, "D": 1}) == (
        'Ä = "é"  # kept\nB = {"x": [0.5]}\nC = 3\nprint(B, C)\n'
    )
