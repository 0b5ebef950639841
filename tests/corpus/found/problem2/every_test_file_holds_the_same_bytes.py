# verdict: failed
# fails: check_split_is_whole
# passes: check_split_holds_pictures_only
# marked: yes
import os
import random
import shutil
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
  filenames = []
  for file in os.listdir(SOURCE):
    if file.split('.')[-1] == 'jpg' and os.path.getsize(os.path.join(SOURCE, file)):
      filenames.append(file)
  filenames = random.sample(filenames, len(filenames))
  n_train = int(SPLIT_SIZE*len(filenames))
  for file in filenames[:n_train]:
    src = os.path.join(SOURCE, file)
    dst = os.path.join(TRAINING, file)
    shutil.copyfile(src, dst)
  for file in filenames[n_train:]:
    dst = os.path.join(TESTING, file)
    shutil.copyfile(src, dst)

os.makedirs('cats-v-dogs/training/cats'); os.makedirs('cats-v-dogs/training/dogs')
os.makedirs('cats-v-dogs/testing/cats');  os.makedirs('cats-v-dogs/testing/dogs')

split_data('data/PetImages/Cat', 'cats-v-dogs/training/cats', 'cats-v-dogs/testing/cats', 0.9)
split_data('data/PetImages/Dog', 'cats-v-dogs/training/dogs', 'cats-v-dogs/testing/dogs', 0.9)

for root, dirs, files in os.walk('cats-v-dogs'):
  print(root, len(files))

train = ImageDataGenerator(rescale=1./255).flow_from_directory('cats-v-dogs/training', target_size=(150,150), batch_size=10, class_mode='binary')
test = ImageDataGenerator(rescale=1./255).flow_from_directory('cats-v-dogs/testing', target_size=(150,150), batch_size=10, class_mode='binary')

model = tf.keras.models.Sequential([
  tf.keras.layers.Conv2D(4, 5, strides=3, activation='relu', input_shape=(150,150,3)),
  tf.keras.layers.Conv2D(4, 3, activation='relu'),
  tf.keras.layers.Conv2D(4, 3, activation='relu'),
  tf.keras.layers.Flatten(),
  tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(train, epochs=1, steps_per_epoch=2, validation_data=test, validation_steps=1)
model.save("mymodel.h5")
