"""A submission as a file, and what reading alone can tell of it."""

from __future__ import annotations

import ast
import hashlib
import io
import tokenize
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 5 * 10**6
ENTRY = "solution_model"
TRAINING = frozenset({"fit", "fit_generator", "train_on_batch", "GradientTape"})


@dataclass(frozen=True)
class Submission:
    """A learner's file, read once: what is hashed, looked at and trained is the same."""

    path: Path
    source: bytes
    text: str

    @property
    def box_name(self) -> str:
        """The file's name in its box: Python's ending, so that no folder of ours has the name."""
        return self.path.name if self.path.suffix == ".py" else f"{self.path.name}.py"

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes, hexadecimal."""
        return hashlib.sha256(self.source).hexdigest()

    def line(self, number: int) -> str:
        """One line of the file, counted from 1; empty where there is none."""
        lines = self.text.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


@dataclass(frozen=True)
class Unreadable:
    """Python cannot compile the file: where, and in whose words."""

    line: int
    column: int
    type: str
    message: str


@dataclass(frozen=True)
class Unfinished:
    """The stub still waits for its code: where."""

    line: int


def read(path: Path) -> Submission:
    """Read a submission; raises UsageError where there is none or where it is no Python text."""
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UsageError(f"{path} is a folder; name the Python file in it")
        if not path.is_file():
            raise UsageError(f"{path} is not a regular file")
        if size > LARGEST:
            raise UsageError(
                f"{path} has {size / 10**6:,.0f} MB; a submission is a Python file "
                f"of at most {LARGEST // 10**6} MB"
            )
        source = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(f"there is no file {path}") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"cannot read {path}: {reason}") from error
    if path.suffix in {".ipynb", ".h5"}:
        raise UsageError(f"{path} is a {path.suffix} file; hand in the Python file (.py)")
    if not source.strip():
        raise UsageError(f"{path} is empty; was it saved?")
    return Submission(path, source, _decode(path, source))


def _decode(path: Path, source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in source:
        raise UsageError(f"{path} is not plain text in UTF-8; save it again with that encoding")
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = source.decode(encoding)
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path}, line {line}: byte 0x{source[error.start]:02x} is not "
            f"{error.encoding.upper()}; save the file as UTF-8"
        ) from error
    except (SyntaxError, LookupError) as error:
        raise UsageError(f"{path}: {error}; save the file as UTF-8") from error
    # Universal newlines, as Python itself reads a file.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def look(submission: Submission, stub: str) -> Unreadable | Unfinished | None:
    """What can be said without running the file: it does not compile, or it is not begun."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # An invalid escape is no reason to stop.
            tree = ast.parse(submission.source)
            compile(tree, submission.path.name, "exec", dont_inherit=True)
            return _unfinished(tree, ast.parse(stub))
    except SyntaxError as error:
        kind = type(error).__name__
        return Unreadable(error.lineno or 0, error.offset or 0, kind, error.msg)
    except (RecursionError, MemoryError, ValueError, OverflowError) as error:
        return Unreadable(0, 0, type(error).__name__, f"Python cannot compile the file: {error}")


def _unfinished(tree: ast.Module, stub: ast.Module) -> Unfinished | None:
    entry, stub_entry = _entry(tree), _entry(stub)
    given = {_shape(node) for node in stub_entry.body} if stub_entry else set()
    begun = entry is None or any(
        not _does_nothing(node) and _shape(node) not in given for node in entry.body
    )
    if _shape(tree) == _shape(stub) or not (begun or _trains(tree)):
        return Unfinished(entry.lineno if entry else 1)
    return None


def _entry(tree: ast.Module) -> ast.FunctionDef | None:
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return next((node for node in functions if node.name == ENTRY), None)


def _trains(tree: ast.Module) -> bool:
    """Whether a training may stand outside of the function that the stub gives."""
    named = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return not TRAINING.isdisjoint(named)


def _does_nothing(node: ast.stmt) -> bool:
    """A docstring, `pass`, `...`, `return None` or NotImplementedError."""
    if isinstance(node, ast.Pass):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.Return):
        return node.value is None or (
            isinstance(node.value, ast.Constant) and node.value.value is None
        )
    if isinstance(node, ast.Raise) and node.exc is not None:
        name = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return isinstance(name, ast.Name) and name.id == "NotImplementedError"
    return False


def _shape(tree: ast.AST) -> str:
    return ast.dump(tree, include_attributes=False)
