"""What runs a notebook's cells in the sandbox, run here: the code is ours."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.guest import notebook_cells, notebook_shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def run(*texts: str, may_fail: tuple[int, ...] = ()) -> tuple[dict[str, Any], list[str]]:
    """The names that cells leave, and the errors that were passed over."""
    places, first = [], 1
    for number, text in enumerate(texts):
        places.append((first, number in may_fail))
        first += text.count("\n") + 1
    names: dict[str, Any] = {}
    passed: list[str] = []
    notebook_cells.run(
        "\n".join(texts), "mine.py", places, names, lambda error: passed.append(repr(error))
    )
    return names, passed


def test_cells_share_their_names_and_what_they_import_from_the_future() -> None:
    names, _ = run("from __future__ import annotations", "def f(x: nowhere): pass", "y = f(1)")
    assert names["y"] is None


def test_the_first_error_ends_it_at_its_line_of_the_whole() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        run("x = 1\ny = 2", "z = 3\n1 / 0", "print('never')")
    assert raised.traceback[-1].lineno == 3  # It counts from 0.


@pytest.mark.parametrize(
    "cell",
    [
        "plt.plot(history['acc'])\nplt.show()",
        "acc = history['acc']\nplt.plot(acc)",
        "import nowhere.plotly\n",
        "from nowhere.colab import x",
        "display(nothing)",
    ],
)
def test_a_cell_that_only_shows_something_is_passed_over(cell: str) -> None:
    names, passed = run("plt = history = {}", cell, "done = True")
    assert (names["done"], len(passed)) == (True, 1)


@pytest.mark.parametrize(
    "cell",
    [
        "1 / 0",
        "plt.show()\nmodel.fit(x)",
        "acc = plt.size",  # The next cell uses it.
        "def draw(): pass\nplt.show()",
    ],
)
def test_a_cell_that_does_more_ends_it(cell: str) -> None:
    with pytest.raises((ZeroDivisionError, AttributeError)):
        run("plt = {}", cell, "print(acc)")


@pytest.mark.parametrize(
    "cell",
    [
        "plt.show()\nx = x / 2",  # The next cell would go on with what x was before.
        "layers = []\nlayers.add(1)\nplt.summary()",
        "plt.show()\narchive.extractall('here')",
    ],
)
def test_a_cell_that_leaves_undone_what_others_build_on_ends_it(cell: str) -> None:
    with pytest.raises(AttributeError):
        run("plt = {}\nx = 4", cell, "y = x + 1")


@pytest.mark.parametrize(
    "cell",
    [
        "x = x / 2\nplt.show()",
        "layers = []\nlayers.append(1)\nplt.summary()",
        "plt.show()\ni = 5",
    ],
)
def test_a_cell_that_had_done_it_before_is_passed_over(cell: str) -> None:
    names, passed = run("plt = {}\nx = 4\ni = 0", cell, "for i in range(3):\n    y = x + i")
    assert (names["i"], len(passed)) == (2, 1)


def test_a_cell_that_may_fail_is_passed_over_whatever_is_wrong_with_it() -> None:
    names, passed = run("1 / 0", "no python here", "done = True", may_fail=(0, 1))
    assert names["done"]
    assert sorted(error.partition("(")[0] for error in passed) == [
        "SyntaxError",
        "ZeroDivisionError",
    ]


def test_ending_the_program_is_no_error_to_pass_over() -> None:
    with pytest.raises(SystemExit):
        run("plt = 1; raise SystemExit", may_fail=(0,))


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The names of a module with a notebook's names, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    finders = list(sys.meta_path)
    made: dict[str, Any] = {}
    notebook_shell.install(made)
    yield made
    sys.meta_path[:] = finders


def test_a_command_knows_the_notebooks_names(names: dict[str, Any]) -> None:
    names.update(word="hello", pair=[1, 2])
    ask = names["get_ipython"]()
    assert ask.getoutput("echo {word.upper()} $word {pair[1]} {missing} {{x}}") == [
        "HELLO hello 2 {missing} {x}"
    ]


def test_a_command_that_fails_or_installs_is_no_error(
    names: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    ask = names["get_ipython"]()
    ask.system("exit 3")
    ask.system("pip install tensorflow")
    ask.run_line_magic("cd", "nowhere")
    said = capfd.readouterr().out
    assert "nothing is installed in the sandbox" in said
    assert "No such file" in said


@pytest.mark.parametrize(
    "command",
    [
        "pip install -q x && mkdir made",
        "pip3 install x; mkdir made",
        "cd . && pip install x && mkdir made",
        "sudo apt-get install -y unzip | cat; mkdir made",
        "sudo -E apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install x && mkdir made",
        "apt install unzip && sudo mkdir made",
        "python -m pip install 'x>=2' && mkdir made",
        "{sys.executable} -m pip install x && '{sys.executable}' -u -m pip install y && mkdir made",
        "/usr/bin/pip3.10 install x && conda install -y z && mkdir made",
        "mkdir made\npip install x",
    ],
)
@pytest.mark.parametrize("way", ["system", "getoutput", "bash", "sh"])
def test_what_stands_behind_an_installation_is_run(
    names: dict[str, Any], tmp_path: Path, capfd: pytest.CaptureFixture[str], command: str, way: str
) -> None:
    ask = names["get_ipython"]()
    names["sys"] = sys
    got = ""
    if way in {"bash", "sh"}:
        body = command.replace("{sys.executable}", sys.executable).replace(" && ", "\n")
        ask.run_cell_magic(way, "", body + "\n")
    else:
        got = "\n".join(getattr(ask, way)(command) or [])
    assert (tmp_path / "made").is_dir()
    said = got + "".join(capfd.readouterr())
    assert said.strip() == "(nothing is installed in the sandbox)"


def test_a_word_like_an_installation_in_a_text_is_no_hindrance(names: dict[str, Any]) -> None:
    names["word"] = "apt"
    ask = names["get_ipython"]()
    assert ask.getoutput("echo 'pip install x; $word' && false || echo $?") == [
        "pip install x; apt",
        "1",
    ]
    assert ask.getoutput("echo 'with pip' install 'or python' -m pip") == [
        "with pip install or python -m pip"
    ]


def test_magics_that_change_something_do(names: dict[str, Any], tmp_path: Path) -> None:
    ask = names["get_ipython"]()
    ask.run_line_magic("mkdir", "-p a/b")
    ask.run_line_magic("cd", "a/b")
    assert ask.run_line_magic("pwd", "") == str(tmp_path / "a" / "b")
    ask.run_cell_magic("writefile", "one.py", "x = 5\n")
    ask.run_cell_magic("writefile", "-a one.py", "y = 6\n")
    ask.run_line_magic("run", "one.py")
    assert (names["x"], names["y"]) == (5, 6)
    ask.run_cell_magic("bash", "", "echo there > two.txt")
    assert (tmp_path / "a" / "b" / "two.txt").read_text(encoding="utf-8") == "there\n"


@pytest.mark.parametrize("line", ["x = 5", "-s cumulative x = 5", "--no-raise-error x = 5"])
def test_what_an_exported_notebook_measures_is_run(names: dict[str, Any], line: str) -> None:
    name = "prun" if "-s" in line else "time"
    names["get_ipython"]().run_line_magic(name, line)
    assert names["x"] == 5


def test_what_is_measured_inside_of_a_measured_cell_is_run(names: dict[str, Any]) -> None:
    names["get_ipython"]().run_cell_magic("time", "", "%time x = 5\ny = x\n")
    assert names["y"] == 5


def test_a_file_is_named_in_quotes_and_beside_options(names: dict[str, Any]) -> None:
    ask = names["get_ipython"]()
    ask.run_cell_magic("writefile", "'my helper.py'", "x = 5\n")
    ask.run_cell_magic("writefile", '--append "my helper.py"', "y = 6\n")
    ask.run_line_magic("run", "-i 'my helper.py' --verbose")
    assert (names["x"], names["y"]) == (5, 6)


def test_a_magic_without_its_file_is_told_and_no_error(
    names: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    ask = names["get_ipython"]()
    ask.run_line_magic("run", "")
    ask.run_cell_magic("writefile", "-a", "x = 1\n")
    assert capsys.readouterr().out.splitlines() == [
        "UsageError: %run needs the name of a file",
        "UsageError: %%writefile needs the name of a file",
    ]


def test_magics_of_looks_and_colabs_helpers_do_nothing(
    names: dict[str, Any], tmp_path: Path
) -> None:
    ask = names["get_ipython"]()
    for name in ("matplotlib", "load_ext", "tensorboard", "pip", "nobody_knows_it"):
        assert ask.run_line_magic(name, "inline") is None
    ask.kernel.do_shutdown(restart=True)
    code = "from google.colab import files, drive\nimport google.colab as colab\n"
    code += "got = files.upload()\nfiles.download('a')\ndrive.mount('/x')\ncolab.files.view('a')"
    exec(code, names)
    assert names["got"] == {}
    assert list(tmp_path.iterdir()) == []


def test_a_mounted_drive_goes_by_both_its_names(names: dict[str, Any], tmp_path: Path) -> None:
    code = f"from google.colab import drive\ndrive.mount({str(tmp_path / 'drive')!r})\n"
    exec(code * 2, names)
    (tmp_path / "drive" / "My Drive" / "a.txt").write_text("x", encoding="utf-8")
    assert (tmp_path / "drive" / "MyDrive" / "a.txt").is_file()


def test_a_cell_for_colabs_shell_is_run(names: dict[str, Any], tmp_path: Path) -> None:
    names["get_ipython"]().run_cell_magic("shell", "", "echo out > one.txt\n")
    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "out\n"


def test_a_cell_magic_that_only_looks_on_runs_the_cell(tmp_path: Path) -> None:
    names: dict[str, Any] = {"there": str(tmp_path)}
    notebook_shell.install(names)
    ask = notebook_shell.Shell(names)
    ask.run_cell_magic("time", "", "x = 5\n!echo out > {there}/one.txt\n%matplotlib inline\n")
    ask.run_cell_magic("capture", "kept", "y = x + 1\n")
    ask.run_cell_magic("javascript", "", "window.close()")
    assert (names["x"], names["y"]) == (5, 6)
    assert (tmp_path / "one.txt").read_text(encoding="utf-8") == "out\n"
