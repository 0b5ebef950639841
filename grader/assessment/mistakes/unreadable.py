"""Fixes for a file that Python cannot parse."""

from __future__ import annotations

import re
import unicodedata

FIRST = "fix this line first: Python cannot parse the file, so nothing was run"
STRANGE = re.compile(r"U\+([0-9A-F]{4,6})")
# Typographic quotes of word processors, and the quotes of Python.
QUOTES = {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")}  # noqa: RUF001
# Marks that are copied together with code, by the beginning of the line.
COPIED = {
    "```": "delete the lines that begin with ```: they are Markdown, not Python",
    "<<<<<<<": "resolve the git conflict: keep one version, and delete the lines with <<<<<<<, "
    "======= and >>>>>>>",
    ">>> ": "delete the >>> before each line, and the output of Python below it",
}
DASHES = "‐‑‒–—−"  # noqa: RUF001


def fix_for(kind: str, message: str, line: str) -> str:
    """Return the fix for a syntax error, from its class, Python's message and the line."""
    for beginning, advice in COPIED.items():
        if line.startswith(beginning):
            return f"{advice}; nothing was run"
    found = STRANGE.search(message)
    code = int(found[1], 16) if found else 0
    if found and code <= 0x10FFFF:  # noqa: PLR2004
        return f"{_instead(chr(code), found[0])}; nothing was run"
    if kind == "TabError":
        return (
            "tabs and spaces are mixed in this block: indent with four spaces everywhere "
            "(editors can turn tabs into spaces); nothing was run"
        )
    if "forgot a comma" in message:
        return "add the missing comma between the two expressions; nothing was run"
    return FIRST


def _instead(sign: str, code: str) -> str:
    name = unicodedata.name(sign, "").lower() or "control character"
    plain = QUOTES.get(sign) or ("-" if sign in DASHES else unicodedata.normalize("NFKC", sign))
    called = {"\u3000": "full-width space", "\u00a0": "no-break space"}.get(sign, name)
    if unicodedata.category(sign) in {"Zs", "Zl", "Zp"}:
        return f"replace the {called} ({code}) with a normal space"
    if unicodedata.category(sign) in {"Cf", "Cc"}:
        return f"delete the {called} ({code}): it is invisible, so type the line again"
    if plain != sign and plain.isascii():
        return f"type {plain} instead of {sign} ({called}, {code})"
    return f"replace or delete {sign} ({called}, {code}): it is not valid in Python"
