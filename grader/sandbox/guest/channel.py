"""Send events to the host: one line of JSON each, on a descriptor that nothing else writes to."""

from __future__ import annotations

import json
import math
import os
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from ..conventions import CHANNEL_VARIABLE
from ..observations import LARGEST, LONGEST, MOST

if TYPE_CHECKING:
    from ..observations import Event

LONGEST_LINE = 1 << 19
LONGEST_KEY = 200
LONGEST_OTHER = 400  # of an object that JSON cannot hold, as text
DEEPEST = 6
HIGH = 900  # out of the way of programs that close the first few descriptors of their process


class Channel:
    """Sends events to the host; silent when nobody listens, and in forked children."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = _lift(descriptor)
        self._owner = os.getpid()

    def send(self, event: Event) -> None:
        """Send one event; an event whose JSON is too long is dropped."""
        if os.getpid() != self._owner:
            return
        values = {"event": event.event, **plain(event)}
        line = json.dumps(values, separators=(",", ":"))
        if len(line) > LONGEST_LINE:
            line = json.dumps({"event": "cut", "of": event.event, "bytes": len(line)})
        data = line.encode() + b"\n"
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            self._owner = -1


def from_environment() -> Channel:
    """Return the channel that the sandbox was started with."""
    return Channel(int(os.environ.pop(CHANNEL_VARIABLE)))


def _lift(descriptor: int) -> int:
    try:
        import fcntl  # noqa: PLC0415  (not on every platform)

        lifted = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, HIGH)
    except (ImportError, OSError):
        os.set_inheritable(descriptor, False)  # noqa: FBT003
        return descriptor
    os.close(descriptor)
    return lifted


def plain(value: Any, depth: int = DEEPEST) -> Any:  # noqa: ANN401  (whatever a submission made)
    """Return a value that strict JSON can hold, bounded in depth and length."""
    if value is None or isinstance(value, (bool, str)):
        return value[:LONGEST] if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value) if abs(value) < LARGEST else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if depth and is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name), depth - 1) for each in fields(value)}
    if depth and isinstance(value, dict):
        items = list(value.items())[:MOST]
        return {str(key)[:LONGEST_KEY]: plain(item, depth - 1) for key, item in items}
    if depth and isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, depth - 1) for item in list(value)[:MOST]]
    number = getattr(value, "item", None)
    if callable(number) and getattr(value, "size", 0) == 1:
        return plain(number(), depth and depth - 1)
    return str(value)[:LONGEST_OTHER]
