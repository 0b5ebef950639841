# Two models are tried for an epoch each; the better one trains on, with EarlyStopping.
import tensorflow as tf
from tensorflow.keras import layers, models


def pipeline(folder, training):
    data = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )
    data = data.map(lambda x, y: (x / 255.0, y)).cache()
    return data.map(varied) if training else data


def varied(x, y):
    x = tf.image.random_flip_left_right(x)
    return tf.where(tf.random.uniform((tf.shape(x)[0], 1, 1, 1)) < 0.5, 1.0 - x, x), y


def block(filters):
    return [layers.Conv2D(filters, 3, activation="relu"), layers.MaxPooling2D()]


def narrow():
    return [*block(4), *block(8)]


def wide():
    return [*block(16), layers.GroupNormalization(groups=-1), *block(32), *block(64)]


def build(make):
    model = models.Sequential([layers.Input((150, 150, 3)), layers.AveragePooling2D(3)])
    for layer in make():
        model.add(layer)
    model.add(layers.Flatten())
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(tf.keras.optimizers.Adam(2e-3), "binary_crossentropy", metrics=["accuracy"])
    return model


def solution_model():
    training = pipeline("data/horse-or-human", training=True)
    validation = pipeline("data/validation-horse-or-human", training=False)
    tried = {}
    for make in (narrow, wide):
        model = build(make)
        logs = model.fit(training, validation_data=validation, epochs=1).history
        tried[make] = logs["accuracy"][-1]
    best = build(max(tried, key=tried.get))
    patient = tf.keras.callbacks.EarlyStopping(
        monitor="val_loss", patience=2, restore_best_weights=True
    )
    best.fit(training, validation_data=validation, epochs=6, callbacks=[patient])
    return best


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
