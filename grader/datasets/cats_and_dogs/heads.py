"""Draw the heads of cats and dogs: ears, skull, eyes, muzzle, whiskers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.datasets.cats_and_dogs.shapes import DARK, ROSE
from grader.datasets.drawing.raster import Coat

if TYPE_CHECKING:
    from grader.datasets.cats_and_dogs.shapes import Pen, Pet, Place
    from grader.datasets.drawing.raster import Canvas, Point

WHISKER = Coat((0.95, 0.94, 0.92))
THINNEST = 0.5  # a radius in pixels


def draw_head(canvas: Canvas, pet: Pet, place: Place) -> None:
    """Draw ears, skull, muzzle and face; nearer parts move more when the head turns."""

    def pen(start: Point, end: Point, thick: float, thin: float, coat: Coat) -> None:
        first, last = place.point(start, place.tilt), place.point(end, place.tilt)
        thick, thin = max(thick * place.radius, THINNEST), max(thin * place.radius, THINNEST)
        canvas.limb(first, last, thick, thin, coat)

    aside = place.side
    long = (1.0 - pet.skull) * 1.2  # a narrow head is a long one
    if not pet.hanging_ears:
        for way in (-1, 1):
            root = (way * pet.ear_apart - 0.15 * aside, 0.5 + long * 0.5)
            tip = (root[0] + way * 0.22, root[1] + pet.ear)
            pen(root, tip, 0.4, 0.06, pet.coat.darker(0.8))
            inner = (root[0] + 0.06 * aside, root[1] + 0.1)
            pen(inner, (tip[0], tip[1] - 0.2), 0.22, 0.04, pet.face.darker(0.75))
    half = max(pet.skull - 0.8, 0.02)
    pen((-half, 0.1), (half, 0.1), 0.85, 0.85, pet.coat)
    pen((0, 0.15), (0.1 * aside, -0.3 - long), 0.8, 0.6, pet.coat)
    _draw_muzzle(pen, pet, aside, long)
    for way in (-1, 1):
        eye = (way * 0.4 + 0.3 * aside, 0.16)
        pen(eye, eye, pet.eye_wide, pet.eye_wide, Coat(pet.eye))
        reach = pet.eye_wide * (0.75 if pet.slit else 0.2)
        pupil = pet.eye_wide * (0.25 if pet.slit else 0.6)
        pen((eye[0], eye[1] - reach), (eye[0], eye[1] + reach), pupil, pupil, DARK)
    if pet.hanging_ears:
        for way in (-1, 1):
            root = (way * (pet.ear_apart + 0.25) - 0.15 * aside, 0.6)
            tip = (root[0] + way * 0.3, root[1] - 0.5 - pet.ear * 0.7)
            pen(root, tip, 0.22, 0.3, pet.coat.darker(0.65))


def _draw_muzzle(pen: Pen, pet: Pet, aside: float, long: float) -> None:
    """Draw muzzle, nose, mouth, tongue and whiskers; a turned head shows a longer muzzle."""
    wide, root = pet.muzzle_wide, (0.25 * aside, -0.3 - long * 0.5)
    end = (root[0] + aside * (0.2 + pet.muzzle), root[1] - pet.muzzle * (0.6 - 0.4 * aside))
    mouth = (end[0], end[1] - wide * 0.8)
    if pet.tongue:
        pen(mouth, (mouth[0] + 0.05, mouth[1] - 0.35), 0.16, 0.13, ROSE)
    pen(root, end, wide * 1.1, wide, pet.face)
    for way in (-1, 1):
        cheek = (end[0] + way * wide * 0.55, end[1] - wide * 0.3)
        pen(cheek, cheek, wide * 0.7, wide * 0.7, pet.face)
        pen((end[0], mouth[1]), (end[0] + way * 0.25, mouth[1] - 0.08), 0.03, 0.02, DARK)
    nose = (end[0] + 0.1 * aside, end[1] + wide * 0.35)
    pen(
        (nose[0] - pet.nose_wide * 0.5, nose[1]),
        (nose[0] + pet.nose_wide * 0.5, nose[1]),
        pet.nose_wide * 0.8,
        pet.nose_wide * 0.8,
        pet.nose,
    )
    pen(nose, mouth, 0.03, 0.03, DARK)
    if pet.whiskers:
        for way in (-1, 1):
            for rise in (-0.25, 0.0, 0.25):
                start = (end[0] + way * wide * 0.6, end[1] - wide * 0.2)
                pen(start, (start[0] + way * 0.95, start[1] + rise), 0.015, 0.01, WHISKER)
