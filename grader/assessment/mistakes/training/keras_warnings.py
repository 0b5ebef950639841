"""What Keras says in a warning among the lines of a training, where nobody reads it."""

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
    """A callback of Keras's own watches a name that the logs never hold: it does nothing."""
    for fit in evidence.record.fits:
        keys = tuple(dict.fromkeys(key for epoch in fit.epochs for key in epoch.logs))
        for item in fit.callbacks if fit.finished and keys else ():
            watched = item.settings.get("monitor")
            if isinstance(watched, str) and _matters(item) and watched not in keys:
                held, meant = instead_of(watched, keys)
                said, _, mend = held.partition(": ")
                yield Found(
                    _made(evidence, item, watched) or fit.line,
                    expected=f"{item.name} to watch what the logs hold",
                    actual=f"it watches {watched}; {said}",
                    fix=f"write monitor='{meant}'" if meant else mend or "watch one of these",
                )


def _matters(item: CallbackUsed) -> bool:
    if item.own or item.name not in WATCHING:
        return False
    return item.name != "ModelCheckpoint" or item.settings.get("save_best_only") is True


def _made(evidence: Evidence, item: CallbackUsed, watched: str) -> int:
    """The line that makes a callback; 0 where more than one might be it."""
    made = list(calls(evidence.tree, item.name))
    named = [call for call in made if constant(keyword(call, "monitor")) == watched] or made
    return named[0].lineno if len(named) == 1 else 0


@mistake(Aspect.ACCURACY)
def steps_run_out_of_data(evidence: Evidence) -> Iterator[Found]:
    """steps_per_epoch, or validation_steps, asks for more batches than a folder's pictures make."""
    for fit in evidence.record.fits:
        for name, feed in (("steps_per_epoch", fit.training), ("validation_steps", fit.validation)):
            written = value(evidence.tree, _steps(evidence, fit, name))
            asked = fit.steps or written if name == "steps_per_epoch" else written
            batches, told = _batches(evidence, feed)
            if isinstance(asked, int) and batches and asked > batches and fit.epochs:
                yield Found(
                    fit.line,
                    expected=f"at most {batches} steps: {told}",
                    actual=f"{name}={asked}: each time the input ran out of data",
                    fix=f"leave {name} out: Keras counts the batches itself",
                )


def _steps(evidence: Evidence, fit: Fit, name: str) -> ast.expr | None:
    here = [call for call in calls(evidence.tree, "fit") if call.lineno == fit.line]
    return keyword(here[0], name) if len(here) == 1 else None


def _batches(evidence: Evidence, feed: Feed | None) -> tuple[int, str]:
    """How many batches a loader that is fed as it is gives out, and why; 0 where not known."""
    if feed is None or len(feed.loaders) != 1:
        return 0, ""
    loader = evidence.record.loader(feed.loaders[0])
    # A data set may be repeated, cut or batched anew on its way: only one that is not is counted.
    direct = feed.kind == ITERATOR or not _is_worked_on(evidence)
    if loader is None or not loader.batch or not loader.count or not direct:
        return 0, ""
    told = f"{loader.count} pictures in batches of {loader.batch}"
    return math.ceil(loader.count / loader.batch), told


def _is_worked_on(evidence: Evidence) -> bool:
    ways = ("repeat", "take", "skip", "batch", "unbatch", "concatenate", "shard", "filter", "zip")
    return any(True for _ in calls(evidence.tree, *ways))


RULES = (monitor_is_never_in_logs, steps_run_out_of_data)
