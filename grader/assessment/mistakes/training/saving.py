"""A saved model that is not the last or best trained one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.assessment.mistakes.registry import Aspect, Found, mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.assessment.evidence import Evidence
    from grader.training.record import FileUse, Fit

# Ways to set weights without fit: a file that uses them may save a model without a fit.
OTHER_WAYS = re.compile(
    r"set_weights|load_model|load_weights|GradientTape|train_on_batch|\.assign\(|clone_model"
    r"|weights\s*=|apply_gradients|load_own|h5py|deepcopy|pickle|model_from"
)
CLEARLY = 0.1  # How much more accurate another model must be.


@mistake(Aspect.ACCURACY, Aspect.CHECKPOINT)
def saves_an_untrained_model(evidence: Evidence) -> Iterator[Found]:
    """The model was saved before fit, or is not the one that fit trained."""
    record = evidence.record
    use = _last_save(evidence)
    if use is None or use.trained or use.fit or OTHER_WAYS.search(evidence.submission.text):
        return
    if not record.fits or _checkpoint_writes_it(evidence) or evidence.record.raised:
        return
    later = [fit for fit in record.fits if use.model and fit.model_number == use.model]
    before = later[0] if later and later[0].number > use.fits else None
    last = record.fits[-1]
    yield Found(
        use.line,
        expected="the trained model in mymodel.h5",
        actual=f"it is saved before the fit at {evidence.place(before.line)}"
        if before
        else f"the fit at {evidence.place(last.line)} trained another model than the saved one",
        fix="move model.save('mymodel.h5') after model.fit(...)"
        if before
        else "return and save the model that was passed to fit; do not create a new one",
    )


@mistake(Aspect.ACCURACY)
def saves_an_earlier_model(evidence: Evidence) -> Iterator[Found]:
    """Another model, or another state of the same model, was clearly better than the saved one."""
    record = evidence.record
    use, fit = _last_save(evidence), evidence.main_fit
    if use is None or fit is None or use.fit != fit.number or not evidence.is_weak:
        return
    if _checkpoint_writes_it(evidence) or OTHER_WAYS.search(evidence.submission.text):
        return
    reached = _reached(fit)
    better = [
        each
        for each in record.fits
        if each is not fit and reached and _reached(each) > reached + CLEARLY
    ]
    later = [each for each in better if each.number > use.fits]
    others = [each for each in better if each.model_number != fit.model_number]
    chosen = (later or others)[-1:]
    for each in chosen:
        same = each.model_number == fit.model_number
        yield Found(
            use.line,
            expected="the best of the trained models in mymodel.h5",
            actual=f"the model of the fit at {evidence.place(fit.line)}, accuracy {reached:.3f}; "
            "the "
            f"{'same' if same else 'other'} one reached {_reached(each):.3f} at "
            f"{evidence.place(each.line)}",
            fix="save after the last fit" if same else "return and save that other model",
        )


def _reached(fit: Fit) -> float:
    """Return the last accuracy, on validation images if there are any; 0 if unknown."""
    name = fit.accuracy_name or ""
    values = fit.history(f"val_{name}") or fit.history(name)
    return values[-1] if values else 0.0


def _last_save(evidence: Evidence) -> FileUse | None:
    saved = [use for use in evidence.record.saves if use.path.endswith(evidence.model_name)]
    return saved[-1] if saved else None


def _checkpoint_writes_it(evidence: Evidence) -> bool:
    fits = evidence.record.fits
    paths = (item.settings.get("filepath") for fit in fits for item in fit.callbacks)
    return any(str(path).endswith(evidence.model_name) for path in paths)


RULES = (saves_an_untrained_model, saves_an_earlier_model)
