# verdict: crashed
# fault-line: 14
# says: D: is a path of another machine
# says: data/ beside your file
import tensorflow as tf
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Conv2D, MaxPooling2D, Flatten, Dense
from tensorflow.keras.preprocessing.image import ImageDataGenerator

TRAIN_DIR = r'D:\Machine Learning\datasets\horse-or-human\train'
VAL_DIR = r'D:\Machine Learning\datasets\horse-or-human\validation'
MODEL_DIR = 'D:\\Machine Learning\\models\\mymodel.h5'

train_gen = ImageDataGenerator(rescale=1./255).flow_from_directory(TRAIN_DIR, target_size=(150,150), class_mode='binary')
val_gen = ImageDataGenerator(rescale=1./255).flow_from_directory(VAL_DIR, target_size=(150,150), class_mode='binary')

model = Sequential()
model.add(Conv2D(16, (3,3), activation='relu', input_shape=(150,150,3)))
model.add(MaxPooling2D((2,2)))
model.add(Flatten())
model.add(Dense(1, activation='sigmoid'))
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(train_gen, epochs=10, validation_data=val_gen)
model.save(MODEL_DIR)
