"""The way out of a box: JSON, a line an event, on a descriptor that nothing else writes to."""

from __future__ import annotations

import json
import math
import os
from typing import Any

from ..protocol import CHANNEL_VARIABLE

LONGEST = 1 << 19
HIGH = 900  # Out of the way of programs that close the first few descriptors of their process.


class Channel:
    """Sends events to the grader; silent once nobody listens, and in forked children."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = _lift(descriptor)
        self._owner = os.getpid()

    def send(self, event: str, **values: object) -> None:
        """Send one event; values that JSON cannot hold are sent as text."""
        if os.getpid() != self._owner:
            return
        line = json.dumps({"event": event, **_plain(values)}, separators=(",", ":"))
        if len(line) > LONGEST:
            line = json.dumps({"event": "cut", "of": event, "bytes": len(line)})
        data = line.encode() + b"\n"
        try:
            while data:
                data = data[os.write(self._descriptor, data) :]
        except OSError:
            self._owner = -1


def from_environment() -> Channel:
    """The channel that the box was started with."""
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


def _plain(value: Any, depth: int = 6) -> Any:  # noqa: ANN401  (whatever a submission made)
    """Turn a value into what strict JSON can hold, bounded in depth and length."""
    if value is None or isinstance(value, (bool, str)):
        return value[:4000] if isinstance(value, str) else value
    if isinstance(value, int):
        return int(value) if abs(value) < 2**53 else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))
    if depth and isinstance(value, dict):
        return {str(k)[:200]: _plain(v, depth - 1) for k, v in list(value.items())[:2000]}
    if depth and isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item, depth - 1) for item in list(value)[:2000]]
    number = getattr(value, "item", None)
    if callable(number) and getattr(value, "size", 0) == 1:
        return _plain(number(), depth and depth - 1)
    return str(value)[:400]
