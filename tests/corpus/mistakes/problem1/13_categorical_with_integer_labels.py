# mistake: 13
# line: 17
# rule: labels_are_whole_numbers
# says: sparse_categorical_crossentropy
import tensorflow as tf


def solution_model():
    (x_train, y_train), _ = tf.keras.datasets.fashion_mnist.load_data()
    x_train = x_train / 255.0
    model = tf.keras.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(16, activation='relu'),
        tf.keras.layers.Dense(10, activation='softmax'),
    ])
    model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
    model.fit(x_train[:512], y_train[:512], epochs=3)
    return model


if __name__ == '__main__':
    model = solution_model()
    model.save('mymodel.h5')
