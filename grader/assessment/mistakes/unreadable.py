"""What to do about a file that Python cannot read, by what it says."""

from __future__ import annotations

import re
import unicodedata

FIRST = "mend this line first: Python cannot read the file, so nothing was run"
STRANGE = re.compile(r"U\+([0-9A-F]{4,6})")
# What a word processor puts where Python wants plain marks.
QUOTES = {**dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'")}  # noqa: RUF001
# What stands before code where it was copied from, by how a line begins.
COPIED = {
    "```": "delete the lines that begin with ```: they are marks of a chat or a page, not Python",
    "<<<<<<<": "git left two versions here: keep one of them, and delete the lines of <<<<<<<, "
    "======= and >>>>>>>",
    ">>> ": "delete the >>> before each line, and what Python answered below it",
}
DASHES = "‐‑‒–—−"  # noqa: RUF001


def mend(kind: str, message: str, line: str) -> str:
    """The advice on an error of reading: its class, what Python says, and the line."""
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
        return "put a comma between what begins here and what follows; nothing was run"
    return FIRST


def _instead(sign: str, code: str) -> str:
    name = unicodedata.name(sign, "").lower() or "control character"
    plain = QUOTES.get(sign) or ("-" if sign in DASHES else unicodedata.normalize("NFKC", sign))
    called = {"\u3000": "full-width space", "\u00a0": "no-break space"}.get(sign, name)
    if unicodedata.category(sign) in {"Zs", "Zl", "Zp"}:
        return f"replace the {called} ({code}) by an ordinary space: it only looks like one"
    if unicodedata.category(sign) in {"Cf", "Cc"}:
        return f"delete the {called} ({code}): it cannot be seen, type the line anew"
    if plain != sign and plain.isascii():
        return f"type {plain} in place of {sign} ({called}, {code})"
    return f"{sign} ({called}, {code}) has no meaning in Python: replace or delete it"
