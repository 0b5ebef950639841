# mistake: 21
# line: 10
# rule: folder_of_one_class
# says: data/rps
import tensorflow as tf
import os

base = "data/rps"
train_dir = os.path.join(base, "paper")
train_ds = tf.keras.preprocessing.image_dataset_from_directory(
    train_dir, validation_split=0.2, subset="training", seed=1,
    label_mode="categorical", image_size=(150, 150), batch_size=32)
