# pathlib everywhere: split_data takes paths instead of strings; the model is functional.
import random
import shutil
from pathlib import Path

import tensorflow as tf
from tensorflow.keras import layers

TOP_FOLDER = "cats-v-dogs"
TRAINING_FOLDER = "training"
TESTING_FOLDER = "testing"
SPLIT_SIZE = 0.9
BATCHES = round(300 * SPLIT_SIZE)
ROOT = Path(TOP_FOLDER)


def good_pictures(folder: Path) -> list[Path]:
    return [p for p in folder.glob("*.jpg") if p.is_file() and p.stat().st_size]


def split_data(source: Path, training: Path, testing: Path, share: float) -> None:
    images = good_pictures(source)
    chosen = set(random.sample(images, int(len(images) * share)))
    for image in images:
        target = training if image in chosen else testing
        shutil.copyfile(image, target / image.name)


def loader(part):
    data = tf.keras.utils.image_dataset_from_directory(
        ROOT / part, label_mode="int", image_size=(150, 150), batch_size=10, seed=3
    )
    return data.map(lambda x, y: (x / 255.0, y)).cache()


def build():
    inputs = tf.keras.Input((150, 150, 3))
    x = layers.RandomFlip("horizontal")(inputs)
    x = layers.AveragePooling2D(2)(x)
    x = layers.GroupNormalization(groups=-1)(x)
    for filters, strides in ((16, 2), (32, 1), (64, 1), (128, 1)):
        x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization(momentum=0.9)(x)
        x = layers.MaxPooling2D()(layers.ReLU()(x))
    x = layers.GlobalAveragePooling2D()(x)
    return tf.keras.Model(inputs, layers.Dense(1, activation="sigmoid")(x))


def solution_model():
    for animal in ("cat", "dog"):
        training, testing = (
            ROOT / part / f"{animal}s" for part in (TRAINING_FOLDER, TESTING_FOLDER)
        )
        training.mkdir(parents=True, exist_ok=True)
        testing.mkdir(parents=True, exist_ok=True)
        split_data(Path("data") / "PetImages" / animal.title(), training, testing, SPLIT_SIZE)

    training, testing = loader(TRAINING_FOLDER).shuffle(BATCHES), loader(TESTING_FOLDER)
    model = build()
    rate = tf.keras.optimizers.schedules.CosineDecay(4e-3, 4 * BATCHES)
    model.compile(tf.keras.optimizers.Adam(rate), "binary_crossentropy", metrics=["accuracy"])
    model.fit(training, validation_data=testing, epochs=4)
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
