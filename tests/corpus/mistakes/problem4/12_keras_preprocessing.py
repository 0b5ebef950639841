# mistake: 12
# line: 6
# rule: imported_from_elsewhere
# says: from tensorflow.keras.preprocessing.image import ImageDataGenerator
import tensorflow as tf
import keras_preprocessing
from keras_preprocessing import image
from keras_preprocessing.image import ImageDataGenerator

TRAINING_DIR = "data/rps"
training_datagen = ImageDataGenerator(rescale=1./255, validation_split=0.2)
