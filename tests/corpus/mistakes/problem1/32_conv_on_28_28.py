# mistake: 32
# line: 11
# rule: channel_is_missing
# says: (28, 28, 1)
import tensorflow as tf


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    x = x / 255.0
    model = tf.keras.models.Sequential([
        tf.keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(28, 28)),
        tf.keras.layers.MaxPooling2D(2, 2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation='softmax')
    ])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    model.fit(x, y, epochs=10)
    return model


if __name__ == '__main__':
    model = solution_model()
    model.save('mymodel.h5')
