# verdict: crashed
# says: get_file(..., extract=True) returns the folder
import os
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

zip_path = tf.keras.utils.get_file(
    fname='rps.zip',
    origin='https://storage.googleapis.com/download.tensorflow.org/data/rps.zip',
    extract=True)
base_dir, _ = os.path.splitext(zip_path)          # .../datasets/rps
print(base_dir)
print(os.listdir(os.path.join(os.path.dirname(zip_path), 'rps')))

datagen = ImageDataGenerator(rescale=1/255., validation_split=0.2)
train = datagen.flow_from_directory(base_dir, target_size=(150, 150), subset='training')
val = datagen.flow_from_directory(base_dir, target_size=(150, 150), subset='validation')
model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(4, 3, strides=3, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation='softmax')])
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(train, epochs=1, validation_data=val)
model.save('mymodel.h5')
