"""Of an error that carries a wall of text, the sentence that says it."""

from __future__ import annotations

import pytest

from grader.assessment.mistakes.errors.error_message import sentence
from grader.training.record import Raised

AXIS = (
    "Exception encountered when calling Sequential.call().\n\n\x1b[1mInput 0 with name 'None' of "
    "layer 'dense' is incompatible with the layer: expected axis -1 of input shape to have value "
    "5476, but received input with shape (None, 2304)\x1b[0m\n\nArguments received by "
    "Sequential.call():\n  • inputs=tf.Tensor(shape=(None, 100, 100, 3), dtype=float32)"
)
GRAPH = """Graph execution error:

Detected at node compile_loss/sparse_categorical_crossentropy defined at (most recent call last):
  File "train.py", line 120, in <module>

  File "keras/src/losses/losses.py", line 2359, in sparse_categorical_crossentropy

Received a label value of 9 which is outside the valid range of [0, 9).  Label values: 5 7 1 9
\t [[{{node compile_loss/SparseSoftmaxCrossEntropyWithLogits}}]] [Op:__inference_multi_step_9572]"""
IMAGE = """Graph execution error:

Detected at node PyFunc defined at (most recent call last):
<stack traces unavailable>
UnidentifiedImageError: cannot identify image file <_io.BytesIO object at 0x7fcb8023ede0>
Traceback (most recent call last):

  File "script_ops.py", line 269, in __call__
    ret = func(*args)
"""


KERAS_2 = """in user code:

    File "/x/tf_keras/src/engine/training.py", line 1398, in train_function  *
        return step_function(self, iterator)
    File "/x/tf_keras/src/backend.py", line 5575, in categorical_crossentropy
        target.shape.assert_is_compatible_with(output.shape)

    ValueError: Shapes (None, 1) and (None, 10) are incompatible
"""
LAYER_2 = """in user code:

    File "/x/tf_keras/src/engine/input_spec.py", line 235, in assert_input_compatibility
        raise ValueError(

    ValueError: Exception encountered when calling layer 'sequential' (type Sequential).

    Input 0 of layer "conv2d" is incompatible with the layer: expected min_ndim=4, found ndim=3.

    Call arguments received by layer 'sequential' (type Sequential):
      • inputs=tf.Tensor(shape=(None, 28, 28), dtype=float32)
"""


@pytest.mark.parametrize(
    ("kind", "message", "shown"),
    [
        ("ValueError", KERAS_2, "Shapes (None, 1) and (None, 10) are incompatible"),
        ("ValueError", LAYER_2, 'Input 0 of layer "conv2d" is incompatible'),
        ("TypeError", "in user code:\n\n\n    TypeError: f() takes 1 argument", "f() takes 1"),
        ("ValueError", AXIS, "Input 0 with name 'None' of layer 'dense' is incompatible"),
        (
            "InvalidArgumentError",
            GRAPH,
            "Received a label value of 9 which is outside the valid range of [0, 9).",
        ),
        (
            "UnknownError",
            IMAGE,
            "UnidentifiedImageError: cannot identify image file <_io.BytesIO object",
        ),
        (
            "KeyError",
            "'Failed to format this callback filepath: \"{val_acc}\". Reason: \\'val_acc\\''",
            "Failed to format this callback filepath: \"{val_acc}\". Reason: 'val_acc'",
        ),
        ("KeyError", "'acc'", "'acc'"),
        (
            "ImportError",
            "cannot import name 'a' from 'b' (/far/away.py)",
            "cannot import name 'a' from 'b'",
        ),
        ("ValueError", "", "(no message)"),
        ("ValueError", f"The first. {'And more of it. ' * 60}", "The first."),
    ],
)
def test_the_sentence_that_says_it(kind: str, message: str, shown: str) -> None:
    told = sentence(Raised(kind, (kind,), message, ()))
    assert told.startswith(shown)
    assert len(told) <= 250
    assert len(told.splitlines()) <= 2
