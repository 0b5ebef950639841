"""The HDF5 side of a saved model: every object, link, data set and attribute looked at once.

Meant for a process of its own: libhdf5 reads what anybody may have written.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from grader.model_file.config import shown
from grader.model_file.findings import UnreadableModel, UnsafeModel

if TYPE_CHECKING:
    from typing import BinaryIO

MOST_CONFIG = 1_000_000  # bytes; EfficientNetB7, 813 layers, writes 0.7 MB
DEEPEST = 8
MOST_OBJECTS = 20_000
_MOST_ATTRIBUTES = 200
_MOST_AXES = 8
_MOST_NUMBER = 8  # bytes of one number
_EXPANSION, _SMALL = 100, 65_536  # packed data may grow so much, and so many bytes in any case
_VERSION = re.compile(r"[0-9A-Za-z.+-]{1,40}")
_OPTIMIZER = ("/optimizer_weights/", "/optimizer/")
_SAVE = "Save the whole model again with model.save('mymodel.h5') and hand in that file unchanged."


@dataclass(frozen=True)
class Stored:
    """What an HDF5 file holds: the configuration as text, and the weights counted, not read."""

    config: str
    keras_version: str
    parameters: int
    sizes: frozenset[int]


def look(file: BinaryIO, file_bytes: int, max_bytes: int) -> Stored:
    """Walk over an open HDF5 file of `file_bytes`; raises UnsafeModel and UnreadableModel.

    No data set is read. `max_bytes` bounds what all data sets together declare.
    """
    import h5py  # noqa: PLC0415  (0.2 s)

    try:
        with h5py.File(file, "r") as opened:
            if opened.userblock_size:
                raise UnsafeModel("The file begins with a block that is not HDF5.", _SAVE)
            config = _text(opened, b"model_config", MOST_CONFIG)
            if config is None:
                raise _without_config(opened)
            walk = _Walk(file_bytes, max_bytes)
            walk.group(opened.id, "", 0)
            if "model_weights" not in opened:
                raise UnreadableModel("The file holds a model's layers but no weights.", _SAVE)
            version = _text(opened, b"keras_version", 40) or ""
            return Stored(
                config,
                version if _VERSION.fullmatch(version) else "",
                walk.parameters,
                frozenset(walk.sizes),
            )
    except (OSError, RuntimeError, LookupError, ValueError, TypeError, ArithmeticError) as error:
        # h5py raises any of these for a broken file
        raise UnreadableModel(
            f"The file is a damaged HDF5 file ({shown(error, 120)}).",
            f"It may be cut short or half written: was the run stopped while saving? {_SAVE}",
        ) from error


def data_sets(file: BinaryIO, file_bytes: int, max_bytes: int) -> dict[str, Any]:
    """Every array of weights in an open HDF5 file by its path, the optimizer's left out.

    Whole models and files of weights alike. Raises UnsafeModel and UnreadableModel.
    """
    import h5py  # noqa: PLC0415

    try:
        with h5py.File(file, "r") as opened:
            walk = _Walk(file_bytes, max_bytes)
            walk.group(opened.id, "", 0)
            kept = [path for path in walk.paths if not path.startswith(_OPTIMIZER)]
            return {path: opened[path][()] for path in kept}
    except (OSError, RuntimeError, LookupError, ValueError, TypeError, ArithmeticError) as error:
        raise UnreadableModel("The file is a damaged HDF5 file.", _SAVE) from error


def _without_config(opened: Any) -> UnreadableModel:  # noqa: ANN401
    weights = "layers" in opened or "_layer_checkpoint_dependencies" in opened
    if weights or "layer_names" in opened.attrs:
        return UnreadableModel(
            "The file holds weights only: the layers that they belong to are not in it.",
            "Save the whole model: model.save('mymodel.h5') instead of "
            "model.save_weights(...), and no save_weights_only=True in a ModelCheckpoint.",
        )
    return UnreadableModel("The file is HDF5, but no saved Keras model (no model_config).", _SAVE)


def _text(opened: Any, name: bytes, most: int) -> str | None:  # noqa: ANN401
    """A text attribute of the root; None where there is none."""
    from h5py import h5a, h5t  # noqa: PLC0415

    if not h5a.exists(opened.id, name):
        return None
    attribute = h5a.open(opened.id, name)
    kind = attribute.get_type()
    wrong = attribute.shape != () or kind.get_class() != h5t.STRING
    if wrong or (not kind.is_variable_str() and kind.get_size() > most):
        raise UnsafeModel(f"The attribute {name.decode()} is not one text of bounded size.", _SAVE)
    value = opened.attrs[name.decode()]
    text = value if isinstance(value, str) else bytes(value).decode("utf-8", "strict")
    if len(text) > most:
        raise UnsafeModel(f"The attribute {name.decode()} is longer than {most} signs.", _SAVE)
    return text


class _Walk:
    """One pass over all objects; counts them, and the numbers stored as weights."""

    def __init__(self, file_bytes: int, max_bytes: int) -> None:
        self._file_bytes, self._max_bytes = file_bytes, max_bytes
        self._seen: set[int] = set()
        self._declared = self._stored = 0
        self.parameters = 0
        self.sizes: set[int] = set()
        self.paths: list[str] = []

    def group(self, group: Any, path: str, depth: int) -> None:  # noqa: ANN401
        from h5py import h5g, h5l, h5o  # noqa: PLC0415

        self._visit(group, path or "/")
        if depth > DEEPEST:
            raise UnsafeModel(f"The file is nested more than {DEEPEST} groups deep.", _SAVE)
        if group.get_num_objs() > MOST_OBJECTS:
            raise UnsafeModel(f"The file holds more than {MOST_OBJECTS} objects.", _SAVE)
        for name in list(group):
            inner = f"{path}/{name.decode('utf-8', 'replace')}"
            kind = group.links.get_info(name).type
            if kind != h5l.TYPE_HARD:
                reason = f"'{shown(inner)}' is a link to another place or file, not data."
                raise UnsafeModel(f"{reason} A saved model keeps all its weights inside.", _SAVE)
            item = h5o.open(group, name)
            if isinstance(item, h5g.GroupID):
                self.group(item, inner, depth + 1)
            else:
                self._visit(item, inner)
                self._data_set(item, inner)

    def _visit(self, item: Any, path: str) -> None:  # noqa: ANN401
        from h5py import h5a, h5o  # noqa: PLC0415

        address = h5o.get_info(item).addr
        if address in self._seen:
            raise UnsafeModel(f"'{shown(path)}' is a second name of something in the file.", _SAVE)
        self._seen.add(address)
        if len(self._seen) > MOST_OBJECTS:
            raise UnsafeModel(f"The file holds more than {MOST_OBJECTS} objects.", _SAVE)
        count = h5a.get_num_attrs(item)
        if count > _MOST_ATTRIBUTES:
            raise UnsafeModel(f"'{shown(path)}' has {count} attributes.", _SAVE)
        for index in range(count):
            _judge_attribute(h5a.open(item, index=index), path)

    def _data_set(self, item: Any, path: str) -> None:  # noqa: ANN401
        from h5py import h5d  # noqa: PLC0415

        if not isinstance(item, h5d.DatasetID):
            raise UnsafeModel(f"'{shown(path)}' is neither a group nor a data set.", _SAVE)
        where = f"The data set '{shown(path)}'"
        _judge_layout(item, where)
        shape, number = item.shape, _number_bytes(item.get_type())
        if number is None or shape is None or len(shape) > _MOST_AXES:
            raise UnsafeModel(f"{where} does not hold plain numbers.", _SAVE)
        declared, stored = math.prod(shape) * number, item.get_storage_size()
        self._declared += declared
        self._stored += stored
        packed = item.get_create_plist().get_nfilters() > 0
        within = declared <= (_EXPANSION * stored + _SMALL if packed else stored)
        if not within or self._stored > self._file_bytes:
            raise UnsafeModel(
                f"{where} declares {declared:,} bytes, but the file stores {stored:,} for it.",
                _SAVE,
            )
        if self._declared > self._max_bytes:
            reason = f"Its data sets unpack to more than the {self._max_bytes:,} bytes allowed."
            raise UnsafeModel(reason, _SAVE)
        self.paths.append(path)
        if path.startswith("/model_weights/"):
            self.parameters += math.prod(shape)
            self.sizes.update(shape)


def _judge_layout(item: Any, where: str) -> None:  # noqa: ANN401
    from h5py import h5d, h5z  # noqa: PLC0415

    plan = item.get_create_plist()
    if plan.get_layout() == h5d.VIRTUAL or plan.get_external_count():
        raise UnsafeModel(f"{where} keeps its numbers in another file.", _SAVE)
    known = {h5z.FILTER_DEFLATE, h5z.FILTER_SHUFFLE, h5z.FILTER_FLETCHER32}
    filters = {plan.get_filter(index)[0] for index in range(plan.get_nfilters())}
    if not filters <= known:
        raise UnsafeModel(f"{where} is packed by a filter that Keras does not use.", _SAVE)


def _number_bytes(kind: Any) -> int | None:  # noqa: ANN401
    """Bytes of one number of an HDF5 type; None for anything else. NumPy's bool is an enum."""
    from h5py import h5t  # noqa: PLC0415

    size: int = kind.get_size()
    numeric = kind.get_class() in {h5t.INTEGER, h5t.FLOAT, h5t.ENUM}
    return size if numeric and 1 <= size <= _MOST_NUMBER else None


def _judge_attribute(attribute: Any, path: str) -> None:  # noqa: ANN401
    from h5py import h5t  # noqa: PLC0415

    kind = attribute.get_type()
    if kind.get_class() != h5t.STRING and _number_bytes(kind) is None:
        raise UnsafeModel(f"'{shown(path)}' has an attribute that is no text or number.", _SAVE)
    if math.prod(attribute.shape or (0,)) * kind.get_size() > MOST_CONFIG:
        raise UnsafeModel(f"'{shown(path)}' has an attribute of more than 1 MB.", _SAVE)
