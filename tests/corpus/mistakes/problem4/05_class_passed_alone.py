# mistake: 5
# line: 30
# rule: class_in_place_of_callback
# says: StopEarly()
import tensorflow as tf

train, val = tf.keras.utils.image_dataset_from_directory(
    "data/rps", image_size=(32, 32), label_mode="categorical",
    validation_split=0.2, subset="both", seed=42)


class StopEarly(tf.keras.callbacks.Callback):
    def __init__(self, target=0.95):
        super().__init__()
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        if logs["val_accuracy"] >= self.target:
            self.model.stop_training = True


model = tf.keras.Sequential([
    tf.keras.layers.Input((32, 32, 3)),
    tf.keras.layers.Rescaling(1/255),
    tf.keras.layers.Conv2D(4, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(train.take(3), validation_data=val.take(2), epochs=2, callbacks=StopEarly)
model.save("mymodel.h5")
