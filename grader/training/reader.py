"""Assemble the events of a guest into a training record, within bounds."""

from __future__ import annotations

from dataclasses import replace
from functools import singledispatchmethod
from typing import TYPE_CHECKING, TypeVar

from grader.sandbox import observations, protocol
from grader.training.record import TrainingRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.training.record import Epoch, FileUse, Fit, Frame, Loader, Raised, Stopper

    HasLine = TypeVar("HasLine", Loader, Fit, FileUse, Stopper, Frame)

MOST_EVENTS = 200_000
MOST_FITS = 200
MOST_LOADERS = 200
MOST_EPOCHS = 20_000  # of all fits
MOST_NAMES = 100_000  # of one loader
MOST_TEXTS = 1_000_000  # names of all loaders, logs and hashes of all epochs
MOST_LATER_METRICS = 20
LONGEST_METRIC = 200  # characters of its name


class RecordReader:
    """Takes events as they arrive, each in time proportional to its size.

    `at` maps a line of the program that ran to a line of the submitted file.
    """

    def __init__(self, at: Callable[[int], int] = int) -> None:
        self._record = TrainingRecord()
        self._loaders: dict[int, Loader] = {}
        self._names: dict[int, list[str]] = {}
        self._fits: dict[int, Fit] = {}
        self._epochs: dict[int, list[Epoch]] = {}
        self._at = at
        self._events = 0
        self._epochs_left, self._texts_left = MOST_EPOCHS, MOST_TEXTS

    @property
    def record(self) -> TrainingRecord:
        """All that is known so far."""
        return replace(
            self._record,
            loaders=tuple(
                replace(loader, files=tuple(self._names[number]))
                for number, loader in self._loaders.items()
            ),
            fits=tuple(
                replace(fit, epochs=tuple(self._epochs[number]))
                for number, fit in self._fits.items()
            ),
        )

    def take(self, event: observations.Event) -> bool:
        """Add one event to the record; return whether it is below the bound of all events."""
        self._events += 1
        if self._events <= MOST_EVENTS:
            self._add(event)
        return self._events <= MOST_EVENTS

    @singledispatchmethod
    def _add(self, event: observations.Event) -> None:
        """Ignore events that the record does not hold."""

    @_add.register
    def _(self, event: protocol.Started) -> None:
        self._record = replace(self._record, python=event.python)

    @_add.register
    def _(self, event: protocol.KerasImported) -> None:
        self._record = replace(self._record, keras=event.version)

    @_add.register
    def _(self, event: observations.Loader) -> None:
        if event.id not in self._loaders and len(self._loaders) < MOST_LOADERS:
            self._loaders[event.id], self._names[event.id] = self._submitted(event), []

    @_add.register
    def _(self, event: protocol.LoaderFiles) -> None:
        stored = self._names.get(event.loader)
        if stored is not None:
            stored += self._bounded(event.names)[: MOST_NAMES - len(stored)]

    @_add.register
    def _(self, event: observations.Fit) -> None:
        if event.number in self._fits or len(self._fits) >= MOST_FITS:
            return
        began = replace(
            self._submitted(event), compiled=self._at(event.compiled), finished=False, stopper=None
        )
        self._fits[event.number], self._epochs[event.number] = began, []

    @_add.register
    def _(self, event: protocol.EpochEnded) -> None:
        epochs, one = self._epochs.get(event.fit), event.epoch
        if epochs is None or not self._epochs_left:
            return
        self._epochs_left -= 1
        logs = {name: one.logs[name] for name in self._bounded(tuple(one.logs))}
        not_numbers = self._bounded(one.not_numbers)
        weights = self._bounded(one.weights)
        epochs.append(replace(one, logs=logs, not_numbers=not_numbers, weights=weights))

    @_add.register
    def _(self, event: protocol.FitEnded) -> None:
        fit = self._fits.get(event.fit)
        if fit is None or fit.finished:
            return
        stopper = self._submitted(event.stopper) if event.stopper else None
        rising = [*event.rising, *[None] * len(fit.callbacks)]
        callbacks = tuple(
            replace(item, is_rising=up) for item, up in zip(fit.callbacks, rising, strict=False)
        )
        self._epochs[fit.number] = _with_later_metrics(self._epochs[fit.number], event.history)
        self._fits[fit.number] = replace(fit, finished=True, stopper=stopper, callbacks=callbacks)

    @_add.register
    def _(self, event: protocol.Probed) -> None:
        fit = self._fits.get(event.fit)
        if fit is not None:
            self._fits[fit.number] = replace(fit, probes=event.probes)

    @_add.register
    def _(self, event: observations.FileUse) -> None:
        if len(self._record.files) < MOST_FITS:
            files = (*self._record.files, self._submitted(event))
            self._record = replace(self._record, files=files)

    @_add.register
    def _(self, event: observations.Asked) -> None:
        if len(self._record.asked) < MOST_FITS:
            self._record = replace(self._record, asked=(*self._record.asked, event))

    @_add.register
    def _(self, event: observations.Raised) -> None:
        self._record = replace(self._record, raised=self._error(event))

    @_add.register
    def _(self, event: protocol.PassedOver) -> None:
        if len(self._record.passed_over) < MOST_FITS:
            passed = (*self._record.passed_over, self._error(event.error))
            self._record = replace(self._record, passed_over=passed)

    @_add.register
    def _(self, event: protocol.Exited) -> None:
        self._record = replace(self._record, exited=event.code, finished=True)

    @_add.register
    def _(self, _event: protocol.Finished) -> None:
        self._record = replace(self._record, finished=True)

    def _submitted(self, item: HasLine) -> HasLine:
        """Return the item with the line of the submitted file."""
        return replace(item, line=self._at(item.line))

    def _bounded(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Return as many texts as all events together may still bring."""
        taken = texts[: self._texts_left]
        self._texts_left -= len(taken)
        return taken

    def _error(self, error: Raised) -> Raised:
        frames = tuple(self._submitted(one) if one.own else one for one in error.frames)
        return replace(error, frames=frames)


def _with_later_metrics(
    epochs: list[Epoch], history: Mapping[str, tuple[float, ...]]
) -> list[Epoch]:
    """Add validation metrics that only the history of fit holds, with a number for each epoch.

    A callback of the submission may add one to the logs after ours has read them, and a
    ModelCheckpoint may monitor it. Training metrics are Keras's own: a callback cannot add any.
    """
    known = {name for epoch in epochs for name in epoch.logs}
    found = [
        (name, values)
        for name, values in history.items()
        if name.startswith("val_")
        and name not in known
        and len(values) == len(epochs)
        and len(name) <= LONGEST_METRIC
    ][:MOST_LATER_METRICS]
    return [
        replace(epoch, logs={**epoch.logs, **{name: values[at] for name, values in found}})
        for at, epoch in enumerate(epochs)
    ]
