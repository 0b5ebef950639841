"""The tables of a problem.toml. A table that is missing is None: what needs it does not apply."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

import msgspec
from msgspec import Meta

from grader.typed_toml import Table
from grader.variants import Axis  # noqa: TC001

T = TypeVar("T")
TEXT = "a text that is not empty"
Text = Annotated[str, Meta(pattern=r"\S", description=TEXT)]
Folder = Annotated[
    str, Meta(pattern=r"^[^\s/\\.][^/\\]*$", description="the name of one folder, without slashes")
]
Positive = Annotated[int, Meta(ge=1, description="a whole number of at least 1")]
Accuracy = Annotated[float, Meta(ge=0, le=1, description="a number from 0 to 1")]
Share = Annotated[float, Meta(gt=0, lt=1, description="a number between 0 and 1")]
RISING = "a list of 5 rising numbers from 0 to 1"
Tiers = Annotated[tuple[Accuracy, Accuracy, Accuracy, Accuracy, Accuracy], Meta(description=RISING)]


class ByKind(Table, Generic[T], frozen=True):
    """One value for each kind of data."""

    sample: T
    real: T

    def __getitem__(self, kind: str) -> T:
        """Return the value for one kind of data; raises KeyError for another one."""
        if kind not in self.__struct_fields__:
            raise KeyError(kind)
        found: T = getattr(self, kind)
        return found


class Data(Table, frozen=True):
    """The data set of a problem, by its name in the registry."""

    set: Text


class Limits(Table, frozen=True):
    """What a training may use; sizes in megabytes (10**6 bytes).

    `seconds` is CPU time on each core; the wall time may be four times as long.
    """

    seconds: Annotated[float, Meta(ge=1, description="a number of at least 1")]
    memory_mb: Annotated[float, Meta(ge=256, description="a number of at least 256")]
    disk_mb: Annotated[float, Meta(ge=16, description="a number of at least 16")]
    output_mb: Annotated[float, Meta(ge=1, description="a number of at least 1")]
    processes: Annotated[int, Meta(ge=8, description="a whole number of at least 8")]
    model_mb: Annotated[float, Meta(ge=0.1, description="a number of at least 0.1")]


class Training(Table, frozen=True):
    """How a training runs. `own_data`: on a copy of the data, which it may change."""

    own_data: bool = False


class Images(Table, frozen=True):
    """How images are read: pixels a side.

    `augment_validation` is false where the statement forbids it and a check tests it.
    """

    size: Positive
    augment_validation: bool = True


class Stopping(Table, frozen=True):
    """A callback of the submission's own stops training at this training accuracy.

    It is called with accuracies just below, at and above it. `max_epochs` is the most that a fit
    may ask for.
    """

    accuracy: Accuracy
    max_epochs: Positive


class Split(Table, frozen=True):
    """`split_data` copies this share of each class into `training_folder`, the rest elsewhere."""

    size: Share
    images_each: Positive
    folder: Folder
    training_folder: Folder
    testing_folder: Folder

    @property
    def training_each(self) -> int:
        """How many images of each class are for training."""
        return int(self.images_each * self.size)

    @property
    def testing_each(self) -> int:
        """How many images of each class are for testing."""
        return self.images_each - self.training_each

    @property
    def each(self) -> dict[str, int]:
        """How many images of each class a part has."""
        return {"training": self.training_each, "testing": self.testing_each}

    @property
    def folders(self) -> dict[str, str]:
        """The name of the folder of each part."""
        return {"training": self.training_folder, "testing": self.testing_folder}


class Validation(Table, frozen=True):
    """What the two loaders find. `share` of one folder, or without it a folder of its own."""

    training_images: Positive
    validation_images: Positive
    share: Share | None = None

    @property
    def images(self) -> dict[str, int]:
        """How many images each loader finds."""
        return {"training": self.training_images, "validation": self.validation_images}


class Checkpoint(Table, frozen=True):
    """The best epoch is saved, by this metric; without `monitor`, by any validation metric.

    The guest stores a hash of the weights after each epoch, to tell which epoch was saved.
    """

    monitor: Text | None = None


class Outputs(Table, frozen=True):
    """The end of the model; `classes` is the order of the outputs, by default alphabetical."""

    activation: Literal["sigmoid", "softmax"]
    classes: Annotated[tuple[Text, ...], Meta(description="a list of class names")] = ()

    @property
    def is_alphabetical(self) -> bool:
        """Whether the outputs are in the order in which loaders find the folders of classes."""
        return [*self.classes] == sorted(self.classes)


class ProblemFile(Table, frozen=True):
    """A problem.toml."""

    id: Text
    title: Text
    category: Text
    skills: Annotated[tuple[str, ...], Meta(description="a list of texts")]
    data: Data
    limits: Limits
    thresholds: ByKind[dict[str, Accuracy]]
    tiers: ByKind[Tiers]
    points: dict[str, Positive]
    training: Training = Training()
    images: Images | None = None
    stopping: Stopping | None = None
    split: Split | None = None
    validation: Validation | None = None
    checkpoint: Checkpoint | None = None
    outputs: Outputs | None = None
    values: dict[str, int | float | Text] = msgspec.field(default_factory=dict)
    constants: dict[str, Text] = msgspec.field(default_factory=dict)
    axes: dict[str, Axis] = msgspec.field(default_factory=dict, name="variants")

    def __post_init__(self) -> None:
        """Raise ValueError where tiers do not rise."""
        for kind in DATA_KINDS:
            if sorted(set(self.tiers[kind])) != [*self.tiers[kind]]:
                raise ValueError(f"key 'tiers.{kind}' must be {RISING}, not {[*self.tiers[kind]]}")


DATA_KINDS = ("sample", "real")
# The tables that statement, stub and hints may name, and that a variant may change.
FEATURES = ("images", "stopping", "split", "validation", "checkpoint", "outputs", "values")
RENAMED = {
    "numbers.stop_at": "'stopping.accuracy'",
    "numbers.epochs": "'stopping.max_epochs'",
    "numbers.picture_size": "'images.size'",
    "numbers.split_size": "'split.size'",
    "numbers.training_each": "'split.images_each', which counts both parts",
    "numbers.testing_each": "'split.images_each', which counts both parts",
    "numbers.validation_split": "'validation.share'",
    "numbers.validation_share": "'validation.share'",
    "numbers.training_pictures": "'validation.training_images'",
    "numbers.validation_pictures": "'validation.validation_images'",
    "numbers": "'values'",
    "words.top_folder": "'split.folder'",
    "words.training_folder": "'split.training_folder'",
    "words.testing_folder": "'split.testing_folder'",
    "words.figure": "'checkpoint.monitor'",
    "words.classes": "'outputs.classes', a list",
    "words": "'values'",
    "training.hash_weights": "the table 'checkpoint', which implies it",
}
