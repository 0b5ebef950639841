"""Images of another shape than the model, or one of its layers, accepts."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from grader.assessment.facts.ast_utils import at_line, calls, keyword, name_of, value
from grader.assessment.mistakes.errors.error_message import own_line, source

if TYPE_CHECKING:
    from grader.assessment.evidence import Evidence
    from grader.training.record import Loader, Raised

Shape = tuple[int, ...]

EXPECTED = re.compile(
    r"[Ee]xpected shape[ =]\((?P<wanted>[^)]*)\).*?"
    r"(?:incompatible shape |found shape=)\((?P<given>[^)]*)\)"
)
AXIS = re.compile(r"expected axis -1 of input shape to have value \d+, but received input")
RANK = re.compile(
    r"of layer ['\"](\w+)['\"] is incompatible with the layer: "
    r"expected (?:min_)?ndim=(\d), found ndim=(\d)\. Full shape received: \(([^)]*)\)"
)
TOO_SMALL = re.compile(
    r"output size would be zero or negative\. Received:? "
    r"`inputs[. ]shape=[(\[]([^)\]]*)[)\]]`, `(?:kernel shape|pool_size)=[(\[]([^)\]]*)[)\]]`"
)
SIZES = {"flow_from_directory": "target_size", "image_dataset_from_directory": "image_size"}
CHANNELS = (1, 3)
POOLING = re.compile(r"pooling", re.IGNORECASE)


def _numbers(text: str) -> Shape:
    return tuple(int(part) for part in re.findall(r"\d+", text.replace("None", "")))


def pictures_of_another_shape(evidence: Evidence, raised: Raised) -> str:
    """Match a loader's target_size, or an array's shape, that is not the model's input shape."""
    if raised.type not in {"ValueError", "InvalidArgumentError"}:
        return ""
    found = EXPECTED.search(raised.message)
    if found is None and not AXIS.search(raised.message):
        return ""
    if found and _numbers(found["wanted"]) == _numbers(found["given"]):
        return _one_image(evidence, raised)
    wanted = _numbers(found["wanted"]) if found else _input_shape(evidence)
    fits = evidence.record.fits
    for feed in (f for fit in fits[-1:] for f in (fit.training, fit.validation) if f is not None):
        given = feed.shape
        loader = next((x for x in map(evidence.record.loader, feed.loaders) if x), None)
        if loader is not None:
            given = (*loader.size, given[2] if len(given) > 2 else 3)  # noqa: PLR2004
        if wanted and given and not _alike(wanted, given):
            return _explain(evidence, wanted, given, loader)
    return ""


def pictures_and_labels_are_swapped(evidence: Evidence, raised: Raised) -> str:
    """Match fit(labels, images)."""
    found = EXPECTED.search(raised.message) if raised.type == "ValueError" else None
    for fit in evidence.record.fits[-1:] if found else ():
        feed, wanted = fit.training, _numbers(found["wanted"] if found else "")
        is_array = feed is not None and feed.kind == "array" and len(wanted) > 1
        if feed is not None and is_array and feed.shape == () and feed.labels == wanted:
            return "pass the images first, then their labels: fit(images, labels)"
    return ""


def _alike(wanted: Shape, given: Shape) -> bool:
    """Return whether shapes match for Keras, which adds and removes a last axis of 1."""
    return tuple(n for n in wanted if n != 1) == tuple(n for n in given if n != 1)


def _explain(evidence: Evidence, wanted: Shape, given: Shape, loader: Loader | None) -> str:
    cause = f"the model takes images of shape {wanted}, but fit passes {given}"
    if loader is not None and wanted[:2] == given[:2]:
        if given[2:] == (1,):
            return f"{cause}: leave color_mode='grayscale' out in {evidence.place(loader.line)}"
        return f"{cause}: begin the model with Input({given})"
    images = evidence.problem.images
    asked = (images.size, images.size) if images else wanted[:2]
    if loader is not None:
        return f"{cause}{_other_size(evidence, wanted, (*asked, *given[2:]), loader)}"
    if _product(wanted) == _product(given):
        return f"{cause}: pass x.reshape({', '.join(map(str, (-1, *wanted)))})"
    return f"{cause}: write Input({given}), or make the images {wanted}"


def _other_size(evidence: Evidence, wanted: Shape, asked: Shape, loader: Loader) -> str:
    """Return the fix that gives the model and its loader the size that the task asks for."""
    size = SIZES.get(loader.kind, "target_size")
    loads = f"{size}={asked[:2]} in {evidence.place(loader.line)}"
    if wanted[:2] == asked[:2]:
        return f": write {loads}"
    takes = _input_argument(evidence, wanted, asked)
    task = f"; the task asks for {asked[0]}x{asked[1]}"
    return f"{task}: write {takes}" + (f" and {loads}" if loader.size != asked[:2] else "")


def _product(shape: Shape) -> int:
    product = 1
    for size in shape:
        product *= size
    return product


def _one_image(evidence: Evidence, raised: Raised) -> str:
    """Explain predict(x[0]): one image instead of a batch."""
    for node in at_line(evidence.tree, own_line(raised)):
        asks = isinstance(node, ast.Call) and name_of(node.func) in {"predict", "evaluate"}
        if isinstance(node, ast.Call) and asks and node.args:
            image = source(evidence, node.args[0])
            return f"one image is not a batch: pass np.expand_dims({image}, 0)"
    return ""


def _input_shape(evidence: Evidence) -> Shape:
    """Return the input shape in the program, if it has only one."""
    found = {_shape(value(evidence.tree, node)) for node in _written(evidence)}
    shapes = {shape for shape in found if shape}
    return shapes.pop() if len(shapes) == 1 and len(found) == 1 else ()


def _written(evidence: Evidence) -> list[ast.expr | None]:
    nodes = [node for node in ast.walk(evidence.tree) if isinstance(node, ast.Call)]
    given = [shape for call in nodes if (shape := keyword(call, "input_shape")) is not None]
    inputs = calls(evidence.tree, "Input", "InputLayer")
    return [*given, *(c.args[0] if c.args else keyword(c, "shape") for c in inputs)]


def _shape(found: object) -> Shape:
    parts = found if isinstance(found, tuple) else ()
    sizes = tuple(size for size in parts if isinstance(size, int))
    return sizes if len(sizes) == len(parts) else ()


def channel_is_missing(evidence: Evidence, raised: Raised) -> str:
    """Match Conv2D or a pooling layer on (28, 28): images without a channel axis."""
    found = RANK.search(raised.message) if raised.type == "ValueError" else None
    if found is None or found[2] != "4":
        return ""
    layer = "MaxPooling2D" if POOLING.search(found[1]) else "Conv2D"
    sizes = _numbers(found[4])
    batched = "None" not in found[4]
    if found[3] == "2":
        if not any(calls(evidence.tree, "Flatten")):
            return f"{layer} takes (height, width, channels): pass images, not vectors"
        return f"{layer} takes (height, width, channels): put Flatten() after it, not before"
    if batched and sizes[-1] in CHANNELS:
        return _one_image(evidence, raised)
    if found[3] != "3" or sizes[-1] in CHANNELS:
        return ""
    full = (*sizes[-2:], 1)
    cause = f"{layer} takes images of (height, width, channels), these are {sizes[-2:]}"
    if batched and not _input_shape(evidence):
        return f"{cause}: begin the model with Input({full})" + _or_reshape(evidence, raised, full)
    return f"{cause}: write {_input_argument(evidence, sizes[-2:], full)}"


def _input_argument(evidence: Evidence, sizes: Shape, full: Shape) -> str:
    """Return the code of the model's input, as Input(...) or input_shape=, like the program."""
    for call in calls(evidence.tree, "Input", "InputLayer"):
        if (
            _shape(value(evidence.tree, call.args[0] if call.args else keyword(call, "shape")))
            == sizes
        ):
            return f"Input({full})"
    return f"input_shape={full}"


def _or_reshape(evidence: Evidence, raised: Raised, full: Shape) -> str:
    for node in at_line(evidence.tree, own_line(raised)):
        fits = isinstance(node, ast.Call) and name_of(node.func) == "fit"
        given = node.args[0] if isinstance(node, ast.Call) and fits and node.args else None
        if isinstance(given, ast.Name):
            numbers = ", ".join(map(str, (-1, *full)))
            return f", or fit on {given.id}.reshape({numbers})"
    return ""


def shrunk_to_nothing(evidence: Evidence, raised: Raised) -> str:
    """Match too many pooling or convolution layers: the image is smaller than the kernel."""
    found = TOO_SMALL.search(raised.message) if raised.type == "ValueError" else None
    if found is None:
        return ""
    inputs = found[1].replace(",", " ").split()[1:3]
    window = found[2].replace(",", " ").split()[:2]
    if len(inputs) < 2 or len(window) < 2:  # noqa: PLR2004
        return ""
    what = "MaxPooling2D" if "pool_size" in found[0] else "Conv2D"
    poolings = len(list(calls(evidence.tree, "MaxPooling2D", "MaxPool2D", "AveragePooling2D")))
    less = "remove a MaxPooling2D" if poolings else "remove a Conv2D"
    return (
        f"the images are {'x'.join(inputs)} when they reach a {what} of {'x'.join(window)}: "
        f"{less}, or give the Conv2D layers padding='same'"
    )


def target_size_has_channels(evidence: Evidence, raised: Raised) -> str:
    """Match target_size=(150, 150, 3): Keras adds the channels itself."""
    for call in calls(evidence.tree, *SIZES):
        word = SIZES[name_of(call.func)]
        given = keyword(call, word)
        size = _shape(value(evidence.tree, given))
        if len(size) == 3 and raised.type == "ValueError":  # noqa: PLR2004
            place = evidence.place(call.lineno)
            return f"{word} is (height, width) without channels: write {word}={size[:2]} in {place}"
    return ""


RULES = (
    target_size_has_channels,
    pictures_and_labels_are_swapped,
    pictures_of_another_shape,
    channel_is_missing,
    shrunk_to_nothing,
)
