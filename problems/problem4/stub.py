# Problem 4: rock, paper, scissors, and the best epoch kept
#
# Train a classifier of three shapes of a hand, and save the model of its best epoch.
#
#   * Pictures: data/rps (840 a class). Keep {{ share }} of them for validation:
#     validation_split={{ validation_split }} leaves {{ training_pictures|grouped }} to train on and {{ validation_pictures|grouped }} to validate on.
#   * 150x150 pixels, class_mode="categorical"; vary the training pictures; scale the pixels
#     from 0-255 to 0-1.
#   * Input (150, 150, 3); a guard against overfitting such as Dropout; three outputs with a
#     softmax: {{ classes }}.{% if classes != "paper, rock, scissors" %}
#     This is not the alphabet's order: tell it to both loaders by
#     classes={{ classes.split(", ")|tojson }} (flow_from_directory) or
#     class_names={{ classes.split(", ")|tojson }} (image_dataset_from_directory).{% endif %}
#   * A ModelCheckpoint keeps the best epoch by {{ "a validation figure" if figure == "any" else figure }}. After fit, load its
#     weights back.
#   * Return the trained model: the last lines of this file save it as mymodel.h5.
#
# The whole task: practice show {{ which }}

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    PICTURES = "data/rps"

    # YOUR CODE HERE


# Leave the lines below as they are: they save what solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
