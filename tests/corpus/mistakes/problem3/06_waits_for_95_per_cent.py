# mistake: 6
# rule: waits_for_too_much
# line: 30
# says: it waits for 95; the best accuracy was
# says: write 0.95 instead of 95
import tensorflow as tf

TARGET = 95


def load(folder, count):
    found = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )
    return found.map(lambda x, y: (x / 255.0, y)).take(count)


training = load("data/horse-or-human", 4)
validation = load("data/validation-horse-or-human", 2)


class Callback95(tf.keras.callbacks.Callback):
    def __init__(self, target=TARGET):
        super().__init__()
        self.target = target

    def on_epoch_end(self, epoch, logs=None):
        accuracy = logs.get("accuracy")
        print("accuracy:", accuracy)
        if accuracy is not None and accuracy >= self.target:
            self.model.stop_training = True


model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(training, validation_data=validation, epochs=2, callbacks=[Callback95()])
model.save("mymodel.h5")
