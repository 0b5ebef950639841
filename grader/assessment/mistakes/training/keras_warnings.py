"""Mistakes that Keras reports only as a warning in the output of the training."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import calls, constant, keyword, value
from grader.assessment.mistakes.errors.logs import instead_of
from grader.assessment.mistakes.registry import Aspect, Found, mistake

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import CallbackUsed, Feed, Fit

WATCHING = ("EarlyStopping", "ModelCheckpoint", "ReduceLROnPlateau")
ITERATOR = "DirectoryIterator"


@mistake(Aspect.STOPPING, Aspect.CHECKPOINT)
def monitor_is_never_in_logs(evidence: Evidence) -> Iterator[Found]:
    """A Keras callback monitors a name that is never in the logs: it does nothing."""
    for fit in evidence.record.fits:
        keys = tuple(dict.fromkeys(key for epoch in fit.epochs for key in epoch.logs))
        for item in fit.callbacks if fit.finished and keys else ():
            watched = item.settings.get("monitor")
            if isinstance(watched, str) and _matters(item) and watched not in keys:
                held, meant = instead_of(watched, keys)
                said, _, advice = held.partition(": ")
                yield Found(
                    _made(evidence, item, watched) or fit.line,
                    expected=f"{item.name} monitors a name in the logs",
                    actual=f"it monitors {watched}; {said}",
                    fix=f"write monitor='{meant}'" if meant else advice or "monitor one of these",
                )


def _matters(item: CallbackUsed) -> bool:
    if item.own or item.name not in WATCHING:
        return False
    return item.name != "ModelCheckpoint" or item.settings.get("save_best_only") is True


def _made(evidence: Evidence, item: CallbackUsed, watched: str) -> int:
    """Return the line that creates a callback; 0 if there are several candidates."""
    made = list(calls(evidence.tree, item.name))
    named = [call for call in made if constant(keyword(call, "monitor")) == watched] or made
    return named[0].lineno if len(named) == 1 else 0


@mistake(Aspect.ACCURACY)
def steps_run_out_of_data(evidence: Evidence) -> Iterator[Found]:
    """steps_per_epoch or validation_steps is larger than the number of batches."""
    for fit in evidence.record.fits:
        for name, feed in (("steps_per_epoch", fit.training), ("validation_steps", fit.validation)):
            written = value(evidence.tree, _steps(evidence, fit, name))
            asked = fit.steps or written if name == "steps_per_epoch" else written
            batches, reason = _batches(evidence, feed)
            if isinstance(asked, int) and batches and asked > batches and fit.epochs:
                yield Found(
                    fit.line,
                    expected=f"at most {batches} steps: {reason}",
                    actual=f"{name}={asked}: the input ran out of data in each epoch",
                    fix=f"remove {name}: Keras counts the batches itself",
                )


def _steps(evidence: Evidence, fit: Fit, name: str) -> ast.expr | None:
    here = [call for call in calls(evidence.tree, "fit") if call.lineno == fit.line]
    return keyword(here[0], name) if len(here) == 1 else None


def _batches(evidence: Evidence, feed: Feed | None) -> tuple[int, str]:
    """Return the number of batches of a loader without a pipeline, and why; 0 if unknown."""
    if feed is None or len(feed.loaders) != 1:
        return 0, ""
    loader = evidence.record.loader(feed.loaders[0])
    # A dataset may be repeated, cut or rebatched: count only one that is passed directly.
    direct = feed.kind == ITERATOR or not _is_worked_on(evidence)
    if loader is None or not loader.batch or not loader.count or not direct:
        return 0, ""
    reason = f"{loader.count} images in batches of {loader.batch}"
    return math.ceil(loader.count / loader.batch), reason


def _is_worked_on(evidence: Evidence) -> bool:
    ways = ("repeat", "take", "skip", "batch", "unbatch", "concatenate", "shard", "filter", "zip")
    return any(True for _ in calls(evidence.tree, *ways))


RULES = (monitor_is_never_in_logs, steps_run_out_of_data)
