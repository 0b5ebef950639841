# mistake: 35
# line: 21
# rule: steps_run_out_of_data
# says: steps_per_epoch
import tensorflow as tf

train, val = tf.keras.utils.image_dataset_from_directory(
    "data/rps", image_size=(32, 32), label_mode="categorical", batch_size=64,
    validation_split=0.2, subset="both", seed=7)


def solution_model():
    model = tf.keras.Sequential([
        tf.keras.layers.Input((32, 32, 3)),
        tf.keras.layers.Rescaling(1 / 255),
        tf.keras.layers.Conv2D(4, 3, activation="relu"),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(3, activation="softmax"),
    ])
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(train, validation_data=val, steps_per_epoch=50, epochs=3)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
