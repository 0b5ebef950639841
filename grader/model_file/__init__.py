"""A saved model as it comes out of a box: looked at, never opened by Keras in this process."""
