"""The ranges by which pixels that fit was fed are told to be scaled, raw, or scaled twice."""

DARK = 0.05  # Whatever is scaled once exceeds it; what is divided twice by 255 ends at 0.004.
HIGHEST = 1.6  # From 0 to 1, and a little more where a picture's light was varied after scaling.
RAW = 20  # Standardised pixels stay below it; raw ones of any photograph exceed it.
