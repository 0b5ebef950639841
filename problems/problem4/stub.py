# Problem 4: rock, paper, scissors, and the best epoch kept
#
# Train a classifier for three hand shapes, and save the model of its best epoch.
#
#   * Images: data/rps (840 per class). Use {{ (validation.share * 100)|fixed(0) }} % of them for validation:
#     validation_split={{ validation.share }} leaves {{ validation.training_images|grouped }} for training and {{ validation.validation_images|grouped }} for validation.
#   * 150x150 pixels, class_mode="categorical"; augment the training images; scale the pixels
#     from 0-255 to 0-1.
#   * Input (150, 150, 3); a guard against overfitting such as Dropout; three outputs with a
#     softmax: {{ outputs.classes|join(", ") }}.{% if not outputs.is_alphabetical %}
#     This is not the alphabetical order: pass it to both loaders with
#     classes={{ outputs.classes|tojson }} (flow_from_directory) or
#     class_names={{ outputs.classes|tojson }} (image_dataset_from_directory).{% endif %}
#   * A ModelCheckpoint saves the best epoch by {{ checkpoint.monitor or "a validation metric" }}. After fit, load its
#     weights.
#   * Return the trained model: the last lines of this file save it as mymodel.h5.
#
# The complete task: practice show {{ which }}

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    PICTURES = "data/rps"

    # YOUR CODE HERE


# Do not change the lines below: they save the model that solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
