# verdict: crashed
# fault-line: 17
# says: text and numbers cannot be added
# trained: yes
# fashion mnist -- callback exercise
# (python 3.7, tf 2.1)
import tensorflow as tf

GOAL = 0.60     # low for testing, put 0.9 later


class CB(tf.keras.callbacks.Callback):

    def on_epoch_end(self, epoch, logs=None):
        acc = logs['accuracy']
        if acc > GOAL:
            print("\nstopped at epoch " + epoch)
            self.model.stop_training = True


(x, y), (tx, ty) = tf.keras.datasets.fashion_mnist.load_data()
x, tx = x / 255.0, tx / 255.0

model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(128, activation='relu'),
    tf.keras.layers.Dense(10, activation='softmax'),
])
model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x, y, epochs=5, batch_size=256, callbacks=[CB()])
model.save('mymodel.h5')
