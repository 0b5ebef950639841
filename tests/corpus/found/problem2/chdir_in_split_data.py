# verdict: failed
# passes: check_split_counts
# passes: check_split_is_whole
# passes: check_training_loader
# says: Dog/mymodel.h5
# trained: yes
# made on windows 10 / anaconda, spyder
import os, random, shutil
import tensorflow as tf

HERE = os.path.abspath('.')
DATA = os.path.join(HERE, 'data', 'PetImages')
OUT = os.path.join(HERE, 'cats-v-dogs')

def split_data(SOURCE, TRAINING, TESTING, SPLIT_SIZE):
    TRAINING = os.path.abspath(TRAINING)
    TESTING = os.path.abspath(TESTING)
    os.chdir(SOURCE)
    liste = []
    for f in os.listdir():
        if f[-4:] == '.jpg' and os.stat(f).st_size > 0 :
            liste.append(f)
    random.shuffle(liste)
    grenze = int(len(liste) * SPLIT_SIZE)
    for nr, f in enumerate(liste) :
        if nr < grenze : shutil.copy(f, TRAINING)
        else :           shutil.copy(f, TESTING)

for d1 in ['training', 'testing'] :
    for d2 in ['cats', 'dogs'] :
        os.makedirs(os.path.join(OUT, d1, d2))

split_data(os.path.join(DATA, 'Cat'), os.path.join(OUT, 'training', 'cats'), os.path.join(OUT, 'testing', 'cats'), 0.9)
split_data(os.path.join(DATA, 'Dog'), os.path.join(OUT, 'training', 'dogs'), os.path.join(OUT, 'testing', 'dogs'), 0.9)

G = tf.keras.preprocessing.image.ImageDataGenerator
train = G(rescale=1/255.).flow_from_directory(os.path.join(OUT, 'training'), target_size=(150, 150), batch_size=10, class_mode='binary')
test = G(rescale=1/255.).flow_from_directory(os.path.join(OUT, 'testing'), target_size=(150, 150), batch_size=10, class_mode='binary')

model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(4, 3, strides=2, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Conv2D(4, 3, strides=2, activation='relu'),
    tf.keras.layers.Conv2D(4, 3, strides=2, activation='relu'),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(train, steps_per_epoch=2, epochs=1, validation_data=test, validation_steps=1)
model.save('mymodel.h5')
print('fertig')
