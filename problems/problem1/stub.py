"""Problem 1: ten garments, and a callback that stops in time.

Train a classifier of the ten kinds of garment in Fashion-MNIST.

* Scale the pixels from 0-255 to 0-1.
* Write a callback class of your own (a subclass of tf.keras.callbacks.Callback) that stops
  training after the first epoch whose training accuracy is {{ stopping.accuracy|fixed(2) }} or more.
* Ask for at most {{ stopping.max_epochs }} epochs, and let your callback end the training before that.
* Input (28, 28) or (28, 28, 1); ten outputs that sum to one.
* Return the trained model: the last lines of this file save it as mymodel.h5.

Data: tf.keras.datasets.fashion_mnist.load_data() works here without internet, and the same
four files lie in data/fashion-mnist/.

The whole task: practice show {{ which }}
"""

import tensorflow as tf


def solution_model():
    fashion_mnist = tf.keras.datasets.fashion_mnist

    # YOUR CODE HERE


# Leave the lines below as they are: they save what solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
