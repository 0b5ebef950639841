"""Draw clothes with numpy: one outline for clothes, one for shoes, one dye for both.

Every pixel comes from raw PCG64 bits through single IEEE operations on float32 (no sums, no
matrix products, no trigonometry), so a seed gives the same images on every machine.
"""

# ruff: noqa: PLR2004  (a drawing is made of numbers)

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.datasets.fashion_mnist.cuts import (
    CLOTH,
    CLOTHES,
    CLOTHES_CUT,
    FOOTWEAR,
    LOOK_ALIKES,
    SHOE_CUT,
    SHOES,
    SIDE,
)
from grader.datasets.fashion_mnist.spec import SPEC

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from grader.datasets.fashion_mnist.cuts import Cut

    Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Chance:
    """Uniform random numbers from the raw bits of PCG64, which never change in numpy."""

    bits: np.random.PCG64

    def even(self, *shape: int) -> Floats:
        """Return float32 from 0 to 1 (24 bits each)."""
        count = math.prod(shape)
        raw = self.bits.random_raw(count) >> np.uint64(40)
        even: Floats = (raw.astype(np.float32) * np.float32(2.0**-24)).reshape(shape)
        return even

    def octets(self, *shape: int) -> NDArray[np.uint8]:
        """Return uint8, at less cost."""
        count = math.prod(shape)
        raw = self.bits.random_raw(-(-count // 8)).astype("<u8")
        return raw.view(np.uint8)[:count].reshape(shape)


def render(labels: NDArray[np.uint8], chance: Chance) -> NDArray[np.uint8]:
    """Draw one image for each label: uint8, (len(labels), 28, 28)."""
    images = np.zeros((len(labels), SIDE, SIDE), np.uint8)
    is_shoe = np.isin(labels, SHOES)
    for where, common, cuts, outline in (
        (~is_shoe, CLOTHES_CUT, CLOTHES, _clothes),
        (is_shoe, SHOE_CUT, FOOTWEAR, _shoes),
    ):
        some = labels[where]
        cut = _cut(some, common, cuts, chance)
        cloth = _cut(some, CLOTH, {label: {} for label in cuts}, chance, mix=False)
        covered, light = outline(cut)
        images[where] = _dye(covered, light, cloth, chance)
    return images


def _cut(
    labels: NDArray[np.uint8],
    common: Cut,
    cuts: Mapping[int, Cut],
    chance: Chance,
    *,
    mix: bool = True,
) -> dict[str, Floats]:
    """Draw every number of a cut, (n, 1, 1) each; some images lean towards another class."""
    low = np.zeros((len(SPEC.classes), len(common)), np.float32)
    high = np.zeros_like(low)
    for label, own in cuts.items():
        ends = [own.get(name, both) for name, both in common.items()]
        low[label], high[label] = zip(*ends, strict=True)
    first, last = low[labels], high[labels]
    if mix:
        other, lean = _leaning(labels, chance)
        first = first + lean * (low[other] - first)
        last = last + lean * (high[other] - last)
    values = first + chance.even(*first.shape) * (last - first)
    return {name: values[:, at, None, None] for at, name in enumerate(common)}


def _leaning(labels: NDArray[np.uint8], chance: Chance) -> tuple[NDArray[np.intp], Floats]:
    """Return the class that each image leans towards, and how far, (n, 1)."""
    draw, lean = chance.even(len(labels)), chance.even(len(labels))
    other = labels.astype(np.intp)
    for label, pairs in LOOK_ALIKES.items():
        passed = 0.0
        for alike, often in pairs:
            hit = (labels == label) & (draw >= passed) & (draw < passed + often)
            other[hit] = alike
            passed += often
    return other, lean[:, None]


def _choose(condition: NDArray[np.bool_], yes: Any, no: Any) -> Floats:  # noqa: ANN401
    """Return np.where in float32: versions of numpy give Python numbers different types."""
    chosen: Floats = np.where(condition, np.asarray(yes, np.float32), np.asarray(no, np.float32))
    return chosen


def _clip(values: Any) -> Floats:  # noqa: ANN401  (numpy's own arithmetic is not typed closely)
    clipped: Floats = np.minimum(np.maximum(values, np.float32(0)), np.float32(1))
    return clipped


def _clothes(cut: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return a silhouette from 0 to 1 and light to add; widths depend on the row, mirrored."""
    line = np.arange(SIDE, dtype=np.float32) + np.float32(0.5)
    y, x = line[None, :, None], line[None, None, :]
    top, bottom, neck = cut["top"], cut["bottom"], cut["neck"]
    down = y - top
    t = down / (bottom - top)
    side = x - (cut["centre"] + cut["lean"] * (y - 14))
    away = np.abs(side)

    width = cut["shoulder"] + (cut["waist"] - cut["shoulder"]) * _clip(t * 2)
    width = width + (cut["hem"] - cut["waist"]) * _clip(t * 2 - 1)
    slope = neck + (down + 0.5) * (cut["shoulder"] - neck + 2) / cut["drop"]
    inside = _clip(1 - down / np.maximum(cut["neck_depth"], np.float32(0.1)))
    opening = _choose(cut["neck_depth"] > 0.6, neck * np.sqrt(inside), 0) - 1
    legs = np.maximum(t - cut["crotch"], 0) * cut["gap"] + _choose(t > cut["crotch"], 0.3, -1)
    body = _clip(
        np.minimum(np.minimum(width, slope) - away, away - np.maximum(opening, legs)) + 0.5
    )
    body = body * _clip(down + 0.5) * _clip(bottom - y + 0.5)

    long = np.maximum(cut["sleeve"], np.float32(0.01)) * (bottom - top)
    r = _clip(down / long)
    outer = np.minimum(cut["shoulder"] + cut["reach"] * np.sqrt(r), slope)
    inner = outer - cut["armhole"] - (cut["cuff"] - cut["armhole"]) * r
    ends = _clip(long - down + 0.5) * _clip(down + 0.5) * _clip(cut["sleeve"] * 12)
    up = -down / np.maximum(cut["handle"], np.float32(0.1))
    bow = np.sqrt(np.maximum(1 - up * up, 0)) * cut["handle_width"]
    above = (down < 0) & (cut["handle"] > 0.5)
    outer = _choose(above, bow, outer)
    inner = _choose(above, bow - 1.3 - 2 * _clip(up * 3 - 2), inner)
    ends = _choose(above, _clip((1 - up) * 6), ends)
    sleeves = _clip(np.minimum(outer - away, away - inner) + 0.5) * ends
    covered = np.maximum(body, sleeves)

    knobs = y * 0.27 - np.floor(y * 0.27)
    front = cut["closing"] * _clip(cut["closing_width"] - away + 0.5)
    front = front * _choose((knobs > 0.4) & (cut["buttons"] > 0.5), 0.25, 1) * _clip(down - 2)
    lapel = cut["collar"] * _clip(1.4 - np.abs(away - opening - 1)) * _clip(6 - down)
    seam = cut["seam"] * _clip(1 - np.abs(away - width)) * ends * _clip(down * 0.3 - 0.5)
    block = (t > 0.25) & (t < 0.55) & (away < 4) & (cut["print"] > 0.2)
    label = _choose(block, cut["print"] * (0.5 - (np.floor(x * 0.6 + y) % 2)), 0)
    return covered, lapel * 0.6 - front - seam + label


def _shoes(cut: Mapping[str, Floats]) -> tuple[Floats, Floats]:
    """Return a silhouette from 0 to 1 and light to add; heights depend on the column."""
    line = np.arange(SIDE, dtype=np.float32) + np.float32(0.5)
    y, x = line[None, :, None], line[None, None, :]
    s = (x - cut["left"]) / cut["length"]
    s = _choose(cut["flip"] > 0, 1 - s, s)
    height = cut["ground"] - y
    throat = cut["throat"]
    lift = np.maximum(cut["heel"], 0) * _clip((s - 0.3) * 1.8)
    crest = cut["toe"] + (cut["vamp"] - cut["toe"]) * _clip(s / (throat * 0.8))
    crest = crest + (cut["tongue"] - cut["vamp"]) * _clip((s - throat * 0.8) * 7)
    crest = crest + (cut["shaft"] - cut["tongue"]) * _clip((s - throat) * 2.4)
    sole = np.maximum(cut["sole"], np.float32(0.5))
    over = height - lift
    ends = _clip(s * 12 + 0.1) * _clip((1 - s) * 20 + 0.3)
    upper = _clip(np.minimum(np.maximum(crest, sole) - over, over) + 0.5) * ends

    wave = s * cut["straps"] + height * cut["slant"]
    in_strap = wave - np.floor(wave) < cut["strap"]
    bare = _choose(in_strap | (over < sole), 0, _clip(cut["open"]))
    upper = upper * (1 - bare)
    under = _clip(np.minimum(lift - height, height) + 0.5) * ends
    post = _choose((s > cut["heel_from"]) | (cut["wedge"] > 0.5), 1, 0)
    covered = np.maximum(upper, under * post)

    light = _choose(over < sole, cut["sole_tone"], 0)
    lace = (
        (s > throat * 0.5) & (s < throat * 1.1) & (over > sole + 1) & (np.floor(x + y * 2) % 3 < 1)
    )
    return covered, light + _choose(lace, cut["laces"] * 0.5, 0)


def _dye(
    covered: Floats, light: Floats, cloth: Mapping[str, Floats], chance: Chance
) -> NDArray[np.uint8]:
    """Shade a silhouette: tone, folds, patterns, grain, and sometimes an object before it."""
    count = len(covered)
    line = np.arange(SIDE, dtype=np.float32) + np.float32(0.5)
    y, x = line[None, :, None], line[None, None, :]
    tone = _choose(cloth["dark"] > 0, cloth["tone"] * 0.4, cloth["tone"])
    lattice = _smooth(chance.even(count, 9, 9))
    cloud = _smooth(chance.even(count, 9, 9)[:, ::2, ::2].repeat(2, 1).repeat(2, 2)[:, :9, :9])
    motif = _clip((lattice - 0.5) * cloth["sharp"] + 0.5) - 0.5
    rows = y * cloth["row_step"] + cloth["row_shift"]
    columns = x * cloth["column_step"] + cloth["column_shift"]
    stripes = _choose(rows - np.floor(rows) < 0.5, np.maximum(cloth["rows"], 0), 0)
    stripes = stripes + _choose(
        columns - np.floor(columns) < 0.5, np.maximum(cloth["columns"], 0), 0
    )
    grain = chance.octets(2, count, SIDE, SIDE).astype(np.float32) * np.float32(1 / 255)
    value = 1 + light + (cloud - 0.5) * cloth["folds"] * 2 - stripes
    value = value + motif * np.maximum(cloth["motif"], 0)
    value = value + (grain[0] + grain[1] - 1) * cloth["grain"]
    value = _clip(_clip(value * tone) * 0.95 + 0.04)
    hidden = (np.abs(x - cloth["cover_x"]) < cloth["cover_w"]) & (
        np.abs(y - cloth["cover_y"]) < cloth["cover_h"]
    )
    image = _choose(hidden & (cloth["cover"] > 0), _clip(cloth["cover_tone"]), value * covered)
    pixels: NDArray[np.uint8] = (image * np.float32(255)).astype(np.uint8)
    return pixels


def _smooth(lattice: Floats) -> Floats:
    """Resize (n, 9, 9) to (n, 28, 28), linear between the points."""
    place = np.arange(SIDE, dtype=np.float32) * np.float32(0.28125)
    at = place.astype(np.intp)
    part = place - at.astype(np.float32)
    rows = lattice[:, at] + (lattice[:, at + 1] - lattice[:, at]) * part[None, :, None]
    return rows[:, :, at] + (rows[:, :, at + 1] - rows[:, :, at]) * part[None, None, :]
