"""An error, a record, a disk or a model, turned into what went wrong and what to do."""
