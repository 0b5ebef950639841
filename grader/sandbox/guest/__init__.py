"""The only code of ours that a box can open: it is started there, and never imported."""
