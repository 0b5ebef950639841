# verdict: crashed
# slow: yes
# fails: check_training_folder
# says: a level too low: point it to data/horse-or-human
import tensorflow as tf

training = tf.keras.utils.image_dataset_from_directory(
    "data/horse-or-human/horses", image_size=(150, 150), label_mode="binary"
)
