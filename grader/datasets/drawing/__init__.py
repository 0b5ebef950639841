"""Drawing tools that the generated data sets share."""
