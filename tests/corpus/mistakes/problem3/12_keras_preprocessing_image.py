# mistake: 12
# line: 6
# rule: imported_from_elsewhere
# says: from tensorflow.keras.preprocessing.image import ImageDataGenerator
import tensorflow as tf
from keras.preprocessing.image import ImageDataGenerator


def solution_model():
    train_datagen = ImageDataGenerator(rescale=1./255)
    return None
