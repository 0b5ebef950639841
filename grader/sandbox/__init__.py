"""Boxes: where untrusted code runs, with limits, once."""
