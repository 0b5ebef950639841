"""A data set of two text files, with two archives that no address serves."""

import hashlib

from grader.datasets.spec import Archive, Arrays, DatasetSpec

ARCHIVES = {"a.gz": bytes(range(256)) * 40, "b.gz": b"b" * 3000}
SPEC = DatasetSpec(
    name="toy",
    classes=("a", "b"),
    form=Arrays("toy", (5,)),
    counts={"toy": 2},
    held_out={"sample": (2, 1), "real": (2, 1)},
    archives=tuple(
        Archive(name, ("http://127.0.0.1:9/",), len(raw), hashlib.sha256(raw).hexdigest())
        for name, raw in ARCHIVES.items()
    ),
)
