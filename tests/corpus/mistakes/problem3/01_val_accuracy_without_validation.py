# mistake: 1
# line: 12
# rule: key_is_not_in_logs
# says: validation_data
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


class DesiredAccuracy(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        val_acc = logs.get("val_accuracy")
        if val_acc >= 0.95:
            self.model.stop_training = True


def solution_model():
    train_datagen = ImageDataGenerator(rescale=1/255)
    train_generator = train_datagen.flow_from_directory(
        "data/horse-or-human", target_size=(32, 32), batch_size=16, class_mode="binary")
    model = tf.keras.Sequential([
        tf.keras.layers.Input((32, 32, 3)),
        tf.keras.layers.Conv2D(4, 3, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile(loss="binary_crossentropy", optimizer="rmsprop", metrics=["accuracy"])
    model.fit(train_generator, steps_per_epoch=4, epochs=3, callbacks=[DesiredAccuracy()])
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
