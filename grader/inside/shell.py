"""What a notebook's code finds around it: `get_ipython()`, `display`, and Colab's helpers.

Commands run in the box, as everything does. What would install, show, upload or mount is passed
over, and nothing is raised for it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

from . import hooks, standins
from .standins import NOTHING

INSTALLING = re.compile(r"(\S*python\S* -m )?(sudo )?(pip3?|conda|mamba|apt(-get)?)\b")
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
# Magics that run a cell's body and look at it from outside; all others show something.
RUNNING = frozenset({"time", "timeit", "capture", "prun"})
_LINE = re.compile(r"^([ \t]*)([!%])[ \t]*(\S.*)$", re.MULTILINE)
_FIELD = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|\$\$|\$(\w+)")


class Shell:
    """Stands for IPython's shell: what it cannot do, it seems to have done."""

    def __init__(self, names: dict[str, Any]) -> None:
        self.user_ns = names

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        return NOTHING

    def system(self, command: str) -> None:
        """Run a command; what it prints is the submission's output, how it ends changes nothing."""
        self._run(["sh", "-c", self._filled(command)])

    def getoutput(self, command: str) -> list[str]:
        """Run a command and give the lines that it prints."""
        return self._run(["sh", "-c", self._filled(command)], catch=True).splitlines()

    def run_line_magic(self, name: str, line: str) -> Any:  # noqa: ANN401
        """Do what changes folders, files or the environment; the rest is looks."""
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
            with open(line.split()[0], "rb") as file:  # noqa: PTH123
                exec(compile(file.read(), line.split()[0], "exec"), self.user_ns)  # noqa: S102
        elif name in COMMANDS | SHELLS:
            self.system(line if name in SHELLS else f"{name} {line}")
        return None

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        """Write a cell to a file, or give it to another interpreter."""
        if name in {"writefile", "file"}:
            words = self._filled(line).split()
            name, how = words[-1].strip("'\""), "a" if "-a" in words else "w"
            with open(name, how, encoding="utf-8") as file:  # noqa: PTH123
                file.write(body)
        elif name in INTERPRETERS:
            self._run([INTERPRETERS[name]], body)
        elif name in RUNNING:
            code = compile(_LINE.sub(_in_python, body), f"%%{name}", "exec")
            exec(code, self.user_ns)  # noqa: S102

    def captured(self) -> Shell:
        """What a cell printed, for those who would show it."""
        return Shell({})

    @staticmethod
    def _go_to(folder: str) -> None:
        """As IPython does, a folder that is not there is told and no error."""
        try:
            os.chdir(folder)
        except OSError as error:
            print(error)  # noqa: T201

    def _filled(self, text: str) -> str:
        """With `{…}` and `$name` put in from the notebook's names, where they can be."""

        def value(found: re.Match[str]) -> str:
            try:
                if found[1]:
                    return str(eval(found[1], self.user_ns))  # noqa: S307  (it is the box)
                if found[2]:
                    return str(self.user_ns[found[2]])
            except Exception:  # noqa: BLE001  (the learner's code)
                return found[0]
            return found[0][0]

        return _FIELD.sub(value, text)

    def _run(self, command: list[str], body: str = "", *, catch: bool = False) -> str:
        if any(INSTALLING.match(line.strip()) for line in (command[-1], body)):
            print("(nothing is installed in the box)")  # noqa: T201
            return ""
        sys.stdout.flush()
        try:
            done = subprocess.run(
                command,
                input=body,
                stdout=subprocess.PIPE if catch else None,
                stderr=subprocess.STDOUT if catch else None,
                text=True,
                errors="replace",
                check=False,
            )
        except OSError as error:  # No shell here: nothing of ours.
            print(f"{command[0]}: {error.strerror}")  # noqa: T201
            return ""
        return done.stdout or ""


def _in_python(found: re.Match[str]) -> str:
    """A line of a cell that is a command or a magic, as nbconvert writes it."""
    space, kind, text = found.groups()
    if kind == "!":
        return f"{space}get_ipython().system({text!r})"
    name, _, rest = text.partition(" ")
    return f"{space}get_ipython().run_line_magic({name!r}, {rest!r})"


def furnish(names: dict[str, Any]) -> None:
    """Put what a notebook has among a module's names, and let Colab's helpers be imported."""
    shell = Shell(names)
    names.update(get_ipython=lambda: shell, display=standins.display)
    standins.install(b"colab")
    hooks.after_import({"IPython": lambda ipython: setattr(ipython, "get_ipython", lambda: shell)})
