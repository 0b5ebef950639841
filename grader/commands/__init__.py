"""What each command of `practice` does, one module a group; cli.py only wires them."""
