# verdict: crashed
# fault-line: 11
# says: data/ beside your file
#coding: utf-8
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

data_dir = '/home/budi/Unduhan/rps'

datagen = ImageDataGenerator(rescale=1./255, rotation_range=20, horizontal_flip=True, validation_split=0.2)
train = datagen.flow_from_directory(data_dir, target_size=(150, 150), class_mode='categorical', subset='training')
val = datagen.flow_from_directory(data_dir, target_size=(150, 150), class_mode='categorical', subset='validation')

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(32, (3, 3), activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.MaxPooling2D(2, 2),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation='softmax')
])
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(train, epochs=10, validation_data=val)
model.save('/home/budi/mymodel.h5')
