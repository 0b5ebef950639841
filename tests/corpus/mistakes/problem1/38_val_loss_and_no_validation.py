# mistake: 38
# line: 16
# rule: key_is_not_in_a_file_name
# says: validation_data
import tensorflow as tf


def solution_model():
    (x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
    model = tf.keras.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(10, activation='softmax'),
    ])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    keep = tf.keras.callbacks.ModelCheckpoint('model.{epoch:02d}-{val_loss:.2f}.keras')
    model.fit(x[:512] / 255.0, y[:512], epochs=2, callbacks=[keep])
    return model


if __name__ == '__main__':
    model = solution_model()
    model.save('mymodel.h5')
