# mistake: 2
# line: 10
# rule: key_is_not_in_logs
# says: val_accuracy
import tensorflow as tf


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if (logs.get('accurancy') > 0.98) and (logs.get('val_accurancy') > 0.85):
            self.model.stop_training = True


train = tf.keras.utils.image_dataset_from_directory(
    'data/horse-or-human', image_size=(32, 32), label_mode='binary').take(4)
val = tf.keras.utils.image_dataset_from_directory(
    'data/validation-horse-or-human', image_size=(32, 32), label_mode='binary').take(2)
model = tf.keras.Sequential([
    tf.keras.layers.Input((32, 32, 3)),
    tf.keras.layers.Rescaling(1/255),
    tf.keras.layers.Conv2D(4, 3, activation='relu'),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid'),
])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(train, validation_data=val, epochs=3, callbacks=[myCallback()])
model.save('mymodel.h5')
