"""Data sets: specs, downloads, drawings, and what is installed on this machine."""
