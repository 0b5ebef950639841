# mistake: a callback's message
# line: 11
# rule: adds_text_and_number
# says: print(f'Reached 10 % after epoch {epoch}')
import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get('accuracy') >= 0.1:
            print('Reached 10 % after epoch ' + epoch)
            self.model.stop_training = True


(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train = x_train[:512] / 255.0
y_train = y_train[:512]
model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(10, activation='softmax')
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x_train, y_train, epochs=8, callbacks=[myCallback()])
model.save('mymodel.h5')
