# mistake: 2
# line: 13
# rule: key_is_not_in_logs
# says: accuracy
import tensorflow as tf
from tensorflow import keras

TARGET = 0.9


class AccuracyStop(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs['acuracy'] >= TARGET:
            print('Reached', TARGET)
            self.model.stop_training = True


(images, labels), _ = keras.datasets.fashion_mnist.load_data()
images = images[:512].reshape(-1, 28, 28, 1) / 255.0
labels = labels[:512]
model = keras.Sequential([
    keras.layers.Conv2D(4, 3, activation='relu', input_shape=(28, 28, 1)),
    keras.layers.Flatten(),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(images, labels, epochs=10, callbacks=[AccuracyStop()])
model.save('mymodel.h5')
