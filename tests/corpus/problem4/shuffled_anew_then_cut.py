# verdict: failed
# slow: yes
# passes: check_training_part
# passes: check_validation_part
# fails: check_parts_are_disjoint
# says: images move between the parts
import tensorflow as tf
from tensorflow.keras import layers


def solution_model():
    everything = tf.keras.utils.image_dataset_from_directory(
        "data/rps", label_mode="categorical", image_size=(150, 150), batch_size=None)
    everything = everything.map(lambda x, y: (x / 255.0, y))
    validation = everything.take(504).batch(32)
    training = everything.skip(504).batch(32)
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)), layers.RandomFlip("horizontal"), layers.AveragePooling2D(3),
        layers.Conv2D(8, 3, activation="relu"), layers.MaxPooling2D(4),
        layers.Flatten(), layers.Dropout(0.3), layers.Dense(3, activation="softmax"),
    ])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
    model.fit(training, validation_data=validation, epochs=1, steps_per_epoch=4, validation_steps=2, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
