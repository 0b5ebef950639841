"""A training as it goes on: one live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rich.status import Status

from grader.training.events import finite

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console
    from typing_extensions import Self

    from grader.training.events import Event

PLAIN_SECONDS = 5.0
EPOCH_SECONDS = 0.1  # Faster epochs share a line.
MOST_ACCURACY = 10**6
LONGEST_LEFT = 10**6  # seconds; what is more is no estimate


@dataclass(frozen=True)
class _Now:
    """The fit under way: epochs asked, the epoch and step that it has come to."""

    fit: int = 0
    epochs: int = 0
    epoch: int = 0
    step: int = 0
    steps: int = 0
    figures: str = ""
    seconds_an_epoch: float = 0.0


class LiveTraining:
    """Shows steps of the marking and epochs of the training; nothing where `quiet`."""

    def __init__(self, console: Console, *, quiet: bool = False) -> None:
        self._console, self._quiet = console, quiet
        self._now = _Now()
        self._spent = 0.0
        self._epochs = 0
        self._told = 0.0
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
        """Show what is done next."""
        self._show(what, every=0.0)

    def progress(self, what: str, done: float, total: float) -> None:
        """A Progress: how far drawing or fetching data has come."""
        share = f" {done / total:.0%}" if total else ""
        self._show(f"{what}{share}", every=PLAIN_SECONDS if done else 0.0)

    def event(self, event: Event) -> None:
        """Show an event of the training."""
        name = event.text("event")
        if name == "fit_begin":
            self._spent = 0.0
            self._epochs = 0
            self._now = _Now(event.whole("fit"), event.whole("epochs", 1))
        elif name == "step":
            self._now = replace(
                self._now,
                epoch=event.whole("epoch"),
                step=event.whole("step"),
                steps=event.whole("steps"),
            )
            self._show(self.line)
        elif name == "epoch":
            self._spent += event.number("seconds") or 0.0
            self._epochs += 1
            self._now = replace(
                self._now,
                epoch=event.whole("epoch") + 1,
                step=0,
                steps=0,
                figures=_figures(event.part("logs") or {}),
                seconds_an_epoch=self._spent / self._epochs,
            )
            self._show(self.line, every=EPOCH_SECONDS)

    def say(self, words: str) -> None:
        """Print a line of its own, above what is live."""
        self._console.print(words, soft_wrap=True)

    @property
    def line(self) -> str:
        """How far the training has come, in a line."""
        now = self._now
        which = f"fit {now.fit}: " if now.fit > 1 else ""
        share = min(1.0, now.step / now.steps) if now.steps > 0 else 0.0
        current = min(now.epoch + (1 if now.step else 0), now.epochs)
        parts = [f"{which}epoch {current}/{now.epochs}"]
        if share:
            parts.append(f"{share:.0%}")
        if now.figures:
            parts.append(now.figures)
        left = (now.epochs - now.epoch - share) * now.seconds_an_epoch
        if now.seconds_an_epoch and 0 < left < LONGEST_LEFT:
            parts.append(f"at most {_clock(left)} left")
        return " · ".join(parts)

    def _show(self, line: str, *, every: float = PLAIN_SECONDS) -> None:
        if self._quiet:
            return
        if self._status is not None:
            self._status.update(line[: max(20, self._console.width - 4)])
        elif time.monotonic() - self._told >= every:
            self._told = time.monotonic()
            self._console.print(line, soft_wrap=True)


def _figures(logs: dict[str, object]) -> str:
    """Accuracy and validation accuracy, whatever the submission calls them."""
    found = {}
    for key, value in logs.items():
        number = finite(value)
        if "acc" in key and number is not None and abs(number) < MOST_ACCURACY:
            found["val" if key.startswith("val_") else "accuracy"] = f"{number:.3f}"
    return " ".join(f"{name} {found[name]}" for name in ("accuracy", "val") if name in found)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
