# mistake: 29
# line: 8
# rule: split_without_its_words
# says: subset=
import tensorflow as tf

IMG_SIZE = (150, 150)
train_ds = tf.keras.utils.image_dataset_from_directory(
    "data/rps",
    validation_split=0.2,
    image_size=IMG_SIZE,
    label_mode="categorical",
    batch_size=32)
