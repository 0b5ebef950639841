"""Choose the Python and the Keras that train a submission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.sandbox import interpreter
from grader.submission import old_keras

if TYPE_CHECKING:
    from grader.sandbox.interpreter import Interpreter
    from grader.submission import Submission
    from grader.submission.old_keras import OldSign
    from grader.training.record import TrainingRecord


@dataclass(frozen=True)
class Trainer:
    """A Python, whether it runs the file under tf_keras, and the file's signs of Keras 2."""

    python: Interpreter
    tf_keras: bool
    signs: tuple[OldSign, ...]

    def notes(self, submission: Submission, record: TrainingRecord) -> tuple[str, ...]:
        """Return notes on Keras 2 in the file: its form in Keras 3, and which Keras ran it."""
        if self.tf_keras:
            ran = "it was run under Keras 2 (tf_keras)"
            return old_keras.notes(submission, self.signs, ran) or (f"your file: {ran}",)
        has_none = self.python.is_own and "tf_keras" not in self.python.compiled
        if record.raised is None or not has_none:
            return ()
        hint = f"with tf_keras the kit runs your file as it is ({interpreter.INSTALL})"
        return old_keras.notes(submission, self.signs, hint)

    def versions(self, record: TrainingRecord) -> dict[str, str]:
        """Return the versions of Keras, and of a Python that is not the kit's."""
        keras = {"keras": record.keras}
        return keras if self.python.is_own else {**keras, "training": self._python(record)}

    def _python(self, record: TrainingRecord) -> str:
        return f"Python {record.python}, {self.python.path}"


def choose(submission: Submission, python: Interpreter | None, keras: str) -> Trainer:
    """Choose the trainer of a file; `python` None is the kit's own, `keras` is 2, 3 or auto."""
    python = python or interpreter.own()
    signs = () if keras == interpreter.KERAS_3 else old_keras.signs(submission)
    return Trainer(python, python.uses_tf_keras(keras, is_old=bool(signs)), signs)
