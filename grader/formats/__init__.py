"""A report as people and programs read it: one small file a format."""
