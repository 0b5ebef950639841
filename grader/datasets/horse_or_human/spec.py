"""Horse or human: rendered images in two classes, with a folder for validation."""

from grader.datasets.spec import Archive, ArchivePart, DatasetSpec, ImageFolders, ServedFile

_BASES = (
    "https://storage.googleapis.com/download.tensorflow.org/data/",
    "https://storage.googleapis.com/laurencemoroney-blog.appspot.com/",
    "https://storage.googleapis.com/learning-datasets/",
)
TRAINING, VALIDATION = "horse-or-human", "validation-horse-or-human"

SPEC = DatasetSpec(
    name="horse-or-human",
    classes=("horses", "humans"),
    form=ImageFolders(TRAINING, VALIDATION),
    counts={
        TRAINING: 0,
        f"{TRAINING}/horses": 500,
        f"{TRAINING}/humans": 527,
        VALIDATION: 0,
        f"{VALIDATION}/horses": 128,
        f"{VALIDATION}/humans": 128,
    },
    held_out={"sample": (200, 200), "real": (55, 50)},
    archives=(
        Archive(
            f"{TRAINING}.zip",
            _BASES,
            149_574_867,
            "e2e6f70d3d549c5dd10a57165e55af253ee66ad750403f95c0fb76bb943633a9",
        ),
        Archive(
            f"{VALIDATION}.zip",
            _BASES,
            11_480_187,
            "ae5fff2f4f5554791f05358108e2e05d9801b191f1896ea101402f0e7f6c32c0",
        ),
    ),
    served=tuple(
        ServedFile(f"{folder}.zip", (ArchivePart(folder),)) for folder in (TRAINING, VALIDATION)
    ),
)
