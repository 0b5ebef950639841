# verdict: crashed
# slow: yes
# says: end it with `return model`
import tensorflow as tf


def solution_model():
    model = tf.keras.Sequential([tf.keras.Input((28, 28)), tf.keras.layers.Flatten()])


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
