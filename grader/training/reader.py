"""Events from a box put together into a training record; what does not fit is left out."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.training.events import Event, finite
from grader.training.later_metrics import with_later_figures
from grader.training.record import (
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
    TrainingRecord,
    Trial,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_EVENTS = 200_000
MOST_FITS = 200
MOST_LOADERS = 200
MOST_EPOCHS = 20_000  # of all fits
MOST_NAMES = 100_000  # of one loader
MOST_TEXTS = 1_000_000  # names of all loaders, logs and hashes of all epochs
MOST_LOGS = 200  # of one epoch
MOST_CLASSES = 2_000
MOST_TRIALS = 20  # of callbacks, and of values that each is tried with
LONGEST_NAME = 4_000
PLAIN = (str, int, float, bool)  # what a callback's settings may be
NO_NUMBERS = ("nan", "inf", "-inf")  # as the box writes them


class RecordReader:
    """Takes events as they come, each in the time that its own size needs.

    `at` tells a line of the program that ran as a line of what was handed in.
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
        self._handlers = {
            "started": self._started,
            "keras": self._keras,
            "loader": self._loader,
            "files": self._files,
            "fit_begin": self._fit_begin,
            "epoch": self._epoch,
            "fit_end": self._fit_end,
            "probe": self._probe,
            "served": self._served,
            "save": self._file,
            "save_weights": self._file,
            "load_weights": self._file,
            "raised": self._raised,
            "passed_over": self._passed_over,
            "exited": self._exited,
            "finished": self._finished,
        }

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

    def take(self, event: Event) -> bool:
        """Add one event to the record; return whether it is below the bound of all events."""
        self._events += 1
        handler = self._handlers.get(event.text("event"))
        if handler is not None and self._events <= MOST_EVENTS:
            handler(event)
        return self._events <= MOST_EVENTS

    def _started(self, event: Event) -> None:
        self._record = replace(self._record, python=event.text("python", 40))

    def _keras(self, event: Event) -> None:
        self._record = replace(self._record, keras=event.text("version", 40))

    def _loader(self, event: Event) -> None:
        number = event.whole("id")
        if number in self._loaders or len(self._loaders) >= MOST_LOADERS:
            return
        classes = event.part("classes") or Event()
        loader = Loader(
            id=number,
            kind=event.text("kind"),
            line=self._at(event.whole("line")),
            directory=event.text("directory"),
            classes={
                key: value
                for key, value in itertools.islice(classes.items(), MOST_CLASSES)
                if isinstance(value, int)
            },
            count=event.whole("count"),
            size=event.shape("size"),
            class_mode=event.text("class_mode"),
            subset=event.text("subset"),
            rescale=event.number("rescale"),
            augmentation=tuple(event.part("augmentation") or ()),
            batch=event.whole("batch_size") or None,
        )
        self._loaders[number], self._names[number] = loader, []

    def _files(self, event: Event) -> None:
        kept = self._names.get(event.whole("loader"))
        if kept is not None:
            names = self._bounded(event.texts("names"))
            kept += [name[:LONGEST_NAME] for name in names[: MOST_NAMES - len(kept)]]

    def _bounded(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """As many texts as all events together may still bring."""
        taken = texts[: self._texts_left]
        self._texts_left -= len(taken)
        return taken

    def _fit_begin(self, event: Event) -> None:
        number = event.whole("fit")
        if number in self._fits or len(self._fits) >= MOST_FITS:
            return
        model, compiled = event.part("model") or Event(), event.part("compiled") or Event()
        fit = Fit(
            number=number,
            line=self._at(event.whole("line")),
            model=model.text("class", 200),
            layers=model.texts("layers"),
            regularizers=model.whole("regularizers"),
            epochs_asked=event.whole("epochs", 1),
            initial_epoch=event.whole("initial_epoch"),
            optimizer=compiled.text("optimizer", 200),
            learning_rate=compiled.number("learning_rate"),
            weight_decay=compiled.number("weight_decay"),
            loss=compiled.text("loss", 200),
            metrics=compiled.texts("metrics", 20),
            callbacks=tuple(_callback(item) for item in event.parts("callbacks")),
            training=_feed(event.part("training")),
            validation=_feed(event.part("validation")),
            model_number=model.whole("number"),
            compiled=self._at(compiled.whole("line")),
            units=model.whole("units") or None,
            activation=model.text("activation", 200),
            rescaling=_numbers(model.get("rescaling")),
            from_logits=compiled.get("from_logits") is True,
            shared=event.number("shared"),
            kept_back=event.number("validation_split") or None,
            recut=event.get("recut") is True,
            kept_classes=event.whole("kept_classes") or None,
            steps=event.whole("steps") or None,
        )
        self._fits[number], self._epochs[number] = fit, []

    def _epoch(self, event: Event) -> None:
        known = self._epochs.get(event.whole("fit"))
        if known is None or not self._epochs_left:
            return
        self._epochs_left -= 1
        logs = event.part("logs") or Event()
        names = self._bounded(tuple(itertools.islice(logs, MOST_LOGS)))
        numbers = {name: finite(logs[name]) for name in names}
        known.append(
            Epoch(
                number=event.whole("epoch"),
                logs={key: value for key, value in numbers.items() if value is not None},
                seconds=event.number("seconds") or 0.0,
                weights=self._bounded(event.texts("weights")),
                not_numbers=tuple(name for name in names if _is_no_number(logs[name])),
            )
        )

    def _fit_end(self, event: Event) -> None:
        fit = self._fits.get(event.whole("fit"))
        if fit is None or fit.finished:
            return
        who = event.part("stopper")
        stopper = Stopper(who.text("callback", 200), self._at(who.whole("line"))) if who else None
        listed = event.get("rising")
        rising = listed if isinstance(listed, list) else []
        known = [item if isinstance(item, bool) else None for item in rising]
        known += [None] * len(fit.callbacks)
        callbacks = tuple(
            replace(item, is_rising=up) for item, up in zip(fit.callbacks, known, strict=False)
        )
        epochs = tuple(self._epochs[fit.number])
        history = event.part("history") or Event()
        self._epochs[fit.number] = list(with_later_figures(epochs, history))
        self._fits[fit.number] = replace(fit, finished=True, stopper=stopper, callbacks=callbacks)

    def _probe(self, event: Event) -> None:
        fit = self._fits.get(event.whole("fit"))
        if fit is None:
            return
        probes = tuple(
            Probe(
                item.text("class", 200),
                item.text("metric", 200),
                tuple(
                    Trial(
                        trial.number("value") or 0.0,
                        trial.get("stopped") is True,
                        trial.text("error") or None,
                    )
                    for trial in item.parts("tried", MOST_TRIALS)
                ),
            )
            for item in event.parts("callbacks", MOST_TRIALS)
        )
        self._fits[fit.number] = replace(fit, probes=probes)

    def _file(self, event: Event) -> None:
        if len(self._record.files) < MOST_FITS:
            use = FileUse(
                event.text("event"),
                event.text("path"),
                event.whole("fit"),
                self._at(event.whole("line")),
                event.whole("model"),
                event.whole("fits"),
                event.get("trained") is not False,
            )
            self._record = replace(self._record, files=(*self._record.files, use))

    def _served(self, event: Event) -> None:
        if len(self._record.asked) < MOST_FITS:
            asked = Asked(
                event.text("address", 300), event.text("file", 100), event.text("refused", 20)
            )
            self._record = replace(self._record, asked=(*self._record.asked, asked))

    def _raised(self, event: Event) -> None:
        self._record = replace(self._record, raised=self._error(event))

    def _passed_over(self, event: Event) -> None:
        if len(self._record.passed_over) < MOST_FITS:
            passed = (*self._record.passed_over, self._error(event))
            self._record = replace(self._record, passed_over=passed)

    def _error(self, event: Event) -> Raised:
        frames = tuple(
            Frame(
                item.text("file", 400),
                self._at(item.whole("line")) if item.get("own") is True else item.whole("line"),
                item.text("function", 200),
                item.get("own") is True,
            )
            for item in event.parts("frames")
        )
        return Raised(
            type=event.text("type", 200),
            bases=event.texts("bases", 50),
            message=event.text("message"),
            errno=event.whole("errno") or None,
            frames=frames,
        )

    def _exited(self, event: Event) -> None:
        self._record = replace(self._record, exited=event.text("code", 200), finished=True)

    def _finished(self, _event: Event) -> None:
        self._record = replace(self._record, finished=True)


def _callback(item: Event) -> CallbackUsed:
    listed = list((item.part("settings") or {}).items())
    return CallbackUsed(
        name=item.text("class", 200),
        own=item.get("own") is True,
        is_class=item.get("is_class") is True,
        is_callback=item.get("is_callback") is True,
        settings={key: value for key, value in listed[:40] if isinstance(value, PLAIN)},
        number=item.whole("number"),
    )


def _numbers(value: object, most: int = 20) -> tuple[float, ...]:
    items = value[:most] if isinstance(value, list) else []
    return tuple(number for item in items if (number := finite(item)) is not None)


def _is_no_number(value: object) -> bool:
    return value in NO_NUMBERS or (isinstance(value, float) and finite(value) is None)


def _feed(item: Event | None) -> Feed | None:
    if item is None:
        return None
    count = item.get("count")
    return Feed(
        kind=item.text("kind", 100),
        loaders=item.shape("loaders", 50),
        count=count if isinstance(count, int) else None,
        shape=item.shape("shape"),
        low=item.number("low"),
        high=item.number("high"),
        varies=item.get("varies") is True,
        opaque=item.get("opaque") is True,
        labels=item.shape("labels") if isinstance(item.get("labels"), list) else None,
        batch=item.whole("batch_size") or None,
        batches=item.whole("batches") or None,
        classes=item.whole("classes") or None,
    )
