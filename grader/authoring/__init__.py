"""A new problem from a skeleton that trains, is marked and passes."""
