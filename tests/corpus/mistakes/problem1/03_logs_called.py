# mistake: 3
# line: 9
# rule: asks_logs_another_way
# says: logs['accuracy']
import tensorflow as tf

class EndTraining(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        acc = logs('accuracy')
        if acc >= 0.90:
            self.model.stop_training = True

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x[:512] / 255, y[:512], epochs=3, callbacks=[EndTraining()])
model.save('mymodel.h5')
