"""The environment of a notebook's code: `get_ipython()`, `display`, and Colab's helpers.

Commands run in the sandbox. Those that install, show, upload or mount something are ignored, and
raise no error.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from typing import Any

from ..conventions import MAGIC_OPTIONS, MEASURING_MAGICS
from . import patching, stub_modules
from .stub_modules import NOTHING

INSTALLING = re.compile(r"(sudo (-\w+ )*)?(pip3?|conda|mamba|uv|apt(-get)?)\b")
SAID = "(nothing is installed in the sandbox)"
# Put before scripts: commands that install do nothing and succeed. dash allows a hyphen in aliases
# but not in functions; bash expands aliases only with this option.
INSTALLERS = f"""\
_none() {{ test "${{_said-}}" || echo '{SAID}' >&2; _said=1; }}
pip() {{ _none; }}; pip3() {{ _none; }}; conda() {{ _none; }}; mamba() {{ _none; }}
uv() {{ _none; }}; apt() {{ _none; }}; alias apt-get=apt; shopt -s expand_aliases 2>/dev/null || :
sudo() {{
while case "${{1-}}" in -* | *=*) : ;; *) false ;; esac; do shift; done
case "${{1-}}" in apt-get) _none ;; *) "$@" ;; esac
}}
"""
# Line magics that are commands of the same name.
COMMANDS = frozenset({"ls", "mkdir", "rmdir", "rm", "cp", "mv", "cat", "ll"})
SHELLS = frozenset({"sx", "system", "shell"})
INTERPRETERS = {
    "bash": "bash",
    "sh": "sh",
    "shell": "bash",  # Colab's
    "!": "sh",
    "sx": "sh",
    "system": "sh",
    "python": sys.executable,
    "python3": sys.executable,
}
# Magics that run the cell's body; all others only show something.
RUNNING = frozenset({"time", "timeit", "capture", "prun"})
_LINE = re.compile(r"^([ \t]*)([!%])[ \t]*(\S.*)$", re.MULTILINE)
_MORE = re.compile(r"[&|;\n]")
_TO_HIDE = re.compile(r"\b(pip3?|conda|mamba|uv|apt|sudo)\b")
_PATH = r"[^\s\"'`;&|()=]*"
_AS_PIP = re.compile(
    rf"(?<![^\s\"'`;&|()=])([\"']?)"
    rf"(?:{_PATH}python[\d.]*\1(?:[ \t]+-\w+)*?[ \t]+-m[ \t]+pip3?\b"
    rf"|(?:{_PATH}/)?pip[\d.]*\1(?=[ \t]+install\b))"
)
_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|\$\$|\$(\w+)")


class Shell:
    """Replaces IPython's shell; what it cannot do has no effect."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.user_ns = names

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return NOTHING

    def system(self, command: str) -> None:
        """Run a command; what it prints is output of the submission, its exit status is ignored."""
        self._run(["sh", "-c"], self._filled(command))

    def getoutput(self, command: str) -> list[str]:
        """Run a command and return the lines that it prints."""
        return self._run(["sh", "-c"], self._filled(command), catch=True).splitlines()

    def run_line_magic(self, name: str, line: str) -> Any:  # noqa: ANN401
        """Run magics that change folders, files or the environment; ignore the others."""
        if name in MEASURING_MAGICS:
            statement = MAGIC_OPTIONS.sub("", line.strip(), count=1)
            exec(compile(statement, f"%{name}", "exec"), self.user_ns)  # noqa: S102
            return None
        line = self._filled(line)
        if name in {"cd", "pushd"}:
            self._go_to(os.path.expanduser(line.strip("'\"") or "~"))  # noqa: PTH111
        elif name == "pwd":
            return os.getcwd()  # noqa: PTH109
        elif name in {"env", "set_env"} and line:
            key, _, value = line.partition("=" if "=" in line else " ")
            os.environ[key.strip()] = value.strip()
        elif name == "env":
            return dict(os.environ)
        elif name == "run":
            for file in _words(line, "%run")[:1]:
                with open(file, "rb") as opened:  # noqa: PTH123
                    exec(compile(opened.read(), file, "exec"), self.user_ns)  # noqa: S102
        elif name in COMMANDS | SHELLS:
            self.system(line if name in SHELLS else f"{name} {line}")
        return None

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        """Write a cell to a file, or run it in another interpreter."""
        if name in {"writefile", "file"}:
            line = self._filled(line)
            how = "a" if {"-a", "--append"} & {*line.split()} else "w"
            for file in _words(line, f"%%{name}")[:1]:
                with open(file, how, encoding="utf-8") as opened:  # noqa: PTH123
                    opened.write(body)
        elif name in INTERPRETERS:
            self._run([INTERPRETERS[name]], body)
        elif name in RUNNING:
            code = compile(_LINE.sub(_in_python, body), f"%%{name}", "exec")
            exec(code, self.user_ns)  # noqa: S102

    def captured(self) -> Shell:
        """Return an object for what a cell printed."""
        return Shell({})

    @staticmethod
    def _go_to(folder: str) -> None:
        """Change the folder; print an error instead of raising it, as IPython does."""
        try:
            os.chdir(folder)
        except OSError as error:
            print(error)  # noqa: T201

    def _filled(self, text: str) -> str:
        """Replace `{…}` and `$name` by values of the notebook, where that is possible."""

        def value(found: re.Match[str]) -> str:
            try:
                if found[1]:
                    return str(eval(found[1], self.user_ns))  # noqa: S307  (in the sandbox)
                if found[2]:
                    return str(self.user_ns[found[2]])
            except Exception:  # noqa: BLE001  (the learner's code)
                return found[0]
            return found[0][0]

        return _FIELD.sub(value, text)

    def _run(self, command: list[str], script: str, *, catch: bool = False) -> str:
        if command[0] != sys.executable:
            as_pip = _AS_PIP.sub("pip", script).strip()
            if INSTALLING.match(as_pip) and not _MORE.search(as_pip):
                print(SAID)  # noqa: T201
                return ""
            if _TO_HIDE.search(as_pip):
                script = f"{INSTALLERS}{as_pip}\n"
        is_argument = command[-1] == "-c"
        sys.stdout.flush()
        try:
            done = subprocess.run(
                [*command, script] if is_argument else command,
                input="" if is_argument else script,
                stdout=subprocess.PIPE if catch else None,
                stderr=subprocess.STDOUT if catch else None,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:  # There is no shell.
            print(f"{command[0]}: {error.strerror}")  # noqa: T201
            return ""
        return done.stdout or ""


def _words(line: str, magic: str) -> list[str]:
    """Return the arguments of a magic without options; print an error if there are none."""
    try:
        words = shlex.split(line)
    except ValueError:  # An unclosed quote.
        words = line.split()
    found = [word for word in words if not word.startswith("-")]
    if not found:
        print(f"UsageError: {magic} needs the name of a file")  # noqa: T201
    return found


def _in_python(found: re.Match[str]) -> str:
    """Return a line that is a command or a magic as Python, as nbconvert writes it."""
    space, kind, text = found.groups()
    if kind == "!":
        return f"{space}get_ipython().system({text!r})"
    name, _, rest = text.partition(" ")
    return f"{space}get_ipython().run_line_magic({name!r}, {rest!r})"


def install(names: dict[str, Any]) -> None:
    """Add the names of a notebook to a module, and let Colab's helpers be imported."""
    shell = Shell(names)
    names.update(get_ipython=lambda: shell, display=stub_modules.display)
    stub_modules.install(b"colab")
    patching.after_import(
        {"IPython": lambda ipython: setattr(ipython, "get_ipython", lambda: shell)}
    )
