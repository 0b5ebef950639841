"""Draw the horses and humans of the horse-or-human sample, in random looks and poses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets.drawing.palette import COATS, SKINS, a_colour
from grader.datasets.drawing.raster import (
    Canvas,
    Coat,
    Colour,
    Point,
    along,
    blotches,
    chance,
    span,
    tinted,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.datasets.drawing.raster import Floats, Random
    from grader.datasets.drawing.scenes import Placing

    Pen = Callable[[Point, Point, float, float, Coat], None]

# Degrees by which a human raises the left and the right arm; chance adds to them.
RAISED = ((0, 0), (0, 0), (70, 0), (0, 70), (90, 90))


@dataclass(frozen=True)
class Horse:
    """The look of one horse, the same in all its images; lengths are shares of its height."""

    coat: Colour
    patches: Colour
    patched: float
    mane: Colour
    stockings: bool
    blaze: bool
    rug: Colour | None
    girth: float
    neck: float
    leg: float


@dataclass(frozen=True)
class Human:
    """The look of one human, the same in all images; lengths are shares of the height."""

    skin: Colour
    hair: Colour
    top: Colour
    trousers: Colour
    shoes: Colour
    patched: float
    patches: Colour
    long_sleeves: bool
    long_hair: bool
    skirt: bool
    hat: bool
    girth: float


def a_horse(random: Random) -> Horse:
    """Return a horse of random looks."""
    coat = a_colour(random, COATS)
    return Horse(
        coat=coat,
        patches=a_colour(random, COATS),
        patched=span(random, 0.4, 0.6) if chance(random, 0.35) else 0.0,
        mane=tinted(coat, 0.55) if chance(random, 0.5) else a_colour(random, COATS),
        stockings=chance(random, 0.4),
        blaze=chance(random, 0.4),
        rug=a_colour(random) if chance(random, 0.4) else None,
        girth=span(random, 0.19, 0.25),
        neck=span(random, 0.42, 0.54),
        leg=span(random, 0.9, 1.1),
    )


def a_human(random: Random) -> Human:
    """Return a human of random looks."""
    top = a_colour(random)
    return Human(
        skin=tinted(SKINS[whole(random, 0, len(SKINS) - 1)], span(random, 0.85, 1.1)),
        hair=a_colour(random, COATS),
        top=top,
        trousers=top if chance(random, 0.25) else a_colour(random),
        shoes=a_colour(random, COATS),
        patched=span(random, 0.4, 0.6) if chance(random, 0.35) else 0.0,
        patches=a_colour(random),
        long_sleeves=chance(random, 0.6),
        long_hair=chance(random, 0.4),
        skirt=chance(random, 0.25),
        hat=chance(random, 0.2),
        girth=span(random, 0.85, 1.2),
    )


def _pattern(random: Random, size: int, share: float) -> Floats | None:
    """Return patches that cover about `share` of a surface; None for a plain one."""
    if not share:
        return None
    return ((blotches(random, size, 14) - share) * 12.0).clip(0.0, 1.0)


def _pen(canvas: Canvas, placing: Placing) -> Pen:
    """Return a function that draws a limb given in the figure's own frame."""

    def pen(start: Point, end: Point, thick: float, thin: float, coat: Coat) -> None:
        first, last = placing.point(start), placing.point(end)
        canvas.limb(first, last, thick * placing.scale, thin * placing.scale, coat)

    return pen


def _between(one: Point, other: Point, share: float) -> Point:
    """Return the point at `share` of the way from one point to the other."""
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share


def draw_horse(canvas: Canvas, horse: Horse, placing: Placing, random: Random) -> None:
    """Draw a horse in a random pose: from the side or turned, standing to galloping."""
    pen = _pen(canvas, placing)
    coat = Coat(horse.coat, horse.patches, _pattern(random, canvas.size, horse.patched))
    mane, hoof = Coat(horse.mane), Coat((0.15, 0.13, 0.12))
    side = span(random, 0.5, 1.0)  # 1 is seen from the side, less is turned towards the viewer
    seen_from_the_side = side > 0.7  # noqa: PLR2004  (a lowered head would hide behind the chest)
    stride = whole(random, 4, 38)
    fore, hind = (0.36 * side, 0.74), (-0.36 * side, 0.78)

    def leg(root: Point, aim: int, bend: int, shade: float) -> None:
        knee = along(root, aim, 0.37 * horse.leg)
        foot = along(knee, aim + bend, 0.36 * horse.leg)
        skin = coat.darker(shade)
        shin = Coat(tinted((0.85, 0.83, 0.80), shade)) if horse.stockings else skin
        pen(root, knee, 0.105, 0.055, skin)
        pen(knee, foot, 0.05, 0.036, shin)
        pen(foot, along(foot, aim + bend, 0.03), 0.042, 0.05, hoof)

    def aim() -> int:
        return 270 + whole(random, -stride, stride)

    shift = 0.07 + 0.12 * (1.0 - side)
    leg((fore[0] + shift, fore[1]), aim(), -whole(random, 0, 2 * stride), 0.68)
    leg((hind[0] + shift, hind[1]), aim(), -whole(random, 0, stride), 0.68)
    tail = along((hind[0] - 0.16 * side, 0.93), whole(random, 185, 265), 0.22)
    pen((hind[0] - 0.12 * side, 0.93), tail, 0.04, 0.07, mane)
    pen(tail, along(tail, whole(random, 240, 285), 0.3), 0.07, 0.025, mane)

    rise = whole(random, -30, 75)
    withers = (fore[0] + 0.04, 0.92)
    poll = along(withers, rise if seen_from_the_side else max(rise, 25), horse.neck)
    nose = along(poll, rise - whole(random, 75, 115), 0.3)
    pen(hind, (hind[0] - 0.02, 0.86), horse.girth * 0.95, horse.girth * 0.9, coat)
    pen(hind, fore, horse.girth * 0.92, horse.girth, coat)
    if horse.rug is not None:
        pen((hind[0] + 0.02, 0.86), (fore[0] - 0.12, 0.84), 0.2, 0.2, Coat(horse.rug))
    pen((fore[0], 0.84), poll, 0.2, 0.095, coat)
    ear = rise + whole(random, 10, 40)
    pen(poll, along(poll, ear + 25, 0.13), 0.035, 0.012, coat.darker(0.8))
    for step in range(5):
        share = step / 4
        top = along(_between(withers, poll, share), rise + 90, 0.11 - 0.04 * share)
        pen(top, along(top, rise + 200 + whole(random, -15, 15), 0.13), 0.035, 0.02, mane)
    pen(poll, nose, 0.095, 0.058, coat)
    pen(poll, along(poll, ear, 0.14), 0.035, 0.012, coat)
    if horse.blaze:
        pen(_between(poll, nose, 0.2), nose, 0.03, 0.02, Coat((0.9, 0.88, 0.85)))
    eye = _between(poll, nose, 0.25)
    pen(eye, eye, 0.016, 0.016, Coat((0.05, 0.05, 0.05)))
    leg(fore, aim(), -whole(random, 0, 2 * stride), 1.0)
    leg(hind, aim(), -whole(random, 0, stride), 1.0)


def draw_human(canvas: Canvas, human: Human, placing: Placing, random: Random) -> None:
    """Draw a human in a random pose: front or side, standing, walking, crouching."""
    pen = _pen(canvas, placing)
    pattern = _pattern(random, canvas.size, human.patched)
    skin, shoes = Coat(human.skin), Coat(human.shoes)
    top = Coat(human.top, human.patches, pattern)
    trousers = Coat(human.skin if human.skirt else human.trousers)
    girth = human.girth
    front = span(random, 0.45, 1.0)  # 1 is seen from the front, less is turned to the side
    spread, bend = whole(random, 2, 30), whole(random, 0, 45)
    wide = 0.105 * front * girth

    def leg(hip: Point, aim: int, shade: float) -> None:
        knee = along(hip, aim, 0.245)
        foot = along(knee, aim - whole(random, 0, bend), 0.235)
        cloth = trousers.darker(shade)
        pen(hip, knee, 0.066 * girth, 0.048 * girth, cloth)
        pen(knee, foot, 0.046 * girth, 0.034 * girth, cloth)
        pen(foot, (foot[0] + 0.07 * (1.1 - front), foot[1] - 0.015), 0.032, 0.028, shoes)

    def arm(shoulder: Point, aim: int, crook: int, shade: float) -> None:
        elbow = along(shoulder, aim, 0.165)
        hand = along(elbow, aim + crook, 0.15)
        sleeve = top.darker(shade)
        pen(shoulder, elbow, 0.042 * girth, 0.034 * girth, sleeve)
        pen(elbow, hand, 0.032 * girth, 0.024, sleeve if human.long_sleeves else skin)
        pen(hand, along(hand, aim + crook, 0.025), 0.026, 0.024, skin)

    hips = (0.0, 0.5)
    lean = whole(random, -14, 14)
    chest = along(hips, 90 + lean, 0.28)
    crown = along(chest, 90 + lean + whole(random, -15, 15), 0.16)
    left, right = (chest[0] - wide, chest[1]), (chest[0] + wide, chest[1])
    raised = RAISED[whole(random, 0, len(RAISED) - 1)]
    swing = (raised[0] + whole(random, -30, 60), raised[1] + whole(random, -30, 60))
    arm(left, 270 - swing[0], -whole(random, 0, 100), 0.75)
    leg((hips[0] - wide * 0.6, hips[1]), 270 - whole(random, 0, spread), 0.75)
    leg((hips[0] + wide * 0.6, hips[1]), 270 + whole(random, 0, spread), 1.0)
    if human.long_hair:
        pen(crown, along(crown, 268 + lean, 0.17), 0.075, 0.06, Coat(tinted(human.hair, 0.8)))
    waist = along(hips, 90 + lean, 0.1)
    pen(hips, along(hips, 90 + lean, 0.12), (0.045 + 0.04 * front) * girth, 0.075 * girth, top)
    pen(waist, chest, 0.075 * girth, (0.06 + 0.04 * front) * girth, top)
    pen(left, right, 0.048 * girth, 0.048 * girth, top)
    if human.skirt:
        hem = (hips[0], hips[1] - 0.16)
        pen(hips, hem, 0.085 * girth, 0.125 * girth, Coat(human.trousers))
    pen(chest, crown, 0.036, 0.036, skin)
    _draw_head(pen, human, crown, lean, front)
    arm(right, 270 + swing[1], whole(random, 0, 100), 1.0)


def _draw_head(pen: Pen, human: Human, crown: Point, lean: int, front: float) -> None:
    """Draw hair, face, eyes and hat around the centre of the head."""
    skin, hair, hat = Coat(human.skin), Coat(human.hair), Coat(tinted(human.top, 0.6))
    pen(crown, along(crown, 90 + lean, 0.035), 0.058, 0.062, skin)
    top_of_head = along(crown, 95 + lean, 0.06)
    pen(top_of_head, top_of_head, 0.06, 0.06, hair)
    face = along(crown, 90 + lean, 0.005)
    pen(face, (face[0] + 0.02 * (1.0 - front), face[1]), 0.05, 0.045, skin)
    for away in (-0.02, 0.02):
        eye = (face[0] + away + 0.03 * (1.0 - front), face[1] + 0.012)
        pen(eye, eye, 0.009, 0.009, Coat((0.08, 0.07, 0.07)))
    if human.hat:
        brim = along(crown, 90 + lean, 0.065)
        pen((brim[0] - 0.09, brim[1]), (brim[0] + 0.09, brim[1]), 0.016, 0.016, hat)
        pen(brim, along(brim, 90 + lean, 0.05), 0.058, 0.05, hat)
