# Problem 3: horse or human
#
# Train a binary classifier for images of horses and humans.
#
{% if validation.share -%}
#   * Images: data/horse-or-human (500 horses, 527 humans). Use a share of {{ validation.share }} of them for
#     validation, with validation_split and subset: {{ validation.training_images }} for training, {{ validation.validation_images }} for validation.
#   * Pass the validation part to fit as validation data, without augmentation.
#   * Do not use the folder data/validation-horse-or-human: the kit measures your model on it.
{% else -%}
#   * Training images: data/horse-or-human (500 horses, 527 humans).
#   * Validation images: data/validation-horse-or-human (128 + 128). Pass them to fit as
#     validation data, without augmentation.
{% endif -%}
#   * Read both with ImageDataGenerator or image_dataset_from_directory, at {{ images.size }}x{{ images.size }} pixels.
#   * Scale the pixels from 0-255 to 0-1.
#   * Input ({{ images.size }}, {{ images.size }}, 3); one output with a sigmoid: 0 is a horse, 1 a human.
#   * Return the trained model: the last lines of this file save it as mymodel.h5.
#
# The complete task: practice show {{ which }}

import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator


def solution_model():
    {% if validation.share %}PICTURES = "data/horse-or-human"{% else %}TRAINING = "data/horse-or-human"
    VALIDATION = "data/validation-horse-or-human"{% endif %}

    # YOUR CODE HERE


# Do not change the lines below: they save the model that solution_model() returns.
if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
