"""What is known of a saved model without loading it, and the ways in which it is turned away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ModelFacts:
    """One .h5 file as its bytes and its configuration describe it; nothing was run to tell.

    Shapes are numbers with None where any length goes, the batch first. `output_shape`,
    `output_activation` and `dtype` are None where only running the model could tell.
    `parameters` counts the numbers stored as weights, optimizer state left out. `layers` names the
    class of every layer in the order of the file, nested models opened; `has_rescaling` says that
    one of the first of them scales the pixels.
    """

    bytes: int
    sha256: str
    keras_version: str
    class_name: str
    input_shape: tuple[int | None, ...] | None
    output_shape: tuple[int | None, ...] | None
    parameters: int
    layers: tuple[str, ...]
    output_activation: str | None
    has_rescaling: bool
    dtype: str | None


class RefusedModel(Exception):
    """A model file that is turned away: `reason` says what was seen, `fix` what to do."""

    def __init__(self, reason: str, fix: str) -> None:
        super().__init__(f"{reason}\n{fix}")
        self.reason = reason
        self.fix = fix


class UnsafeModel(RefusedModel):
    """The file asks for more than plain Keras layers and their weights."""


class UnreadableModel(RefusedModel):
    """The file is missing, broken, or not a whole saved model."""


class OversizedModel(UnreadableModel):
    """The file is larger than the problem allows."""
