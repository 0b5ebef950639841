"""Training a submission in a box, and the record of it as the grader reads it."""
