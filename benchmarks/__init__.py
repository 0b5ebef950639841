"""What is measured: thresholds, speed, and whether anything guards the checks."""
