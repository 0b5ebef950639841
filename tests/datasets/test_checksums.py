from __future__ import annotations

import pytest

from grader.datasets import checksums
from grader.errors import UsageError

A, B = "a" * 64, "B" * 64


def test_what_sha256sum_writes_is_read() -> None:
    raw = f"{A}  a.zip\n\n{B} *set/b c.gz\r\n{A}  ./d".encode()
    assert checksums.parse(raw, "S") == {"a.zip": A, "set/b c.gz": B.lower(), "d": A}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "S names no file"),
        (b"\xff", "S is no UTF-8 text"),
        (b" " * (checksums.MOST_BYTES + 1), "S is longer than 1048576 bytes"),
        (b"<html>", "S, line 1: not a sha256, two blanks and a file name"),
        (f"{A} a".encode(), "S, line 1: not a sha256, two blanks and a file name"),
        (f"{A[1:]}  a".encode(), "S, line 1: not a sha256, two blanks and a file name"),
        (f"{A}  a\n{A}  ".encode(), "S, line 2: not a sha256, two blanks and a file name"),
        (f"\\{A}  a\\n".encode(), "S, line 1: not a sha256, two blanks and a file name"),
        (f"{A}  a\n{B}  a".encode(), "S, line 2: 'a' stands there twice"),
        (f"{A}  ../a".encode(), "S, line 1: '../a' is no path below the folder"),
        (f"{A}  /a".encode(), "S, line 1: '/a' is no path below the folder"),
        (f"{A}  x\\a".encode(), "S, line 1: 'x\\\\a' is no path below the folder"),
    ],
)
def test_anything_else_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        checksums.parse(raw, "S")
    assert str(caught.value) == said
