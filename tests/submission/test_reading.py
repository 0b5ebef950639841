from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from grader import submission
from grader.assessment.mistakes import reading_faults
from grader.catalog import BUILT_IN
from grader.errors import UsageError
from grader.submission import Unfinished, Unreadable, still_empty

if TYPE_CHECKING:
    from pathlib import Path

STUB = BUILT_IN.load("problem1").stub
BOOK = '{"cells": [{"cell_type": "code", "source": "import numpy"}]}'


def look(folder: Path, text: str) -> Unreadable | Unfinished | None:
    path = folder / "mine.py"
    path.write_text(text, encoding="utf-8")
    return submission.look(submission.read(path), lambda: STUB)


@pytest.mark.parametrize(
    "text",
    [
        STUB,
        STUB + "\n\n# a remark\n",
        STUB.replace("# YOUR CODE HERE", "pass"),
        STUB.replace("# YOUR CODE HERE", "return None"),
        "import numpy as np\n" + STUB.replace("# YOUR CODE HERE", "..."),
        "def solution_model():\n    '''To do.'''\n    raise NotImplementedError('later')\n",
    ],
)
def test_a_stub_without_code_is_unfinished(tmp_path: Path, text: str) -> None:
    assert isinstance(look(tmp_path, text), Unfinished)


@pytest.mark.parametrize(
    "text",
    [
        "model = Sequential([])\nmodel.compile('adam', 'mse')\nmodel.fit()\n",
        "def f():\n    return tf.keras.models.Sequential([\n        # YOUR CODE HERE\n    ])\n",
        "def make_model():\n    # TODO\n\nmodel = make_model()\n",
    ],
)
def test_a_skeleton_of_another_form_is_unfinished(tmp_path: Path, text: str) -> None:
    assert isinstance(look(tmp_path, text), Unfinished)


@pytest.mark.parametrize(
    "text",
    [
        "model = Sequential([])\nmodel.add(Dense(1))\nmodel.fit(x, y)\n",
        "first = Sequential([])\nmodel = Model(a, b)\nmodel.fit(x, y)\n",
        "class Own(tf.keras.Model):\n    rest = Sequential([])\nOwn().fit(x, y)\n",
        "model = Sequential([])\nlist(map(model.add, [Dense(1)]))\nmodel.fit(x, y)\n",
        "first = Sequential([])\nmake = tf.keras.Model\nmake(a, b).fit(x, y)\n",
        "from keras import Model as M\nfirst = Sequential([])\nM(a, b).fit(x, y)\n",
    ],
)
def test_an_empty_model_beside_others_is_no_skeleton(tmp_path: Path, text: str) -> None:
    assert look(tmp_path, text) is None


def test_a_missing_body_in_a_file_that_trains_is_a_mistake(tmp_path: Path) -> None:
    found = look(tmp_path, "def f():\n    # TODO\n\nmodel.fit(x, y)\n")
    assert isinstance(found, Unreadable)
    assert found.type == "IndentationError"


@pytest.mark.parametrize(
    "text",
    [
        STUB.replace("# YOUR CODE HERE", "return tf.keras.Sequential()"),
        "print('no function at all')\n",
        "model.fit(x, y)\n\n\ndef solution_model():\n    pass\n",
    ],
)
def test_code_of_ones_own_is_worth_running(tmp_path: Path, text: str) -> None:
    assert look(tmp_path, text) is None


def test_a_syntax_error_has_its_line(tmp_path: Path) -> None:
    found = look(tmp_path, "import os\nmodel = (\n")
    assert isinstance(found, Unreadable)
    assert (found.type, found.line) == ("SyntaxError", 2)


@pytest.mark.parametrize("text", ["(" * 5000, "x = " + "-" * 100_000 + "1", "0" + "+0" * 50_000])
def test_a_file_made_to_break_the_compiler_does_not_break_the_kit(
    tmp_path: Path, text: str
) -> None:
    assert not isinstance(look(tmp_path, text), Unfinished)


def test_an_error_that_says_nothing_is_put_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*_given: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:  # Pytest itself parses, to tell of a failure.
        patched.setattr("ast.parse", give_up)
        found = look(tmp_path, "((1))")
    assert isinstance(found, Unreadable)
    assert found.message == "Python cannot compile the file: it is too deeply nested"


def test_carriage_returns_do_not_shift_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(b"a = 1\r\nb = 2\r\nc = 3\r\n")
    assert submission.read(path).line(2) == "b = 2"


def test_a_declared_encoding_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes("# -*- coding: latin-1 -*-\nname = 'é'\n".encode("latin-1"))
    assert "é" in submission.read(path).text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a = 1\nname = '\xe9'\n", "line 2: byte 0xe9 is not UTF-8"),
        ("name = 1\n".encode("utf-16"), "not plain text in UTF-8"),
        (b"# coding: klingon\n", "unknown encoding"),
        (b"# coding: punycode\nx = 1\n", "mine.py: .*; save the file as UTF-8"),
        (b"# coding: undefined\nx = 1\n", "mine.py: .*; save the file as UTF-8"),
        (b"\n<!DOCTYPE html>\n<html>", "is a web page; download the file itself"),
        (b"#" * 1_000_001, "has 1,000,001 bytes; a submission is a Python file of at most 1 MB"),
    ],
)
def test_a_file_that_is_no_python_text_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message) as refused:
        submission.read(path)
    assert "\n" not in str(refused.value)


def test_carriage_returns_alone_end_lines(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(b"a = 1\rb = (\r")
    read = submission.read(path)
    found = submission.look(read, lambda: STUB)
    assert isinstance(found, Unreadable)
    assert (found.line, read.line(2)) == (2, "b = (")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\x0c# a page\n"])
def test_a_mark_of_byte_order_and_pages_are_no_hindrance(tmp_path: Path, start: bytes) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(start + b"if True:\n\tx = 1\n")
    assert submission.look(submission.read(path), lambda: STUB) is None


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("x =\u30001\n", "replace the full-width space (U+3000) with a normal space"),
        ("x =\u00a01\n", "replace the no-break space (U+00A0) with a normal space"),
        ("x\u200b = 1\n", "delete the zero width space (U+200B): it is invisible"),
        ("print(\u201chello\u201d)\n", 'type " instead of \u201c'),
        ("print\uff081\uff09\n", "type ( instead of \uff08"),
        ("if 1:\n\tx = 1\n        y = 2\n", "indent with four spaces everywhere"),
        ("```python\nx = 1\n```\n", "delete the lines that begin with ```"),
        ("x = 1\n<<<<<<< HEAD\nx = 2\n", "resolve the git conflict"),
        (">>> x = 1\n", "delete the >>> before each line"),
        ("x = [f()\n     g()]\n", "add the missing comma"),
        ("x = (\n", "fix this line first"),
    ],
)
def test_a_sign_that_python_refuses_is_named(tmp_path: Path, text: str, advice: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text, encoding="utf-8")
    read = submission.read(path)
    found = submission.look(read, lambda: STUB)
    assert isinstance(found, Unreadable)
    assert advice in reading_faults.of_reading(read, found).fix


@pytest.mark.parametrize("name", ["numpy.py", "random.py", "tensorflow.ipynb"])
def test_a_file_called_as_a_module_is_runs_under_another_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("import numpy\n" if name.endswith(".py") else BOOK, encoding="utf-8")
    assert submission.read(path).sandbox_name == "submission.py"


@pytest.mark.parametrize("name", ["problem1.py", "problem1.ipynb"])
def test_the_problems_own_name_is_meant_where_none_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    assert submission.usual(tmp_path, "problem1") == tmp_path / name
    assert submission.usual(tmp_path, "problem2") is None


def test_of_a_file_and_a_notebook_of_one_name_one_must_be_named(tmp_path: Path) -> None:
    for name in ("problem1.py", "problem1.ipynb"):
        (tmp_path / name).write_text("x")
    with pytest.raises(UsageError, match="both in"):
        submission.usual(tmp_path, "problem1")


def test_a_link_in_a_folder_to_a_file_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs.py").write_text("print(1)\n")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.py").symlink_to("../theirs.py")
    with pytest.raises(UsageError, match="is a link to a file elsewhere: name that file itself"):
        submission.read(tmp_path / "mine")


def test_what_macos_puts_beside_a_file_is_no_submission(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    (tmp_path / "._a.py").write_bytes(b"\0\5\x16\7")
    assert submission.read(tmp_path).path.name == "a.py"


SPLITS = "def split_data(a, b, c, d):\n"
TASK = f"{SPLITS}    # YOUR CODE HERE\n    pass\n\n\ndef solution_model():\n    pass\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (SPLITS + "    pass\n", 1),
        (SPLITS + "    print(os.listdir(a))\n    for f in os.listdir(a):\n        print(f)\n", 1),
        (SPLITS + "    os.makedirs(b)\n    os.makedirs(c)\n", 1),
        (SPLITS + "    put(a)\n\n\ndef put(files):\n    raise NotImplementedError('later')\n", 1),
        ("def solution_model():\n    " + SPLITS + "        ...\n", 2),
        (SPLITS + "    def put(f):\n        return put(f)\n    put(a)\n", 1),
        (SPLITS + "    shutil.copy(a, b)\n", 0),
        (SPLITS + "    put(a)\n\n\ndef put(files):\n    shutil.copy(files, files)\n", 0),
        (SPLITS + "    list(map(put, os.listdir(a)))\n", 0),
        (SPLITS + "    get_ipython().system('cp a b')\n", 0),
        ("split_data = other.split\n", 0),
        (SPLITS + "    pass\n\n\nsplit_data = other.split\n", 0),
        (SPLITS + "    pass\n\n\nfrom other import split_data\n", 0),
        ("@copies\n" + SPLITS + "    pass\n", 0),
        (SPLITS + "    walk(a)\n\n\ndef walk(files):\n    shutil.copy(files, files)\n", 0),
        (SPLITS + "    sorted(a, key=put)\n\n\ndef put(f):\n    shutil.copy(f, f)\n", 0),
    ],
)
def test_a_function_of_the_stub_that_does_no_work_yet_is_found(text: str, line: int) -> None:
    found = still_empty(ast.parse(text), TASK)
    assert (found.lineno if found else 0) == line
