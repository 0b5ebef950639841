"""Drawing tools of the sample data sets."""
