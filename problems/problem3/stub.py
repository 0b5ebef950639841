# Problem 3: horse or human
#
# Train a binary classifier that tells pictures of horses from pictures of humans.
#
{% if validation.share -%}
#   * Pictures: data/horse-or-human (500 horses, 527 humans). Keep a share of {{ validation.share }} of them for
#     validation by validation_split and subset: {{ validation.training_images }} to train on, {{ validation.validation_images }} to validate on.
#   * Give the validation part to fit as validation data, and show it as it is: no augmentation.
#   * Leave the folder data/validation-horse-or-human alone: the kit measures your model on it.
{% else -%}
#   * Training pictures: data/horse-or-human (500 horses, 527 humans).
#   * Validation pictures: data/validation-horse-or-human (128 + 128). Give them to fit as
#     validation data, and show them as they are: no augmentation.
{% endif -%}
#   * Read both with ImageDataGenerator or image_dataset_from_directory, at {{ images.size }}x{{ images.size }} pixels.
#   * Scale the pixels from 0-255 to 0-1.
#   * Input ({{ images.size }}, {{ images.size }}, 3); one output with a sigmoid: 0 is a horse, 1 a human.
#   * Return the trained model: the last lines of this file save it as mymodel.h5.
#
# The whole task: practice show {{ which }}

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    {% if validation.share %}PICTURES = "data/horse-or-human"{% else %}TRAINING = "data/horse-or-human"
    VALIDATION = "data/validation-horse-or-human"{% endif %}

    # YOUR CODE HERE


# Leave the lines below as they are: they save what solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
