"""Why there is no model file, where the program itself tells it."""

from __future__ import annotations

import pytest

from grader.assessment.mistakes.faults import of_model
from grader.assessment.mistakes.saved_file import placed
from grader.training.record import TrainingRecord
from tests.assessment.mistakes.cases import Case, fit, record, saved

NOTHING = of_model("NoModel", "no mymodel.h5 was saved", "end with model.save('mymodel.h5')")
FUNCTION = "def solution_model():\n    model.fit(x, y)\n    return model\n"
ENDED = TrainingRecord(finished=True)


@pytest.mark.parametrize(
    ("end", "line", "words"),
    [
        ("if __name__ == 'main':\n    solution_model()", 4, "if __name__ == '__main__':"),
        ("if '__main_' == __name__:\n    solution_model()", 4, "if __name__ == '__main__':"),
        ("", 1, "nothing calls solution_model()"),
    ],
)
def test_a_file_that_only_defines_things_is_told_so(end: str, line: int, words: str) -> None:
    found = placed(Case(FUNCTION + end, ENDED).evidence, NOTHING)
    assert found is not None
    assert (found.line, words in found.fix) == (line, True)


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("if __name__ == '__main__':\n    solution_model()", ENDED),
        ("if __name__ != 'main':\n    solution_model()", ENDED),
        ("if __name__ == 'main':\n    solution_model()", TrainingRecord()),
        ("if __name__ == 'main':\n    pass", TrainingRecord(finished=True, fits=(fit(),))),
    ],
)
def test_nothing_more_is_said_of_a_file_that_ran(end: str, told: TrainingRecord) -> None:
    assert placed(Case(FUNCTION + end, told).evidence, NOTHING) == NOTHING


ELSEWHERE = of_model("NoModel", "found models/mymodel.h5, but no mymodel.h5", "save it here")


def test_a_save_to_another_place_is_shown_at_its_line() -> None:
    told = record(fit(), files=(saved(1, path="models/mymodel.h5", line=2),))
    found = placed(Case("model.fit(x)\nmodel.save('models/mymodel.h5')", told).evidence, ELSEWHERE)
    assert found is not None
    assert (found.line, found.fix) == (2, "save it here")


def test_a_checkpoint_to_another_name_is_shown_where_it_is_made() -> None:
    told = record(fit(), files=(saved(1, path="best.h5", line=2),))
    code = "best = ModelCheckpoint('best.h5')\nmodel.fit(x, callbacks=[best])"
    found = placed(Case(code, told).evidence, ELSEWHERE)
    assert found is not None
    assert (found.line, "ModelCheckpoint('mymodel.h5', ...)" in found.fix) == (1, True)


def test_what_a_checkpoint_saves_is_not_shown_as_a_save() -> None:
    told = record(fit(), files=(saved(1, path="best.h5", line=1),))
    assert placed(Case("model.fit(x, callbacks=[best])", told).evidence, ELSEWHERE) == ELSEWHERE


WEIGHTS = of_model("NoModel", "found best.weights.h5, but no mymodel.h5", "save the model")


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("model.fit(x, callbacks=[keep])", ""),
        ("model.save_weights('best.weights.h5')", "weights_in_place_of_model"),
    ],
)
def test_only_a_line_that_saves_weights_is_told_so(code: str, rule: str) -> None:
    told = record(fit(), files=(saved(1, what="save_weights", path="best.weights.h5", line=1),))
    found = placed(Case(code, told).evidence, WEIGHTS)
    assert found is not None
    assert (found.mistake, found.line) == (rule, 1 if rule else 0)


def test_training_inside_a_string_is_told() -> None:
    code = "x = 1\n'''\nmodel = build()\nmodel.fit(x)\n'''\n"
    found = placed(Case(code, ENDED).evidence, NOTHING)
    assert found is not None
    assert (found.line, found.mistake) == (2, "training_is_not_run")
    assert "from line 2 to line 5" in found.fix
    by_hand = "with tf.GradientTape() as tape:\n    pass\n# model.fit(x)\n"
    assert placed(Case(by_hand, ENDED).evidence, NOTHING) == NOTHING
    described = "'''How to use it: model.fit(x).'''\nx = 1\n"
    assert placed(Case(described, ENDED).evidence, NOTHING) == NOTHING
