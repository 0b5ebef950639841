"""Data sets: what they hold, how they are drawn or fetched, and where they lie."""
