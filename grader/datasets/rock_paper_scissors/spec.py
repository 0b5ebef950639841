"""Rock, paper, scissors: images of hands in three classes."""

from grader.datasets.spec import Archive, ArchivePart, DatasetSpec, ImageFolders, ServedFile

_BASES = (
    "https://storage.googleapis.com/download.tensorflow.org/data/",
    "https://storage.googleapis.com/laurencemoroney-blog.appspot.com/",
    "https://storage.googleapis.com/learning-datasets/",
)
_CLASSES = ("paper", "rock", "scissors")
TEST_ARCHIVE = "rps-test-set.zip"

SPEC = DatasetSpec(
    name="rps",
    classes=_CLASSES,
    form=ImageFolders("rps"),
    counts={"rps": 0, **{f"rps/{name}": 840 for name in _CLASSES}},
    held_out={"sample": (124,) * 3, "real": (124,) * 3},
    archives=(
        Archive(
            "rps.zip",
            _BASES,
            200_682_221,
            "c2403444395842ad04c53612bad54b574443eae17a0723117a2ff87b9d72194f",
        ),
        Archive(
            TEST_ARCHIVE,
            _BASES,
            29_516_758,
            "c27ab9fa43ce40b2e453de711365b477f4424586edf0388116674fd320f07503",
        ),
    ),
    served=(
        ServedFile("rps.zip", (ArchivePart("rps", "rps"),)),
        # Dicoding's archive has the classes twice: at its top and in a folder beside them.
        ServedFile(
            "rockpaperscissors.zip",
            tuple(
                ArchivePart(f"rps/{name}", f"{top}/{name}")
                for top in ("rockpaperscissors", "rockpaperscissors/rps-cv-images")
                for name in _CLASSES
            ),
        ),
    ),
    # The official test images are the held-out ones.
    withheld=(TEST_ARCHIVE,),
)
