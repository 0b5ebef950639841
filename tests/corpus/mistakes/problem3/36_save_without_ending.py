# mistake: 36
# line: 19
# rule: model_of_no_ending
# says: model.save('mymodel.h5')
import tensorflow as tf


def solution_model():
    model = tf.keras.Sequential([
        tf.keras.layers.Input((150, 150, 3)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel")
