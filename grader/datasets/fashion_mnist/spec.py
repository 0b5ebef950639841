"""Fashion-MNIST: grey images of ten kinds of clothes."""

from grader.datasets.spec import Archive, Arrays, DatasetSpec, ServedFile

_BASES = ("https://storage.googleapis.com/tensorflow/tf-keras-datasets/",)
_ARCHIVES = (
    Archive(
        "train-images-idx3-ubyte.gz",
        _BASES,
        26_421_880,
        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    ),
    Archive(
        "train-labels-idx1-ubyte.gz",
        _BASES,
        29_515,
        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    ),
    Archive(
        "t10k-images-idx3-ubyte.gz",
        _BASES,
        4_422_102,
        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    ),
    Archive(
        "t10k-labels-idx1-ubyte.gz",
        _BASES,
        5_148,
        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    ),
)

SPEC = DatasetSpec(
    name="fashion-mnist",
    classes=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    form=Arrays(
        "fashion-mnist", (28, 28), "idx", keras="fashion_mnist", keras_cache="fashion-mnist"
    ),
    counts={"fashion-mnist": 4},
    held_out={"sample": (500,) * 10, "real": (500,) * 10},
    archives=_ARCHIVES,
    served=tuple(
        ServedFile(
            archive.file,
            path=f"fashion-mnist/{archive.file}",
            # MNIST has files of the same names.
            address_has=("fashion", "tf-keras-datasets"),
        )
        for archive in _ARCHIVES
    ),
)
