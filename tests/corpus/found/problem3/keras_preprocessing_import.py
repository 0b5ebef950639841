# verdict: failed
# needs: tf_keras
# says: keras_preprocessing.image is now tensorflow.keras.preprocessing.image
# passes: check_training_folder
# passes: check_validation_folder
# fails: check_held_out_accuracy
# marked: yes
import os
import zipfile
import tensorflow as tf
from tensorflow.keras.optimizers import RMSprop
from os import getcwd
from keras_preprocessing.image import ImageDataGenerator
from keras_preprocessing import image

TRAINING_DIR = "data/horse-or-human/"
training_datagen = ImageDataGenerator(
      rescale = 1./255,
	    rotation_range=40,
      width_shift_range=0.2,
      height_shift_range=0.2,
      horizontal_flip=True,
      fill_mode='nearest')

VALIDATION_DIR = "data/validation-horse-or-human/"
validation_datagen = ImageDataGenerator(rescale = 1./255)

train_generator = training_datagen.flow_from_directory(TRAINING_DIR,target_size=(150,150),class_mode='binary')
validation_generator = validation_datagen.flow_from_directory(VALIDATION_DIR,target_size=(150,150),class_mode='binary')

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3,3), strides=3, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(loss = 'binary_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
history = model.fit(train_generator, steps_per_epoch=2, epochs=1, validation_data = validation_generator, validation_steps=1, verbose = 1)
model.save("mymodel.h5")
