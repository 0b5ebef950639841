"""Create a problem from a skeleton that trains, is scored and passes."""
