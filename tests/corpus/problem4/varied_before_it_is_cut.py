# verdict: failed
# slow: yes
# says: the validation images are augmented too (a function that draws random numbers)
# says: split first, then map the function only over the training part: training = training.map(augment)
# passes: check_training_is_augmented
import tensorflow as tf
from tensorflow.keras import layers


def solution_model():
    varied = tf.keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
    pictures = tf.keras.utils.image_dataset_from_directory(
        "data/rps", image_size=(150, 150), label_mode="categorical", batch_size=32, shuffle=True, seed=7
    )
    pictures = pictures.map(lambda x, y: (varied(x / 255.0, training=True), y)).cache()
    validation, training = pictures.take(16), pictures.skip(16)
    model = tf.keras.Sequential([
        layers.Input((150, 150, 3)),
        layers.AveragePooling2D(15),
        layers.Flatten(), layers.Dropout(0.3),
        layers.Dense(3, activation="softmax"),
    ])
    model.compile(tf.keras.optimizers.Adam(2e-3), "categorical_crossentropy", metrics=["accuracy"])
    best = tf.keras.callbacks.ModelCheckpoint(
        "best.weights.h5", monitor="val_accuracy", save_best_only=True, save_weights_only=True)
    model.fit(training, validation_data=validation, epochs=1, callbacks=[best])
    model.load_weights("best.weights.h5")
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
