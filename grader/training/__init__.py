"""Train a submission in a sandbox, and read the record of its training."""
