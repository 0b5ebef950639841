"""Lines that only a notebook knows, made into Python that has as many lines."""

from __future__ import annotations

import pytest

from grader.submission.magics import in_cell, in_file
from grader.submission.static_checks import is_python

SHELL = "get_ipython()"


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("!ls -la {path}", f"{SHELL}.system('ls -la {{path}}')"),
        ("!!ls", f"{SHELL}.system('ls')"),
        ("if x:\n    !rm -r old", f"if x:\n    {SHELL}.system('rm -r old')"),
        ("!echo 'é'", f"{SHELL}.system(\"echo '\\xe9'\")"),
        ("files = !ls", f"files = {SHELL}.getoutput('ls')"),
        ("d['a'] = !ls", f"d['a'] = {SHELL}.getoutput('ls')"),
        ("here = %pwd", f"here = {SHELL}.run_line_magic('pwd', '')"),
        ("%cd /content", f"{SHELL}.run_line_magic('cd', '/content')"),
        ("%matplotlib inline", f"{SHELL}.run_line_magic('matplotlib', 'inline')"),
        ("%time model.fit(x, y)", "model.fit(x, y)"),
        ("history = %time model.fit(x, y)", "history = model.fit(x, y)"),
        ("%timeit -n 3 -r2 f(x)", "f(x)"),
        ("%prun -s cumulative f(x)", "f(x)"),
        ("%lprun -s -f f f(x)", "f(x)"),
        ("%time --no-raise-error x = f(1)", "x = f(1)"),
        ("model.fit?", "pass"),
        ("model.fit??", "pass"),
        ("?model.fit", "pass"),
        ("% matplotlib inline", f"{SHELL}.run_line_magic('matplotlib', 'inline')"),
        ("pip install split-folders", f"{SHELL}.system('pip install split-folders')"),
        ("cd /content", f"{SHELL}.run_line_magic('cd', '/content')"),
        ("if x:\n    cd ..", f"if x:\n    {SHELL}.run_line_magic('cd', '..')"),
        ("ls", f"{SHELL}.run_line_magic('ls', '')"),
        ("ls -l data", f"{SHELL}.run_line_magic('ls', '-l data')"),
    ],
)
def test_a_line(line: str, made: str) -> None:
    assert in_cell(line) == made
    assert is_python(made.strip())


@pytest.mark.parametrize(
    "text",
    [
        "x = 7 \\\n  % 3",
        "x = (7\n%3)",
        's = """\n!no command\n%no magic\n"""',
        "s = 'a = !b'  # !c",
        "a = b if c != d else e",
        "for x in y:\n    z = x %w",
        "s = 'it\\'s' \"!x\"",
        "def f():\n    return 'object=%s; type=%s' % (1, 2)",
        "# !ls\n# %cd",
        "ls = 3",
        "cat - dog",
        "cat",
        "rm in names",
        "cd: str",
        "cp(a, b)",
        "x = [\n    ls\n]",
        "r'\\' # '''",
    ],
)
def test_python_stays_as_it_is(text: str) -> None:
    assert in_cell(text) == text


def test_a_text_over_many_lines_hides_what_looks_like_a_command() -> None:
    assert in_cell("'''\n!a\n'''\n!b").split("\n") == ["'''", "!a", "'''", f"{SHELL}.system('b')"]


def test_a_comment_never_goes_on_in_the_next_line() -> None:
    made = in_cell("x = 1  # was in C:\\data\\\n!ls\n# C:\\\n%cd a").split("\n")
    assert made[1::2] == [f"{SHELL}.system('ls')", f"{SHELL}.run_line_magic('cd', 'a')"]


def test_a_command_may_go_on_in_the_next_line() -> None:
    made = in_cell("!wget \\\n  url\nx = 1").split("\n")
    assert made == [f"{SHELL}.system('wget   url')", "", "x = 1"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("%%time\nx = 1\n!ls", f"\nx = 1\n{SHELL}.system('ls')"),
        ("# timed\n\n%%time\nx = 1", "# timed\n\n\nx = 1"),
        ("%%capture --no-stderr out\nx = 1", f"out = {SHELL}.captured()\nx = 1"),
        ("%%bash -e\nls\npwd", f"{SHELL}.run_cell_magic('bash', '-e', 'ls\\npwd')\n\n"),
        ("%%writefile a.py\nx = 1", f"{SHELL}.run_cell_magic('writefile', 'a.py', 'x = 1')\n"),
        ("%%script bash\nls", f"{SHELL}.run_cell_magic('bash', '', 'ls')\n"),
        ("%%script --out got /bin/sh -e\nls", f"{SHELL}.run_cell_magic('sh', '-e', 'ls')\n"),
        ("%%script false --no-raise-error\nls", "\n"),
        ("%%shell\nls", f"{SHELL}.run_cell_magic('shell', '', 'ls')\n"),
        ("%%javascript\nalert(1);\n}", "\n\n"),
        ("%%nobody_knows_it\nx = 1", "\nx = 1"),
    ],
)
def test_a_whole_cell(text: str, made: str) -> None:
    assert in_cell(text) == made


def test_a_cell_that_is_indented_as_a_whole() -> None:
    assert in_cell("  x = 1\n  if x:\n    y = 2\n") == "x = 1\nif x:\n  y = 2\n"


def test_a_file_of_cells_keeps_its_lines() -> None:
    text = "#!/usr/bin/env python\n# In[1]:\n%%time\nx = 1\n# %%\n%%bash\nls\n# In [12]:\ny = 2\n"
    made = in_file(text)
    assert made.count("\n") == text.count("\n")
    assert [line for line in made.split("\n") if line and line[0] != "#"] == [
        "x = 1",
        f"{SHELL}.run_cell_magic('bash', '', 'ls')",
        "y = 2",
    ]
