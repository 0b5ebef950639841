"""What trains a submission: which Python, and which Keras in it."""

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
    """A Python, whether it runs the file under tf_keras, and what of Keras 2 stands in the file."""

    python: Interpreter
    tf_keras: bool
    signs: tuple[OldSign, ...]

    def notes(self, submission: Submission, record: TrainingRecord) -> tuple[str, ...]:
        """What of the file is Keras 2, how it is written today, and under which Keras it ran."""
        if self.tf_keras:
            ran = "it was run under Keras 2 (tf_keras)"
            return old_keras.notes(submission, self.signs, ran) or (f"your file: {ran}",)
        has_none = self.python.is_own and "tf_keras" not in self.python.compiled
        if record.raised is None or not has_none:
            return ()
        hint = f"with tf_keras the kit runs your file as it is ({interpreter.INSTALL})"
        return old_keras.notes(submission, self.signs, hint)

    def versions(self, record: TrainingRecord) -> dict[str, str]:
        """What trained, by name: Keras, and a Python that is not the kit's."""
        keras = {"keras": record.keras}
        return keras if self.python.is_own else {**keras, "training": self._told(record)}

    def _told(self, record: TrainingRecord) -> str:
        return f"Python {record.python}, {self.python.path}"


def choose(submission: Submission, python: Interpreter | None, keras: str) -> Trainer:
    """The trainer of a file: in the Python named or the kit's own, with Keras 2, 3 or auto."""
    python = python or interpreter.own()
    signs = () if keras == interpreter.KERAS_3 else old_keras.signs(submission)
    return Trainer(python, python.uses_tf_keras(keras, is_old=bool(signs)), signs)
