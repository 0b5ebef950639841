# verdict: failed
# says: horse-or-human.zip
# passes: check_training_folder
# passes: check_validation_folder
# marked: yes
import os
import zipfile
import wget            # pip install wget
import tensorflow as tf

if not os.path.exists('horse-or-human.zip'):
    wget.download('https://storage.googleapis.com/laurencemoroney-blog.appspot.com/horse-or-human.zip')
    wget.download('https://storage.googleapis.com/laurencemoroney-blog.appspot.com/validation-horse-or-human.zip', 'val.zip')

for z, d in (('horse-or-human.zip', 'hoh/train'), ('val.zip', 'hoh/val')):
    zipfile.ZipFile(z).extractall(d)

gen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1. / 255)
a = gen.flow_from_directory('hoh/train', target_size=(150, 150), class_mode='binary', batch_size=20)
b = gen.flow_from_directory('hoh/val', target_size=(150, 150), class_mode='binary', batch_size=20)
model = tf.keras.Sequential()
model.add(tf.keras.layers.Conv2D(4, (3, 3), strides=3, input_shape=(150, 150, 3), activation='relu'))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(1, activation='sigmoid'))
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(a, steps_per_epoch=2, epochs=1, validation_data=b, validation_steps=1)
model.save('mymodel.h5')
