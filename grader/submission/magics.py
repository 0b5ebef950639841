"""The lines that only a notebook knows (`!ls`, `%cd`, `%%time`, `plot?`) made into Python.

Each line of the result stands for the same line of what was given, so that a line of an error is a
line of the learner's. What a line asks for is done by guest/notebook_shell.py, in the box; whatever
belongs to showing, measuring or the notebook's own looks is left out.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from grader.sandbox.conventions import MAGIC_OPTIONS, MEASURING_MAGICS

if TYPE_CHECKING:
    from collections.abc import Iterator

SHELL = "get_ipython()"
# Their body is Python, run as if the first line were not there.
LANGUAGES = frozenset(
    {"javascript", "js", "html", "svg", "latex", "markdown", "css", "sql", "bigquery"}
    | {"r", "ruby", "perl", "julia", "cython", "script"}
)
BODIES = frozenset(
    {"bash", "sh", "shell", "system", "sx", "!", "writefile", "file", "python", "python3"}
)
INSTALLING = ("pip", "conda")
# `%%script bash` is `%%bash`; the options that stand before its word may have one of their own.
_SCRIPT = re.compile(r"(?:--(?:out|err|proc)[ \t]+\S+[ \t]+|-\S+[ \t]+)*(?:/\S*/)?(\w+)(.*)")
MARKER = re.compile(r"#\s*(%%|In\s*\[[\d ]*\]:?)")
_FIRST = re.compile(r"%%\s*(!|\w+)(.*)")
_ASSIGNED = re.compile(r"((?:[\w.,\s*]|\[[\w'\"]*\])+?=\s*)(!!|[!%])(?!=)(.*)")
_LINE = re.compile(r"(!!|!|%(?=[ \t]*\w))(.*)")
# Magics and commands that a notebook also takes without their sign: `cd data`, `pip install x`.
_TYPED = re.compile(
    r"(?:cd|ls|ll|pwd)|(?:cd|ls|ll|mkdir|rmdir|rm|cp|mv|cat|pip3?|conda)"
    r"[ \t]+(?![-/][ \t]|[=(,+*%^&|<>!:]|(?:in|is|and|or|not|if)\b).+"
)
_HELP = re.compile(r"(\?{1,2}[\w.*%]+|%{0,2}[\w.*]+(\[[^\]]*\])?\?{1,2})\s*;?")
_ENDS = {quote: re.compile(rf"\\.?|{quote}", re.DOTALL) for quote in ("'''", '"""', "'", '"')}
_SIGN = re.compile(r"'''|\"\"\"|['\"#()\[\]{}]")


def in_cell(text: str) -> str:
    """A cell as Python, with as many lines; text that is Python already comes back as it is."""
    lines = _without_margin(text.split("\n"))
    first = next((n for n, line in enumerate(lines) if line.strip() and line[0] != "#"), None)
    found = _FIRST.fullmatch(lines[first].rstrip()) if first is not None else None
    if first is None or found is None:
        return "\n".join(_lines(lines))
    name, rest, body = found[1], found[2].strip(), lines[first + 1 :]
    script = _SCRIPT.fullmatch(rest) if name == "script" else None
    if script and script[1] in BODIES:
        name, rest = script[1], script[2].strip()
    before, blank = lines[:first], [""] * len(body)
    if name.lower() in BODIES:
        call = f"{SHELL}.run_cell_magic({name!a}, {rest!a}, {chr(10).join(body)!a})"
        return "\n".join([*before, call, *blank])
    if name.lower() in LANGUAGES:
        return "\n".join([*before, "", *blank])
    kept = re.sub(r"--?\S+", "", rest).strip() if name == "capture" else ""
    line = f"{kept} = {SHELL}.captured()" if kept.isidentifier() else ""
    return "\n".join([*before, line, *_lines(body)])


def in_file(text: str) -> str:
    """A Python file with such lines, as made from a notebook: cells begin at `# %%` or `# In`."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if MARKER.match(line):
            parts.append([])
        parts[-1].append(line)
    return "\n".join(in_cell("\n".join(part)) for part in parts if part)


def _without_margin(lines: list[str]) -> list[str]:
    """A cell that is indented as a whole is run as if it were not."""
    first = next((line for line in lines if line.strip()), "")
    if first[:1] in {" ", "\t"}:
        return textwrap.dedent("\n".join(lines)).split("\n")
    return lines


def _lines(lines: list[str]) -> Iterator[str]:
    """Lines of Python, those that begin a statement and are none turned into some."""
    state = _State()
    waiting = iter(lines)
    for line in waiting:
        made = _line(line) if state.at_statement else None
        if made is None:
            state.pass_over(line)
            yield line
            continue
        parts = [line]
        while parts[-1].endswith("\\"):  # A command goes on in the next line.
            more = next(waiting, None)
            if more is None:
                break
            parts[-1] = parts[-1][:-1]
            parts.append(more)
        yield (_line("".join(parts)) if len(parts) > 1 else made) or ""
        yield from [""] * (len(parts) - 1)


def _line(line: str) -> str | None:
    """One line as Python; None where it is Python, as far as its beginning tells."""
    text = line.strip()
    margin = line[: len(line) - len(line.lstrip())]
    if _HELP.fullmatch(text):
        return f"{margin}pass"
    assigned = _ASSIGNED.fullmatch(text)
    if assigned:
        target, sign, rest = assigned.groups()
        return f"{margin}{target}{_value(sign, rest.strip())}"
    if _TYPED.fullmatch(text):
        return margin + _typed(text)
    found = _LINE.fullmatch(text)
    if found is None:
        return "" if text.startswith("%%") else None
    sign, rest = found[1], found[2].strip()
    if sign == "%":
        return margin + _magic(rest)
    return f"{margin}{SHELL}.system({rest!a})"


def is_typed(text: str) -> bool:
    """Whether a cell may hold such a line as `ls` or `cd /content`, which is Python by accident."""
    return any(_TYPED.fullmatch(line.strip()) for line in text.split("\n"))


def _typed(text: str) -> str:
    """A line without the sign of a magic or a command."""
    return f"{SHELL}.system({text!a})" if text.startswith(INSTALLING) else _magic(text)


def _value(sign: str, rest: str) -> str:
    return _magic(rest) if sign == "%" else f"{SHELL}.getoutput({rest!a})"


def _magic(words: str) -> str:
    name, _, rest = words.partition(" ")
    if name in MEASURING_MAGICS:
        return MAGIC_OPTIONS.sub("", rest.strip(), count=1) or "pass"
    return f"{SHELL}.run_line_magic({name!a}, {rest.strip()!a})"


class _State:
    """Whether a line begins a statement, or stands in a text, in brackets or after a backslash."""

    def __init__(self) -> None:
        self._quote, self._depth, self._goes_on = "", 0, False

    @property
    def at_statement(self) -> bool:
        return not (self._quote or self._depth or self._goes_on)

    def pass_over(self, line: str) -> None:
        """Read one line of Python."""
        at = 0
        while at < len(line):
            at = self._in_text(line, at) if self._quote else self._in_code(line, at)
        self._goes_on = line.endswith("\\") and not self._quote and at == len(line)
        if len(self._quote) == 1 and not line.endswith("\\"):
            self._quote = ""  # A text in single quotes ends with its line, closed or not.

    def _in_text(self, line: str, at: int) -> int:
        found = _ENDS[self._quote].search(line, at)
        if found is None:
            return len(line)
        if found[0] == self._quote:
            self._quote = ""
        return found.end()

    def _in_code(self, line: str, at: int) -> int:
        found = _SIGN.search(line, at)
        if found is None:
            return len(line)
        if found[0] == "#":
            return len(line) + 1  # Past the end: a comment never goes on.
        if found[0] in _ENDS:
            self._quote = found[0]
        elif found[0] in "([{":
            self._depth += 1
        else:
            self._depth = max(0, self._depth - 1)
        return found.end()
