# verdict: failed
# fails: check_source_is_untouched
# marked: yes
import os
import random
from shutil import copyfile
from PIL import Image
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

folders = ['data/PetImages/Cat/', 'data/PetImages/Dog/']

# all pictures need the same size
def resize_all(folder, n=120):
    i = 0
    for name in sorted(os.listdir(folder))[:n]:
        try:
            img = Image.open(folder + name).convert('RGB')
            img.resize((150, 150), Image.BILINEAR).save(folder + name)
            i += 1
        except Exception as e:
            print('cannot open', name, e)
    print(i, 'resized in', folder)

for f in folders: resize_all(f)

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    imgs = [f for f in os.listdir(SOURCE) if f.endswith('.jpg') and os.path.getsize(SOURCE + f) > 0]
    random.shuffle(imgs)
    cut = int(len(imgs) * SPLIT_SIZE)
    for f in imgs[:cut]: copyfile(SOURCE + f, TRAINING + f)
    for f in imgs[cut:]: copyfile(SOURCE + f, TESTING + f)

for part in ('training', 'testing'):
    for animal in ('cats', 'dogs'):
        os.makedirs('cats-v-dogs/%s/%s' % (part, animal))
split_data(folders[0], 'cats-v-dogs/training/cats/', 'cats-v-dogs/testing/cats/', 0.9)
split_data(folders[1], 'cats-v-dogs/training/dogs/', 'cats-v-dogs/testing/dogs/', 0.9)

train_ds = ImageDataGenerator(rescale=1.0/255).flow_from_directory('cats-v-dogs/training/', target_size=(150,150), batch_size=10, class_mode='binary')
test_ds = ImageDataGenerator(rescale=1.0/255).flow_from_directory('cats-v-dogs/testing/', target_size=(150,150), batch_size=10, class_mode='binary')
model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, 3, strides=2, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Conv2D(4, 3, strides=2, activation='relu'),
    tf.keras.layers.Conv2D(4, 3, strides=2, activation='relu'),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(train_ds, epochs=1, steps_per_epoch=2, validation_data=test_ds, validation_steps=1)
model.save('mymodel.h5')
