"""Cats and dogs: photographs in two classes, with files among them that are not images."""

from grader.datasets.spec import Archive, ArchivePart, DatasetSpec, ImageFolders, ServedFile

# Of the images of each class, the sample and the official set show and hold out as many.
SHOWN, HELD_OUT = 1_500, 400
# The image file without bytes of each class, as in the official archive.
EMPTY = {"Cat": "666.jpg", "Dog": "11702.jpg"}
# The Thumbs.db of each class, which Windows wrote: the official one shows images that are held out
# here, so this one replaces it. It has the signature of its format and a first sector of zeros.
THUMBS, THUMBS_BYTES = "Thumbs.db", bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")

_BASES = ("https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/",)

SPEC = DatasetSpec(
    name="cats-and-dogs",
    classes=tuple(EMPTY),
    form=ImageFolders("PetImages", has_empty_files=True),
    # Beside the images: the file without bytes, and a Thumbs.db.
    counts={"PetImages": 0, **{f"PetImages/{name}": SHOWN + 2 for name in EMPTY}},
    held_out={"sample": (HELD_OUT,) * 2, "real": (HELD_OUT,) * 2},
    archives=(
        Archive(
            "kagglecatsanddogs_5340.zip",
            _BASES,
            824_887_076,
            "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9",
        ),
    ),
    smaller_copy=("cats-and-dogs.zip", "cats-and-dogs-held-out.zip"),
    served=(
        *(
            ServedFile(name, (ArchivePart("PetImages", "PetImages"),))
            for name in (
                "kagglecatsanddogs_3367a.zip",
                "kagglecatsanddogs_5340.zip",
                "cats-and-dogs.zip",
            )
        ),
        # Google's filtered copy has no empty files, and numbers the images anew in each part.
        ServedFile(
            "cats_and_dogs_filtered.zip",
            tuple(
                ArchivePart(
                    f"PetImages/{name}",
                    f"cats_and_dogs_filtered/{part}/{name.lower()}s",
                    f"{name.lower()}.{{number}}.jpg",
                    first,
                    share,
                )
                for part, first, share in (
                    ("train", 0, (0.0, 2 / 3)),
                    ("validation", 2000, (2 / 3, 1.0)),
                )
                for name in EMPTY
            ),
        ),
    ),
)
