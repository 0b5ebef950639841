# verdict: failed
# fails: check_split_counts
# passes: check_split_holds_pictures_only
# says: 1,349
# marked: yes
# -------------------------------------------------
# Kucing vs Anjing
# -------------------------------------------------
import os
import random
import tensorflow as tf
from shutil import copyfile
from tensorflow.keras.preprocessing.image import ImageDataGenerator

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    semua = sorted(os.listdir(SOURCE))
    acak = random.sample(semua, len(semua))
    jumlah_train = int(len(semua) * SPLIT_SIZE)

    train_set = acak[:jumlah_train]
    test_set = acak[jumlah_train:]

    for nama in train_set:
        # file rusak (0 byte) tidak disalin
        if os.path.getsize(SOURCE + nama) > 0 and nama.endswith('.jpg'):
            copyfile(SOURCE + nama, TRAINING + nama)
    for nama in test_set:
        if os.path.getsize(SOURCE + nama) > 0 and nama.endswith('.jpg'):
            copyfile(SOURCE + nama, TESTING + nama)

for f in ('cats', 'dogs'):
    os.makedirs('cats-v-dogs/training/' + f, exist_ok=True)
    os.makedirs('cats-v-dogs/testing/' + f, exist_ok=True)

split_data("data/PetImages/Cat/", "cats-v-dogs/training/cats/", "cats-v-dogs/testing/cats/", .9)
split_data("data/PetImages/Dog/", "cats-v-dogs/training/dogs/", "cats-v-dogs/testing/dogs/", .9)
print('jumlah train kucing :', len(os.listdir('cats-v-dogs/training/cats')))
print('jumlah test kucing :', len(os.listdir('cats-v-dogs/testing/cats')))

gen = ImageDataGenerator(rescale=1.0/255.)
train_generator = gen.flow_from_directory('cats-v-dogs/training', batch_size=10, class_mode='binary', target_size=(150, 150))
val_generator = gen.flow_from_directory('cats-v-dogs/testing', batch_size=10, class_mode='binary', target_size=(150, 150))

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3, 3), strides=2, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Conv2D(4, (3, 3), strides=2, activation='relu'),
    tf.keras.layers.Conv2D(4, (3, 3), strides=2, activation='relu'),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(train_generator, steps_per_epoch=2, epochs=1, validation_data=val_generator, validation_steps=1)
model.save('mymodel.h5')
