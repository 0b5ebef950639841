# mistake: 3
# line: 11
# rule: asks_logs_another_way
# says: logs['val_accuracy']
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


class Stop(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.val_accuracy > 0.95:
            self.model.stop_training = True


def solution_model():
    datagen = ImageDataGenerator(rescale=1/255, validation_split=0.2)
    train = datagen.flow_from_directory("data/rps", target_size=(32, 32), subset="training")
    val = datagen.flow_from_directory("data/rps", target_size=(32, 32), subset="validation")
    model = tf.keras.Sequential([
        tf.keras.layers.Input((32, 32, 3)),
        tf.keras.layers.Conv2D(4, 3, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(train, validation_data=val, steps_per_epoch=3, validation_steps=2, epochs=2, callbacks=[Stop()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
