"""Draw the hands of the rock-paper-scissors sample, in random looks and poses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets.drawing.palette import SKINS, a_colour
from grader.datasets.drawing.raster import (
    Canvas,
    Coat,
    Colour,
    Point,
    along,
    chance,
    mixed,
    span,
    tinted,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.datasets.drawing.raster import Random
    from grader.datasets.drawing.scenes import Placing

    Pen = Callable[[Point, Point, float, float, Coat], None]

# For paper, rock and scissors: the straight fingers (0 is the index finger), the finger from which
# they fan out, the degrees between them, and how often the thumb is out too.
STRAIGHT: tuple[tuple[int, ...], ...] = ((0, 1, 2, 3), (), (0, 1))
FAN = (1.4, 1.4, 0.5)
SPREAD = ((3, 13), (5, 19), (5, 19))
THUMB_OUT = (0.75, 0.4, 0.4)
TONES = 7  # the number of training individuals of a class, so that no tone reveals the class

# From the index finger to the little one, in the hand's own frame: x to the side away from the
# thumb, y towards the fingertips, the wrist at 0, the tip of the middle finger near 1.
KNUCKLES: tuple[Point, ...] = ((-0.17, 0.50), (-0.05, 0.54), (0.07, 0.52), (0.18, 0.45))
LENGTHS = (0.40, 0.45, 0.41, 0.32)
THICK = 0.062
WRIST: Point = (0.0, 0.0)
THUMB: Point = (-0.13, 0.14)


@dataclass(frozen=True)
class Hand:
    """The look of one hand, the same in all its images; 1 is an average length or girth."""

    skin: Colour
    nail: Colour
    sleeve: Colour
    fingers: float
    girth: float
    palm: float
    arm: float


@dataclass(frozen=True)
class Look:
    """The view of a hand in one image: palm or back, and how far it is turned (1: not)."""

    palm: bool
    turned: float


def a_hand(random: Random, individual: int) -> Hand:
    """Return a random hand; seven successive individuals have skins from light to dark."""
    tone = ((individual * 3 + 3) % TONES + float(random.random())) / TONES * (len(SKINS) - 1)
    lighter = min(int(tone), len(SKINS) - 2)
    skin = mixed(SKINS[lighter], SKINS[lighter + 1], tone - lighter)
    skin = tinted(skin, span(random, 0.9, 1.1))
    return Hand(
        skin=skin,
        nail=a_colour(random) if chance(random, 0.4) else mixed(skin, (0.95, 0.85, 0.83), 0.4),
        sleeve=a_colour(random),
        fingers=span(random, 0.88, 1.1),
        girth=span(random, 0.85, 1.15),
        palm=span(random, 0.9, 1.12),
        arm=span(random, 0.85, 1.15),
    )


def draw_hand(canvas: Canvas, hand: Hand, shows: int, placing: Placing, random: Random) -> None:
    """Draw a hand that shows paper, rock or scissors, in a random pose."""
    look = Look(palm=chance(random, 0.4), turned=span(random, 0.72, 1.0))

    def pen(start: Point, end: Point, thick: float, thin: float, coat: Coat) -> None:
        first = placing.point((start[0] * look.turned, start[1]))
        last = placing.point((end[0] * look.turned, end[1]))
        canvas.limb(first, last, thick * placing.scale, thin * placing.scale, coat)

    skin = Coat(hand.skin)
    straight = STRAIGHT[shows]
    knuckles = [(x * hand.palm, y) for x, y in KNUCKLES]
    lean = whole(random, -12, 12)
    spread = whole(random, *SPREAD[shows])
    thumb_is_out = chance(random, THUMB_OUT[shows])

    _draw_arm(pen, hand, random)
    if thumb_is_out:
        _draw_thumb_out(pen, hand, look, random)
    for finger, knuckle in enumerate(knuckles):
        away = finger - FAN[shows]
        aim = round(90 + lean - away * spread) + whole(random, -3, 3)
        if finger in straight:
            _draw_straight(pen, hand, look, finger, knuckle, aim, random)
        elif not look.palm:
            bulge = along(knuckle, aim, span(random, 0.0, 0.07))
            pen(knuckle, bulge, 0.078 * hand.girth, 0.066 * hand.girth, skin.darker(0.9))
    for knuckle in knuckles:
        pen(WRIST, knuckle, 0.125 * hand.palm, 0.075 * hand.girth, skin)
    # One broad part over the four, so that the back of a hand shows no seams.
    pen((0.0, 0.1), (0.01, 0.36), 0.15 * hand.palm, 0.2 * hand.palm, skin)
    if look.palm:
        for finger in sorted({0, 1, 2, 3}.difference(straight)):
            _draw_folded(pen, hand, finger, knuckles[finger], random)
    if look.palm and not thumb_is_out:
        _draw_thumb_across(pen, hand, shows, random)


def _draw_arm(pen: Pen, hand: Hand, random: Random) -> None:
    """Draw the forearm to the edge of the image and, in two of three images, a sleeve."""
    lean = whole(random, -18, 18)
    elbow = along(WRIST, 270 + lean, 2.2)
    pen(WRIST, elbow, 0.145 * hand.arm, 0.24 * hand.arm, Coat(hand.skin))
    if chance(random, 0.65):
        cuff = along(WRIST, 270 + lean, span(random, 0.12, 0.8))
        pen(cuff, elbow, 0.2 * hand.arm, 0.28 * hand.arm, Coat(hand.sleeve))


def _draw_straight(
    pen: Pen, hand: Hand, look: Look, finger: int, knuckle: Point, aim: int, random: Random
) -> None:
    """Draw a straight or nearly straight finger in two parts, with its nail."""
    length = LENGTHS[finger] * hand.fingers * span(random, 0.8, 1.0)
    thick = THICK * hand.girth
    skin = Coat(hand.skin)
    middle = along(knuckle, aim, length * 0.5)
    bent = aim + whole(random, -8, 8)
    tip = along(middle, bent, length * 0.5)
    pen(knuckle, middle, thick * 1.1, thick * 0.95, skin)
    pen(middle, tip, thick * 0.95, thick * 0.75, skin)
    if not look.palm:
        pen(along(tip, bent, -0.02), along(tip, bent, 0.02), 0.034, 0.03, Coat(hand.nail))


def _draw_folded(pen: Pen, hand: Hand, finger: int, knuckle: Point, random: Random) -> None:
    """Draw a finger folded over the palm, seen from the side of the palm."""
    thick = THICK * hand.girth
    top = (knuckle[0], knuckle[1] + span(random, 0.0, 0.05))
    end = along(top, 262 + whole(random, -6, 6), LENGTHS[finger] * 0.5 * hand.fingers)
    pen(top, end, thick * 1.15, thick, Coat(hand.skin))


def _draw_thumb_out(pen: Pen, hand: Hand, look: Look, random: Random) -> None:
    """Draw a thumb held away from the palm."""
    thick, skin = THICK * hand.girth, Coat(hand.skin)
    aim = 90 + whole(random, 22, 75)
    joint = along(THUMB, aim, 0.24 * hand.fingers)
    bent = aim - whole(random, 0, 40)
    tip = along(joint, bent, 0.16 * hand.fingers)
    pen(WRIST, joint, 0.1, thick * 1.15, skin)
    pen(joint, tip, thick * 1.15, thick * 0.8, skin)
    if not look.palm:
        pen(tip, along(tip, bent, 0.02), 0.036, 0.03, Coat(hand.nail))


def _draw_thumb_across(pen: Pen, hand: Hand, shows: int, random: Random) -> None:
    """Draw a thumb over the palm, across the folded fingers."""
    thick, skin = THICK * hand.girth, Coat(hand.skin)
    lift = 45 if len(STRAIGHT[shows]) < len(KNUCKLES) else 25
    joint = along(THUMB, lift + whole(random, 0, 30), 0.16)
    tip = along(joint, whole(random, 0, 30), 0.15)
    pen(THUMB, joint, 0.1, thick * 1.15, skin)
    pen(joint, tip, thick * 1.15, thick * 0.85, skin)
