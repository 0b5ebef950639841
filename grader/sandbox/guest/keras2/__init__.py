"""Keras 2 files and models, made to run with what is installed."""
