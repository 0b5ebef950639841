"""Problem 1: ten garments, and a callback that stops in time.

Train a classifier for the ten kinds of clothing in Fashion-MNIST.

* Scale the pixels from 0-255 to 0-1.
* Write your own callback class (a subclass of tf.keras.callbacks.Callback) that stops
  training after the first epoch whose training accuracy is {{ stopping.accuracy|fixed(2) }} or more.
* Use at most {{ stopping.max_epochs }} epochs; your callback must stop the training before the last one.
* Input (28, 28) or (28, 28, 1); ten outputs that sum to one.
* Return the trained model: the last lines of this file save it as mymodel.h5.

Data: tf.keras.datasets.fashion_mnist.load_data() works here without internet. The same
four files are in data/fashion-mnist/.

The complete task: practice show {{ which }}
"""

import tensorflow as tf


def solution_model():
    fashion_mnist = tf.keras.datasets.fashion_mnist

    # YOUR CODE HERE


# Do not change the lines below: they save the model that solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
