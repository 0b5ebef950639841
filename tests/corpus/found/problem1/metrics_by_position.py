# verdict: crashed
# fault-line: 21
# says: metrics=['accuracy']
import tensorflow as tf
from tensorflow.keras import layers, Sequential

# kelas callback
class Cukup(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get('accuracy') >= 0.9:
            self.model.stop_training = True

(x, y), (xt, yt) = tf.keras.datasets.fashion_mnist.load_data()
x, xt = x / 255.0, xt / 255.0

model = Sequential()
model.add(layers.Flatten(input_shape=(28, 28)))
model.add(layers.Dense(16, 'relu'))
model.add(layers.Dense(10, 'softmax'))
model.compile('adam', 'sparse_categorical_crossentropy', ['accuracy'])
model.fit(x[:3000], y[:3000], epochs=1, callbacks=[Cukup()])
model.save('mymodel.h5')
