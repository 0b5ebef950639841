"""The history: every attempt that was marked, in a database beside copies of what was handed in."""
