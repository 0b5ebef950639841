"""The training record: what a submission's training did, as the guest reported it.

Its parts are those of the protocol. The submission could have forged any of it: a score never
rests on a value that the grader can measure itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from grader.sandbox.observations import (
    Asked,
    CallbackUsed,
    Epoch,
    Feed,
    FileUse,
    Fit,
    Frame,
    Loader,
    Probe,
    Raised,
    Stopper,
    Trial,
)

__all__ = [
    "Asked",
    "CallbackUsed",
    "Epoch",
    "Feed",
    "FileUse",
    "Fit",
    "Frame",
    "Loader",
    "Probe",
    "Raised",
    "Stopper",
    "TrainingRecord",
    "Trial",
]


@dataclass(frozen=True)
class TrainingRecord:
    """All events of one training; `finished` is False if the program did not report its end.

    `passed_over` are errors of notebook cells that did not end the notebook.
    """

    python: str = ""
    keras: str = ""
    fits: tuple[Fit, ...] = ()
    loaders: tuple[Loader, ...] = ()
    files: tuple[FileUse, ...] = ()
    raised: Raised | None = None
    passed_over: tuple[Raised, ...] = ()
    exited: str | None = None
    finished: bool = False
    asked: tuple[Asked, ...] = ()

    @property
    def saves(self) -> tuple[FileUse, ...]:
        """Every save of a whole model, in order; a checkpoint's too."""
        return tuple(use for use in self.files if use.what == "save")

    def main_fit(self, file: str) -> Fit | None:
        """Return the fit that trained the model saved as `file`, else the last one."""
        saved = [use.fit for use in self.saves if use.path.endswith(file)]
        chosen = [fit for fit in self.fits if saved and fit.number == saved[-1]]
        return next(reversed(chosen or list(self.fits)), None)

    def loader(self, number: int | None) -> Loader | None:
        """Return the loader of this number."""
        return next((loader for loader in self.loaders if loader.id == number), None)
