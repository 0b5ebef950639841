"""Sandboxes: run untrusted code once, within limits."""
