# verdict: failed
# passes: check_split_folders
# passes: check_split_counts
# passes: check_split_is_whole
# passes: check_split_is_random
# passes: check_split_data_alone
# passes: check_split_data_at_its_edges
# fails: check_held_out_accuracy
# marked: yes
import os
import random
from shutil import copyfile
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

# !!! all directories must end with a slash, otherwise  source + file  is wrong !!!
base = 'cats-v-dogs/'

def make(p):
    if not os.path.exists(p):
        os.mkdir(p)
    else :
        print(p, 'is already there')

for p in ['', 'training/', 'testing/', 'training/cats/', 'training/dogs/', 'testing/cats/', 'testing/dogs/']:
    make(base + p)


def split_data(source, train, test, size):
    good_files=[]
    bad=0
    for f in os.listdir(source):
        if not f.endswith('.jpg'):
            bad += 1
            continue
        if os.path.getsize(source + f)==0:
            bad += 1
            continue
        good_files.append(f)
    print(source, ':', len(good_files), 'good', bad, 'bad')
    random.shuffle(good_files)
    k=int(len(good_files)*size)
    i=0
    while i<len(good_files):
        if i<k:
            copyfile(source+good_files[i], train+good_files[i])
        else:
            copyfile(source+good_files[i], test+good_files[i])
        i=i+1

split_data('data/PetImages/Cat/', base+'training/cats/', base+'testing/cats/', 0.9)
split_data('data/PetImages/Dog/', base+'training/dogs/', base+'testing/dogs/', 0.9)

train_gen = ImageDataGenerator(rescale=1./255, horizontal_flip=True).flow_from_directory(
    base+'training/', target_size=(150,150), batch_size=10, class_mode='binary')
test_gen = ImageDataGenerator(rescale=1./255).flow_from_directory(
    base+'testing/', target_size=(150,150), batch_size=10, class_mode='binary')

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Conv2D(4,(3,3),strides=2,activation='relu',input_shape=(150,150,3)))
model.add(tf.keras.layers.Conv2D(4,(3,3),strides=2,activation='relu'))
model.add(tf.keras.layers.Conv2D(4,(3,3),strides=2,activation='relu'))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(1,activation='sigmoid'))
model.compile(loss='binary_crossentropy',optimizer='adam',metrics=['acc'])
history=model.fit(train_gen,steps_per_epoch=3,epochs=1,validation_data=test_gen,validation_steps=1)
model.save('mymodel.h5')
