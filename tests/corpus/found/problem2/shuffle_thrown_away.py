# verdict: failed
# fails: check_split_is_random
# passes: check_split_counts
# passes: check_split_is_whole
# marked: yes
'''
cats vs dogs, my homework
'''
import os, shutil, random
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

CATS = 'data/PetImages/Cat'
DOGS = 'data/PetImages/Dog'

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    ds = [i for i in os.listdir(SOURCE)
          if i.lower().endswith('.jpg') and os.path.getsize(os.path.join(SOURCE, i)) > 0]
    random.sample(ds, len(ds))          # shuffle it
    batas = int(SPLIT_SIZE * len(ds))
    for i in ds[:batas]:
        shutil.copyfile(os.path.join(SOURCE, i), os.path.join(TRAINING, i))
    for i in ds[batas:]:
        shutil.copyfile(os.path.join(SOURCE, i), os.path.join(TESTING, i))

for x in ['training/cats', 'training/dogs', 'testing/cats', 'testing/dogs']:
    os.makedirs(os.path.join('cats-v-dogs', x), exist_ok=True)

split_data(CATS, 'cats-v-dogs/training/cats', 'cats-v-dogs/testing/cats', .9)
split_data(DOGS, 'cats-v-dogs/training/dogs', 'cats-v-dogs/testing/dogs', .9)

idg = ImageDataGenerator(rescale=1/255)
tr = idg.flow_from_directory('cats-v-dogs/training', (150, 150), batch_size=10, class_mode='binary')
te = idg.flow_from_directory('cats-v-dogs/testing', (150, 150), batch_size=10, class_mode='binary')

model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(4, 3, 2, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Conv2D(4, 3, 2, activation='relu'),
    tf.keras.layers.Conv2D(4, 3, 2, activation='relu'),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, 'sigmoid')])
model.compile('rmsprop', 'binary_crossentropy', metrics=['accuracy'])
model.fit(tr, steps_per_epoch=2, validation_data=te, validation_steps=1)
model.save('mymodel.h5')
