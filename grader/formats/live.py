"""Show a running training: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.status import Status

from grader.sandbox.observations import Fit
from grader.sandbox.protocol import EpochEnded, Step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from rich.console import Console
    from typing_extensions import Self

    from grader.sandbox.observations import Event

PLAIN_SECONDS = 5.0
EPOCH_SECONDS = 0.1  # Faster epochs share a line.
MAX_METRIC = 10**6
MAX_LEFT = 10**6  # seconds; more is not a useful estimate


@dataclass(frozen=True)
class _Now:
    """The current fit: epochs asked, and the epoch and step that it has reached."""

    fit: int = 0
    epochs: int = 0
    epoch: int = 0
    step: int = 0
    steps: int = 0
    metrics: str = ""
    seconds_an_epoch: float = 0.0


class LiveTraining:
    """Shows steps of the grading and epochs of the training; nothing if `quiet`."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console, self._quiet = console, quiet
        self._now = _Now()
        self._spent = 0.0
        self._epochs = 0
        self._shown = 0.0
        live = console.is_terminal and not quiet
        self._status = Status("", console=console, spinner="line") if live else None

    def __enter__(self) -> Self:
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._status is not None:
            self._status.stop()

    def step(self, what: str) -> None:
        """Show the next step."""
        self._show(what, every=0.0)

    def progress(self, what: str, done: float, total: float) -> None:
        """Show the progress of drawing or downloading data."""
        share = f" {done / total:.0%}" if total else ""
        self._show(f"{what}{share}", every=PLAIN_SECONDS if done else 0.0)

    def event(self, event: Event) -> None:
        """Show an event of the training."""
        if isinstance(event, Fit):
            self._spent = 0.0
            self._epochs = 0
            self._now = _Now(event.number, event.epochs_asked)
        elif isinstance(event, Step):
            self._now = replace(self._now, epoch=event.epoch, step=event.step, steps=event.steps)
            self._show(self.line)
        elif isinstance(event, EpochEnded):
            self._spent += event.epoch.seconds
            self._epochs += 1
            self._now = replace(
                self._now,
                epoch=event.epoch.number + 1,
                step=0,
                steps=0,
                metrics=_metrics(event.epoch.logs),
                seconds_an_epoch=self._spent / self._epochs,
            )
            self._show(self.line, every=EPOCH_SECONDS)

    def say(self, words: str) -> None:
        """Print a separate line above the live one."""
        self._console.print(words, soft_wrap=True)

    @property
    def line(self) -> str:
        """The progress of the training in one line."""
        now = self._now
        which = f"fit {now.fit}: " if now.fit > 1 else ""
        share = min(1.0, now.step / now.steps) if now.steps > 0 else 0.0
        current = min(now.epoch + (1 if now.step else 0), now.epochs)
        parts = [f"{which}epoch {current}/{now.epochs}"]
        if share:
            parts.append(f"{share:.0%}")
        if now.metrics:
            parts.append(now.metrics)
        left = (now.epochs - now.epoch - share) * now.seconds_an_epoch
        if now.seconds_an_epoch and 0 < left < MAX_LEFT:
            parts.append(f"at most {_clock(left)} left")
        return " · ".join(parts)

    def _show(self, line: str, *, every: float = PLAIN_SECONDS) -> None:
        if self._quiet:
            return
        if self._status is not None:
            self._status.update(line[: max(20, self._console.width - 4)])
        elif time.monotonic() - self._shown >= every:
            self._shown = time.monotonic()
            self._console.print(line, soft_wrap=True)


def _metrics(logs: Mapping[str, float]) -> str:
    """Accuracy and validation accuracy, whatever names the submission gave them."""
    found = {}
    for key, value in logs.items():
        if "acc" in key and abs(value) < MAX_METRIC:
            found["val" if key.startswith("val_") else "accuracy"] = f"{value:.3f}"
    return " ".join(f"{name} {found[name]}" for name in ("accuracy", "val") if name in found)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
