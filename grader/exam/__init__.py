"""A timed mock exam: what is drawn, what the clock says, what was handed in, what it is worth."""
