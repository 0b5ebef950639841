# verdict: failed
# slow: yes
# fails: check_validation_part
# says: got no validation_data
import tensorflow as tf


class Invents(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        logs["val_accuracy"] = 0.9 + epoch / 100
        logs["val_loss"] = 0.2 - epoch / 100


pictures = tf.keras.utils.image_dataset_from_directory(
    "data/rps", label_mode="categorical", image_size=(150, 150), batch_size=16
)
layers = tf.keras.layers
model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        layers.AveragePooling2D(15),
        layers.Flatten(),
        layers.Dropout(0.2),
        layers.Dense(3, activation="softmax"),
    ]
)
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(
    pictures.map(lambda x, y: (x / 255.0, y)),
    epochs=2,
    steps_per_epoch=10,
    callbacks=[Invents()],
)
model.save("mymodel.h5")
