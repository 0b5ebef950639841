"""Digits drawn by the kit, in the format of mnist.npz, for programs that load both data sets.

They are not MNIST. Each is a digit of a printed font, rotated, resized, shifted and dimmed.
"""

from __future__ import annotations

from typing import IO, Any

SIDE = 28
COUNTS = (("train", 60_000), ("test", 10_000))
SIZES = (96, 101, 106, 111, 116)
FORMS = 60  # Drawings of each digit; an image is one of them, shifted and dimmed.
FARTHEST = 2  # The most pixels that a digit is shifted in each direction.
DARKEST = 180  # of 256


def write(target: IO[bytes]) -> None:
    """Write the four arrays; raises ImportError without NumPy or Pillow."""
    import numpy as np  # noqa: PLC0415  (few programs ask for digits)

    random = np.random.RandomState(1)
    drawn = _drawings(np, random)
    arrays = {}
    for part, count in COUNTS:
        labels = random.randint(0, 10, count)
        images = drawn[labels * FORMS + random.randint(0, FORMS, count)]
        shifts = random.randint(-FARTHEST, FARTHEST + 1, (count, 2))
        for down in range(-FARTHEST, FARTHEST + 1):
            for right in range(-FARTHEST, FARTHEST + 1):
                own = (shifts[:, 0] == down) & (shifts[:, 1] == right)
                images[own] = np.roll(images[own], (down, right), (1, 2))
        light = random.randint(DARKEST, 257, (count, 1, 1)).astype("uint16")
        arrays[f"x_{part}"] = (images * light >> 8).astype("uint8")
        arrays[f"y_{part}"] = labels.astype("uint8")
    np.savez(target, **arrays)


def _drawings(np: Any, random: Any) -> Any:  # noqa: ANN401
    """Return FORMS drawings of each digit from 0 to 9, bright on black."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    fonts = {size: _font(ImageFont, size) for size in SIZES}
    drawn = []
    for digit in range(10):
        for _ in range(FORMS):
            large = Image.new("L", (4 * SIDE, 4 * SIDE))
            font = fonts[SIZES[random.randint(0, len(SIZES))]]
            if font is not None:
                middle = (2 * SIDE, 2 * SIDE)
                ImageDraw.Draw(large).text(middle, str(digit), 255, font, anchor="mm")
            else:
                small = Image.new("L", (6, 11))
                ImageDraw.Draw(small).text((0, 0), str(digit), 255, ImageFont.load_default())
                large.paste(small.resize((48, 84)), (32, 14))
            turned = large.rotate(random.uniform(-15, 15), Image.Resampling.BILINEAR)
            drawn.append(np.asarray(turned.resize((SIDE, SIDE), Image.Resampling.BILINEAR)))
    return np.stack(drawn)


def _font(fonts: Any, size: int) -> Any:  # noqa: ANN401
    """Return a font of this size; None before Pillow 10.1, which has one small font."""
    try:
        return fonts.load_default(size)
    except TypeError:
        return None
