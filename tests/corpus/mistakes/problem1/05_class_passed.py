# mistake: 5
# line: 24
# rule: class_in_place_of_callback
# says: myCallback()
import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get('accuracy') >= 0.9:
            self.model.stop_training = True


def solution_model():
    (x, y), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
    x, x_test = x / 255.0, x_test / 255.0
    callbacks = myCallback
    model = tf.keras.models.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(16, activation='relu'),
        tf.keras.layers.Dense(10, activation='softmax')
    ])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    model.fit(x[:512], y[:512], epochs=2, callbacks=[callbacks])
    return model


if __name__ == '__main__':
    model = solution_model()
    model.save("mymodel.h5")
