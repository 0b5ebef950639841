# verdict: crashed
# says: these images are held out to score your model
import os
import urllib.request
import zipfile
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

urllib.request.urlretrieve('https://storage.googleapis.com/laurencemoroney-blog.appspot.com/rps.zip', 'rps.zip')
urllib.request.urlretrieve('https://storage.googleapis.com/laurencemoroney-blog.appspot.com/rps-test-set.zip', 'rps-test-set.zip')
for z in ['rps.zip', 'rps-test-set.zip']:
    zipfile.ZipFile(z, 'r').extractall('tmp/')

rock_dir = os.path.join('tmp/rps/rock')
print('total training rock images:', len(os.listdir(rock_dir)))

training_datagen = ImageDataGenerator(rescale=1./255, rotation_range=40, horizontal_flip=True)
train_generator = training_datagen.flow_from_directory('tmp/rps/', target_size=(150,150), class_mode='categorical')
validation_generator = ImageDataGenerator(rescale=1./255).flow_from_directory('tmp/rps-test-set/', target_size=(150,150), class_mode='categorical')
model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3,3), activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.MaxPooling2D(2, 2),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dropout(0.5),
    tf.keras.layers.Dense(3, activation='softmax')
])
model.compile(loss='categorical_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
model.fit(train_generator, epochs=1, steps_per_epoch=2, validation_data=validation_generator)
model.save("mymodel.h5")
