"""Describe the data that fit gets: arrays, folder iterators or tf.data sets."""

from __future__ import annotations

import math
from typing import Any

from ..observations import Feed
from .loaders import MARK

SAMPLE = 2000
PEEK = 8
COMPARED = 100  # validation images that are searched for among the training images
LARGEST = 500_000_000  # numbers in an array that is searched
MOST_ALIKE = 50
SLACK = 1e-6  # Sums of the same numbers differ by the order in which they were added.
MOST_ANCESTORS = 200
MOST_LABELS = 10_000_000
CUTTING = ("Take", "Skip", "Shard")
KEEPING = ("Cache", "Snapshot")
# Reading one batch of these could consume data for good, or leave a cache half written.
UNPEEKABLE = ("GeneratorDataset", "_GeneratorDataset", "FlatMapDataset", "_FlatMapDataset")
# Operations that call Python functions, which no graph shows.
_PYTHON = frozenset({"PyFunc", "PyFuncStateless", "EagerPyFunc"})
PEELED = (
    "PrefetchDataset",
    "_PrefetchDataset",
    "CacheDataset",
    "ShuffleDataset",
    "_ShuffleDataset",
    "RepeatDataset",
    "_RepeatDataset",
    "_OptionsDataset",
)


def describe_feed(x: Any, y: Any) -> Feed | None:  # noqa: ANN401
    """Describe what fit gets as x; None if that is nothing."""
    if x is None:
        return None
    if hasattr(x, "_get_batches_of_transformed_samples"):
        return _iterator(x)
    if hasattr(x, "element_spec"):
        return _dataset(x)
    if hasattr(x, "shape") and hasattr(x, "dtype"):
        return _array(x, y)
    return Feed(type(x).__name__)


def _range(values: Any) -> dict[str, Any]:  # noqa: ANN401
    import numpy as np  # noqa: PLC0415  (a program that trains has imported it)

    array = np.asarray(values)
    if not array.size or array.dtype.kind not in "biuf":
        return {}
    return {"low": float(array.min()), "high": float(array.max())}


def _images(batch: Any) -> Any:  # noqa: ANN401
    return batch[0] if isinstance(batch, tuple) else batch


def _array(x: Any, y: Any) -> Feed:  # noqa: ANN401
    step = max(1, len(x) // SAMPLE)
    return Feed(
        "array",
        count=int(x.shape[0]),
        shape=tuple(int(n) for n in x.shape[1:]),
        labels=tuple(y.shape[1:]) if hasattr(y, "shape") else None,
        classes=_classes(y),
        **_range(x[::step]),
    )


def _classes(labels: Any) -> int | None:  # noqa: ANN401
    """Count the different labels, which are numbers or one-hot rows; None for other labels."""
    import numpy as np  # noqa: PLC0415

    array = np.asarray(_single(labels))
    if (
        array.dtype.kind not in "biuf"
        or not 0 < array.size <= MOST_LABELS
        or array.ndim not in {1, 2}
    ):
        return None
    of_rows = array.ndim == 2 and array.shape[1] > 1  # noqa: PLR2004  (rows and columns)
    return len(np.unique(array.argmax(axis=1) if of_rows else array))


def _single(labels: Any) -> Any:  # noqa: ANN401
    """Return y for [y], as Keras does; None for a list of several arrays."""
    if not isinstance(labels, (list, tuple)) or not any(hasattr(one, "shape") for one in labels):
        return labels
    return labels[0] if len(labels) == 1 else None


def kept_classes(labels: Any, share: Any) -> int | None:  # noqa: ANN401
    """Count the classes in what validation_split keeps back: the end of the arrays."""
    labels = _single(labels)
    if labels is None or not share or not hasattr(labels, "__len__"):
        return None
    return _classes(labels[math.floor(len(labels) * (1 - float(share))) :])


def _iterator(x: Any) -> Feed:  # noqa: ANN401
    import numpy as np  # noqa: PLC0415

    found: dict[str, Any] = {
        "kind": type(x).__name__,
        "loaders": (getattr(x, MARK),) if hasattr(x, MARK) else (),
        "count": int(x.n),
        "batch": int(x.batch_size),
        "shape": tuple(x.image_shape) if hasattr(x, "image_shape") else (),
    }
    if x.n:
        # Augmentation draws from NumPy's global state: the training must not depend on this look.
        state = np.random.get_state()  # noqa: NPY002
        try:
            chosen = np.linspace(0, x.n - 1, min(PEEK, x.n)).astype(int)
            batches = [x._get_batches_of_transformed_samples(chosen) for _ in "12"]  # noqa: SLF001
            looks = [_images(batch) for batch in batches]
        finally:
            np.random.set_state(state)  # noqa: NPY002
        found.update(_range(looks[0]))
        # Random changes differ between two looks at the same images.
        found["varies"] = not np.array_equal(*looks)
        if isinstance(batches[0], tuple) and hasattr(batches[0][1], "shape"):
            found["labels"] = tuple(batches[0][1].shape[1:])
    return Feed(**found)


def _dataset(x: Any) -> Feed:  # noqa: ANN401
    chain = _ancestors(x)
    loaders = sorted({getattr(d, MARK) for d in chain if hasattr(d, MARK)})
    found: dict[str, Any] = {"kind": "dataset", "loaders": tuple(loaders)}
    spec = x.element_spec
    first = spec[0] if isinstance(spec, tuple) else spec
    if getattr(getattr(first, "shape", None), "rank", None) is not None:
        found["shape"] = tuple(first.shape[1:])
    labels = getattr(spec[1], "shape", None) if isinstance(spec, tuple) and len(spec) > 1 else None
    if getattr(labels, "rank", None) is not None and labels is not None:
        found["labels"] = tuple(labels[1:])
    # Two looks at a set would show other images; its functions reveal random changes too.
    found["varies"] = is_random(x)
    names = {type(d).__name__ for d in chain}
    batches = x.cardinality() if callable(getattr(x, "cardinality", None)) else 0
    found["batches"] = int(batches) if batches > 0 else None
    found["opaque"] = not _PYTHON.isdisjoint(_operations(x)) or not names.isdisjoint(UNPEEKABLE)
    on_disk = any(_cache_file(d) for d in chain)
    if names.isdisjoint(UNPEEKABLE) and not on_disk:
        for batch in _peel(x).take(1):
            images = _images(batch)
            if hasattr(images, "shape"):
                found.update(_range(images[:PEEK]), batch=len(images))
    return Feed(**found)


def shared(x: Any, validation: Any) -> float | None:  # noqa: ANN401
    """Return the share of validation images that are training images too; None if unknown."""
    other = validation[0] if isinstance(validation, (tuple, list)) and validation else validation
    if other is None:
        return None
    if other is x:
        return 1.0
    if not all(hasattr(each, "shape") and hasattr(each, "dtype") for each in (x, other)):
        return None
    import numpy as np  # noqa: PLC0415

    images, kept = np.asarray(x), np.asarray(other)
    if images.shape[1:] != kept.shape[1:] or not kept.size or images.size > LARGEST:
        return None
    chosen = kept[:: max(1, len(kept) // COMPARED)]
    # Equal images have equal sums; only images with equal sums are compared in full.
    axes = tuple(range(1, kept.ndim))
    sums, wanted = (each.sum(axis=axes, dtype="float64") for each in (images, chosen))
    order = np.argsort(sums)
    firsts = np.searchsorted(sums, wanted - SLACK, sorter=order)
    lasts = np.searchsorted(sums, wanted + SLACK, sorter=order, side="right")
    found = sum(
        any(
            np.array_equal(images[place], one)
            for place in order[firsts[number] : lasts[number]][:MOST_ALIKE]
        )
        for number, one in enumerate(chosen)
    )
    return float(found) / len(chosen)


def is_random(dataset: Any) -> bool:  # noqa: ANN401
    """Whether a function mapped over a set draws random numbers; shuffling does not count."""
    return any("Random" in name and not name.endswith("Dataset") for name in _operations(dataset))


def cut_anew(x: Any, validation: Any) -> bool:  # noqa: ANN401
    """Whether both are cut out of one set that is reshuffled in each iteration."""
    return not _reshuffled(x).isdisjoint(_reshuffled(validation))


def _reshuffled(dataset: Any) -> set[int]:  # noqa: ANN401
    """Return the ids of shuffles from whose output a part is cut, with no cache between."""
    waiting, looked, found = [(dataset, False)], 0, set()
    while waiting and looked < MOST_ANCESTORS:
        (current, is_cut), looked = waiting.pop(), looked + 1
        name = type(current).__name__
        if is_cut and "Shuffle" in name and getattr(current, "_reshuffle_each_iteration", False):
            found.add(id(current))
        keeps = any(word in name for word in KEEPING)
        is_cut = not keeps and (is_cut or any(word in name for word in CUTTING))
        inputs = current._inputs() if hasattr(current, "_inputs") else []  # noqa: SLF001
        waiting.extend((each, is_cut) for each in inputs)
    return found


def _operations(dataset: Any) -> set[str]:  # noqa: ANN401
    """Return the names of all operations in the functions that are mapped over a set."""
    found: set[str] = set()
    for each in _ancestors(dataset):
        function = getattr(getattr(each, "_map_func", None), "function", None)
        graph = getattr(function, "graph", None)
        if graph is not None:
            whole = graph.as_graph_def()
            found.update(node.op for node in whole.node)
            found.update(node.op for inner in whole.library.function for node in inner.node_def)
    return found


def _ancestors(dataset: Any) -> list[Any]:  # noqa: ANN401
    found: list[Any] = []
    waiting = [dataset]
    while waiting and len(found) < MOST_ANCESTORS:
        current = waiting.pop(0)
        found.append(current)
        waiting.extend(current._inputs() if hasattr(current, "_inputs") else [])  # noqa: SLF001
    return found


def _peel(dataset: Any) -> Any:  # noqa: ANN401
    """Return the set below caches and buffers: one batch of it costs no more than one batch."""
    while type(dataset).__name__ in PEELED and dataset._inputs():  # noqa: SLF001
        dataset = dataset._inputs()[0]  # noqa: SLF001
    return dataset


def _cache_file(dataset: Any) -> bool:  # noqa: ANN401
    if "Cache" not in type(dataset).__name__:
        return False
    name = getattr(dataset, "_filename", None)
    return name is None or bool(getattr(name, "numpy", lambda: b"?")())
