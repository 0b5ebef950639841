"""Paths inside a sandbox, and the host paths that a Python interpreter needs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import sysconfig
from functools import lru_cache
from pathlib import Path

from grader.errors import UsageError
from grader.sandbox.plan import SandboxKind

PACKAGE = Path(__file__).resolve().parent
# The parts of the package that a sandbox gets.
INSIDE = ("__init__.py", "conventions.py", "observations.py", "protocol.py", "guest")
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
ETC = (
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/localtime",
    "/etc/mime.types",
)
HOME = "/home/learner"
MOST_LINKS = 10
SANDBOX = "/sandbox"  # replaces the folder of a basic sandbox in messages

PACKAGES = r"/lib(?:64)?/python[\d.]+/(?:(?:site|dist)-packages/)?"

_ASK = (
    "import json, sys; print(json.dumps([sys.prefix, sys.base_prefix, sys.exec_prefix, "
    "sys.executable] + [p for p in sys.path if p.endswith(('site-packages', 'dist-packages'))]))"
)


def inside_path(kind: SandboxKind, folder: Path, place: str) -> str:
    """Return the path inside the sandbox of a place such as `work/data/rps`."""
    if kind is SandboxKind.BASIC:
        return str(folder / place)
    if place == "home" or place.startswith("home/"):
        return HOME + place.removeprefix("home")
    return f"/{place}"


def shown_path(kind: SandboxKind, folder: Path, place: str) -> str:
    """Return the path of a place as messages show it, without folders of the host."""
    return f"{SANDBOX}/{place}" if kind is SandboxKind.BASIC else inside_path(kind, folder, place)


def without_host_paths(text: str, kind: SandboxKind, folder: Path, python: Path) -> str:
    """Return text that a sandbox printed or reported, with paths as messages show them."""
    if kind is SandboxKind.BASIC:
        for top in dict.fromkeys((str(folder.resolve()), str(folder))):
            for form in (json.dumps(top)[1:-1], top):
                text = text.replace(form, SANDBOX)
    tops = "|".join(re.escape(str(top)) for top in python_folders(python) if str(top) not in SYSTEM)
    if not tops:
        return text
    return re.sub(rf"(?:{tops}){PACKAGES}", "", text)


@lru_cache(maxsize=8)
def python_folders(python: Path) -> tuple[Path, ...]:
    """Return the folders that this interpreter needs to run and to import its packages.

    Raises UsageError if it does not run.
    """
    if python == Path(sys.executable):
        prefixes = [sys.prefix, sys.base_prefix, sys.exec_prefix, sys.executable]
        paths = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *_packages()]
        return _folders([*prefixes, *paths])
    try:
        answer = subprocess.run(
            # Isolated, and not in the learner's folder: Python must not import files from there.
            [str(python), "-I", "-c", _ASK],
            capture_output=True,
            timeout=60,
            check=True,
            text=True,
            cwd="/",
        )
        return _folders(json.loads(answer.stdout.splitlines()[-1]))
    except (OSError, ValueError, IndexError, subprocess.SubprocessError) as error:
        raise UsageError(f"{python} is not a Python that runs: {error}") from error


def _packages() -> list[str]:
    """Return the folders of installed packages, also of the user; not the kit's own code."""
    return [p for p in sys.path if p.endswith(("site-packages", "dist-packages"))]


def _folders(names: list[str]) -> tuple[Path, ...]:
    """Return the existing folders by their names and by their real paths, outermost only."""
    found: set[Path] = set()
    for name in names:
        path = Path(name)
        if path.is_file():
            # The interpreter of a venv links to another installation: each hop is needed.
            hops = 0
            while path.is_symlink() and hops < MOST_LINKS:
                found.add(path.parent.parent)
                path = path.parent / path.readlink()
                hops += 1
            found.update({path.parent.parent, path.resolve().parent.parent})
        elif path.is_dir():
            found.update({path, path.resolve()})
    usual = {Path("/"), Path.home(), Path("/home"), Path("/root")}
    kept = sorted(found - usual)
    return tuple(p for p in kept if not any(o in p.parents for o in kept))
