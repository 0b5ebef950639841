"""What a callback of one's own is called with, and how it ends a training."""

from __future__ import annotations

import pytest

from tests.assessment.mistakes.recorded import diagnose

STOP = """
class Stop(Callback):
    def on_epoch_end({given}):
        {does}  #<
"""


@pytest.mark.parametrize(
    ("given", "takes"), [("epoch, logs=None", "from 1 to 2"), ("epoch, logs", "2")]
)
def test_a_callback_without_self_is_named(given: str, takes: str) -> None:
    message = f"Stop.on_epoch_end() takes {takes} positional arguments but 3 were given"
    code = STOP.format(given=given, does="pass")
    rule, words = diagnose(code, "TypeError", message)
    assert rule == "callback_takes_other_arguments"
    assert words.endswith("def on_epoch_end(self, epoch, logs=None):")


@pytest.mark.parametrize(
    ("does", "kind", "message"),
    [
        ("self.stop_training()", "AttributeError", "'Stop' object has no attribute"),
        ("self.model.stop_training()", "TypeError", "'bool' object is not callable"),
    ],
)
def test_a_flag_that_is_called_is_named(does: str, kind: str, message: str) -> None:
    said = f"{message} 'stop_training'" if kind == "AttributeError" else message
    code = STOP.format(given="self, epoch, logs=None", does=does)
    assert diagnose(code, kind, said) == (
        "calls_the_flag",
        "stop_training is not a method: write self.model.stop_training = True",
    )


def test_another_flag_that_is_called_is_not_spoken_of() -> None:
    code = STOP.format(given="self, epoch, logs=None", does="self.done(); stop_training = 1")
    assert diagnose(code, "TypeError", "'bool' object is not callable") == ("", "")
