"""Draw the bodies of the cats and dogs of the sample: sitting, standing and lying."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.datasets.drawing.palette import COATS, a_colour
from grader.datasets.drawing.raster import (
    Canvas,
    Coat,
    Colour,
    Point,
    along,
    blotches,
    chance,
    mixed,
    span,
    tinted,
    turn,
    whole,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.datasets.drawing.raster import Random

    Pen = Callable[[Point, Point, float, float, Coat], None]

CAT, DOG = 0, 1
DARK, ROSE = Coat((0.07, 0.06, 0.06)), Coat((0.80, 0.48, 0.46))
# Eyes of both kinds: green, amber, brown, blue.
EYES: tuple[Colour, ...] = (
    (0.55, 0.68, 0.30),
    (0.80, 0.58, 0.18),
    (0.36, 0.22, 0.12),
    (0.45, 0.62, 0.80),
)


@dataclass(frozen=True)
class Pet:
    """One animal; lengths are in radii of its head. No colour depends on the class."""

    coat: Coat
    face: Coat
    belly: Coat
    eye: Colour
    nose: Coat
    hanging_ears: bool
    ear: float
    ear_apart: float
    skull: float
    muzzle: float
    muzzle_wide: float
    nose_wide: float
    eye_wide: float
    slit: bool
    whiskers: bool
    tongue: bool
    leg: float
    girth: float
    tail: float
    tail_thick: float


@dataclass(frozen=True)
class Place:
    """The place of a head: its centre (x, y) and radius in pixels, tilted, mirrored.

    `side` tells how far it looks aside: 0 is to the viewer, 1 well to its own right.
    """

    x: float
    y: float
    radius: float
    tilt: int
    side: float
    mirrored: bool

    def point(self, place: Point, tilt: int = 0) -> Point:
        """Return the pixel of a point in the head's frame (x ahead, y up, in radii), tilted."""
        cosine, sine = turn(tilt)
        ahead, up = place[0] * cosine - place[1] * sine, place[0] * sine + place[1] * cosine
        return self.x + (
            -ahead if self.mirrored else ahead
        ) * self.radius, self.y - up * self.radius


def a_pet(random: Random, kind: int, size: int) -> Pet:
    """Return a random animal of a class for a canvas of `size` pixels a side.

    The ranges of both classes overlap: cats may have folded ears, dogs upright ones. No single
    feature distinguishes all of them.
    """
    cat = kind == CAT
    colour, other = a_colour(random, COATS), a_colour(random, COATS)
    mask = None
    if chance(random, 0.4):
        share = span(random, 0.4, 0.6)
        mask = ((blotches(random, size, whole(random, 5, 18)) - share) * 12.0).clip(0.0, 1.0)
    pale = mixed(colour, (0.9, 0.87, 0.82), span(random, 0.15, 0.7))
    return Pet(
        coat=Coat(colour, other, mask),
        face=Coat(pale),
        belly=Coat(pale if chance(random, 0.5) else tinted(colour, 0.85)),
        eye=EYES[whole(random, 0, len(EYES) - 1)],
        nose=DARK if chance(random, 0.6) else ROSE,
        hanging_ears=chance(random, 0.04 if cat else 0.75),
        ear=span(random, 0.6, 0.95) if cat else span(random, 0.6, 1.15),
        ear_apart=span(random, 0.5, 0.68) if cat else span(random, 0.42, 0.68),
        skull=span(random, 0.9, 1.12) if cat else span(random, 0.7, 0.98),
        muzzle=span(random, 0.0, 0.22) if cat else span(random, 0.35, 0.9),
        muzzle_wide=span(random, 0.26, 0.4) if cat else span(random, 0.32, 0.5),
        nose_wide=span(random, 0.08, 0.14) if cat else span(random, 0.13, 0.24),
        eye_wide=span(random, 0.15, 0.24) if cat else span(random, 0.1, 0.18),
        slit=chance(random, 0.6 if cat else 0.0),
        whiskers=chance(random, 0.85 if cat else 0.1),
        tongue=chance(random, 0.03 if cat else 0.35),
        leg=span(random, 1.1, 1.8) if cat else span(random, 1.4, 2.4),
        girth=span(random, 0.75, 1.1) if cat else span(random, 0.75, 1.25),
        tail=span(random, 1.4, 2.4) if cat else span(random, 0.6, 1.8),
        tail_thick=span(random, 0.16, 0.28) if cat else span(random, 0.14, 0.34),
    )


def draw_body(canvas: Canvas, pet: Pet, place: Place, random: Random) -> None:
    """Draw all but the head, which will be at `place`, in a random pose."""

    def pen(start: Point, end: Point, thick: float, thin: float, coat: Coat) -> None:
        radius = place.radius
        canvas.limb(place.point(start), place.point(end), thick * radius, thin * radius, coat)

    POSES[whole(random, 0, len(POSES) - 1)](pen, pet, random)


def _bust(pen: Pen, pet: Pet, random: Random) -> None:
    """Draw neck and shoulders, for an image of the head alone."""
    lean = span(random, -0.6, 0.2)
    pen((0, -0.4), (lean, -2.6), 0.75, 1.5 * pet.girth, pet.coat)
    pen((0, -1.0), (lean, -2.6), 0.35, 0.7 * pet.girth, pet.belly)


def _sitting(pen: Pen, pet: Pet, random: Random) -> None:
    """Draw a sitting animal from the front."""
    foot = -1.4 - pet.leg
    hips = (span(random, -0.9, 0.3), foot + 0.5)
    _draw_tail(pen, pet, (hips[0] - 0.8, foot + 0.2), whole(random, 120, 210), random)
    pen((0, -0.7), hips, 0.7 * pet.girth, 1.1 * pet.girth, pet.coat)
    for side in (-1, 1):
        knee = (hips[0] + side * 0.9, foot + 0.4)
        pen(knee, (knee[0] + 0.1, foot), 0.5 * pet.girth, 0.25, pet.coat.darker(0.85))
    pen((0, -0.9), (hips[0] * 0.5, foot + 0.9), 0.4, 0.45, pet.belly)
    for x in (-0.35, 0.35):
        pen((x, -1.3), (x, foot), 0.3, 0.22, pet.coat)
        pen((x, foot), (x + 0.1, foot), 0.24, 0.24, pet.face)


def _standing(pen: Pen, pet: Pet, random: Random) -> None:
    """Draw a standing or walking animal from the side."""
    back, foot = span(random, -0.9, -0.2), -1.2 - pet.leg
    chest, hips = (-0.7, back - 0.4), (-3.0, back - 0.4)
    for root, shade in ((chest, 0.7), (hips, 0.7), (chest, 1.0), (hips, 1.0)):
        step = span(random, -0.6, 0.6)
        knee = (root[0] + step * 0.7, (root[1] + foot) / 2)
        skin = pet.coat.darker(shade)
        pen(root, knee, 0.42, 0.25, skin)
        pen(knee, (root[0] + step, foot), 0.24, 0.18, skin)
        pen((root[0] + step, foot), (root[0] + step + 0.2, foot), 0.2, 0.2, pet.face.darker(shade))
    _draw_tail(pen, pet, (hips[0] - 0.6, back - 0.1), whole(random, 95, 250), random)
    pen(chest, hips, 0.8 * pet.girth, 0.75 * pet.girth, pet.coat)
    pen((0, 0), chest, 0.55, 0.7, pet.coat)


def _lying(pen: Pen, pet: Pet, random: Random) -> None:
    """Draw an animal that lies on its belly."""
    chest, hips = (-0.6, -1.1), (-2.9, span(random, -1.5, -1.2))
    _draw_tail(pen, pet, (hips[0] - 0.6, hips[1] - 0.2), whole(random, 150, 240), random)
    pen(chest, hips, 0.75 * pet.girth, 0.9 * pet.girth, pet.coat)
    pen(hips, (hips[0] + 0.8, hips[1] - 0.6), 0.6, 0.35, pet.coat.darker(0.85))
    pen((0, 0), chest, 0.6, 0.75, pet.coat)
    for drop in (0.0, 0.3):
        paw = (chest[0] + 0.5 + pet.leg * 0.6, -1.75 - drop)
        pen((chest[0], -1.4 - drop), paw, 0.3, 0.22, pet.coat.darker(1.0 - drop))
        pen(paw, (paw[0] + 0.1, paw[1]), 0.24, 0.24, pet.face)


POSES = (_bust, _bust, _sitting, _standing, _lying)


def _draw_tail(pen: Pen, pet: Pet, root: Point, aim: int, random: Random) -> None:
    bend = along(root, aim, pet.tail * 0.5)
    tip = along(bend, aim + whole(random, -60, 60), pet.tail * 0.5)
    pen(root, bend, pet.tail_thick, pet.tail_thick * 0.9, pet.coat.darker(0.9))
    pen(bend, tip, pet.tail_thick * 0.9, pet.tail_thick * 0.6, pet.coat.darker(0.9))
