"""Conclusions drawn from evidence, each computed in one place."""
