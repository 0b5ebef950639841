"""The history: every graded attempt in a database, and copies of the submissions."""
