"""The cuts of the ten kinds of clothes: for each class, the range of each number.

Lengths are pixels of a 28x28 image; strengths run from 0 to 1, and a span that begins below zero
leaves that feature out of some images.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cut = Mapping[str, tuple[float, float]]

SIDE = 28
SHOES = (5, 7, 9)

# Each number of a cut is uniform between the two ends given for its class.
CLOTHES_CUT: Cut = {
    "top": (0.3, 3.5), "bottom": (24.0, 27.7), "centre": (12.0, 16.0), "lean": (-0.08, 0.08),
    "shoulder": (6.5, 8.8), "waist": (5.6, 8.0), "hem": (6.0, 8.6),
    "neck": (2.2, 4.2), "neck_depth": (1.0, 4.0), "drop": (1.5, 4.0),
    "sleeve": (0.7, 0.95), "reach": (2.0, 5.8), "armhole": (4.0, 6.0), "cuff": (2.0, 3.6),
    "crotch": (1.2, 1.3), "gap": (0.0, 0.1), "handle": (0.0, 0.0), "handle_width": (3.0, 6.0),
    "closing": (0.0, 0.0), "closing_width": (0.3, 0.7), "buttons": (0.0, 1.0),
    "collar": (0.0, 0.0), "print": (0.0, 0.2), "seam": (0.0, 0.5),
}  # fmt: skip
CLOTHES: Mapping[int, Cut] = {
    0: {"sleeve": (0.12, 0.42), "reach": (2.5, 5.5), "cuff": (3.0, 5.0), "print": (-0.4, 0.9),
        "seam": (0.0, 0.25), "neck": (2.6, 5.0), "neck_depth": (1.0, 4.5)},
    1: {"shoulder": (3.6, 5.6), "waist": (3.8, 6.0), "hem": (3.4, 6.6), "neck": (4.0, 6.0),
        "neck_depth": (0.0, 0.5), "drop": (0.2, 0.5), "sleeve": (-0.2, -0.1), "gap": (0.6, 4.5),
        "crotch": (0.22, 0.45), "lean": (-0.03, 0.03), "closing": (0.0, 0.2)},
    2: {"neck": (2.4, 4.2), "neck_depth": (0.6, 3.0), "print": (-0.5, 0.8), "closing": (0.0, 0.1)},
    3: {"shoulder": (3.6, 6.2), "waist": (2.8, 5.2), "hem": (3.6, 9.0), "neck": (1.8, 3.6),
        "neck_depth": (1.0, 6.0), "sleeve": (-0.5, 0.75), "reach": (0.5, 3.0),
        "armhole": (2.4, 3.6), "cuff": (1.4, 2.6), "bottom": (26.5, 27.9), "seam": (0.0, 0.3)},
    4: {"shoulder": (6.6, 9.0), "waist": (5.8, 8.2), "hem": (6.4, 9.4), "closing": (0.1, 0.8),
        "closing_width": (0.4, 1.2), "collar": (0.0, 0.8), "neck_depth": (1.0, 6.0),
        "buttons": (-0.3, 0.6), "bottom": (25.0, 27.8)},
    6: {"shoulder": (6.2, 8.8), "closing": (0.0, 0.6), "collar": (0.15, 0.8),
        "sleeve": (0.05, 1.05), "neck_depth": (1.0, 5.0), "buttons": (0.0, 1.3),
        "seam": (0.0, 0.45)},
    8: {"top": (5.0, 14.0), "bottom": (22.5, 27.5), "shoulder": (7.5, 12.5), "waist": (8.5, 13.0),
        "hem": (8.0, 13.5), "neck": (4.0, 11.0), "neck_depth": (0.0, 0.4), "drop": (0.3, 3.0),
        "sleeve": (-0.2, -0.1), "handle": (-3.0, 13.0), "closing": (0.0, 0.3),
        "closing_width": (0.3, 3.0), "print": (-0.3, 0.6)},
}  # fmt: skip
SHOE_CUT: Cut = {
    "left": (0.0, 2.4), "length": (22.5, 27.2), "ground": (17.0, 24.0), "flip": (-0.75, 0.25),
    "toe": (2.2, 4.2), "vamp": (5.0, 7.5), "tongue": (7.5, 10.5), "shaft": (7.5, 10.5),
    "throat": (0.45, 0.62), "heel": (0.0, 1.0), "wedge": (0.0, 1.0), "heel_from": (0.68, 0.78),
    "sole": (1.0, 2.4), "sole_tone": (-0.5, 0.5), "open": (0.0, 0.2), "strap": (0.4, 0.8),
    "straps": (2.0, 5.0), "slant": (-0.12, 0.12), "laces": (0.0, 0.6),
}  # fmt: skip
FOOTWEAR: Mapping[int, Cut] = {
    5: {"toe": (0.8, 3.2), "vamp": (2.0, 7.0), "tongue": (2.0, 10.0), "shaft": (1.5, 13.0),
        "heel": (-4.0, 9.0), "wedge": (-0.6, 1.2), "heel_from": (0.7, 0.92), "sole": (0.6, 2.4),
        "open": (0.45, 1.3), "strap": (0.25, 0.65), "ground": (17.0, 26.0)},
    7: {"open": (-0.3, 0.35), "sole_tone": (-0.3, 0.6)},
    9: {"ground": (22.0, 27.0), "toe": (3.0, 5.0), "vamp": (6.0, 9.5), "tongue": (11.0, 20.0),
        "shaft": (12.0, 21.5), "heel": (-2.0, 5.0), "wedge": (-0.5, 0.6), "open": (-0.6, 0.3),
        "length": (20.0, 27.0), "throat": (0.42, 0.58)},
}  # fmt: skip
# What both kinds share: cloth, light and camera.
CLOTH: Cut = {
    "tone": (0.45, 1.1), "dark": (-0.7, 0.3), "folds": (0.0, 0.4),
    "motif": (-0.9, 0.6), "sharp": (1.0, 6.0), "rows": (-1.4, 0.4), "columns": (-1.6, 0.35),
    "row_step": (0.15, 0.5), "column_step": (0.15, 0.5), "row_shift": (0.0, 1.0),
    "column_shift": (0.0, 1.0), "grain": (0.0, 0.25), "cover": (-0.9, 0.1),
    "cover_x": (2.0, 26.0), "cover_y": (2.0, 26.0), "cover_w": (1.5, 4.5), "cover_h": (1.5, 6.0),
    "cover_tone": (-0.5, 0.9),
}  # fmt: skip
# label: (class it leans towards, how often); how far it leans is uniform from 0 to 1.
LOOK_ALIKES: Mapping[int, tuple[tuple[int, float], ...]] = {
    0: ((6, 0.08), (3, 0.02), (2, 0.02)),
    1: ((3, 0.02),),
    2: ((4, 0.06), (6, 0.06), (0, 0.02)),
    3: ((0, 0.02), (4, 0.02), (6, 0.03), (1, 0.02)),
    4: ((2, 0.06), (6, 0.06), (3, 0.02)),
    5: ((7, 0.04), (9, 0.01)),
    6: ((0, 0.10), (2, 0.07), (4, 0.07), (3, 0.03)),
    7: ((9, 0.03), (5, 0.03)),
    8: (),
    9: ((7, 0.04), (5, 0.02)),
}
