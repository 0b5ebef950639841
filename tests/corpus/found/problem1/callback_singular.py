# verdict: crashed
# says: callbacks
# fault-line: 30
import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get('accuracy') > 0.9:
            print('\n  STOP  ')
            self.model.stop_training = True


callback = myCallback()

data = tf.keras.datasets.fashion_mnist
(train_x, train_y), (test_x, test_y) = data.load_data()
train_x = train_x/255.
test_x = test_x/255.

model = tf.keras.Sequential()
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(512, activation='relu'))
model.add(tf.keras.layers.Dense(10, activation='softmax'))

model.compile(optimizer='adam',
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])

model.fit(train_x, train_y, epochs=10, callback=[callback])

print(model.evaluate(test_x, test_y))
model.save('mymodel.h5')
