"""Validate problems: run their solutions, and compare with what they must do."""
