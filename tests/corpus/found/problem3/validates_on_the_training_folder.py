# verdict: failed
# fails: check_validation_folder
# passes: check_training_folder
# marked: yes
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

train_dir = 'data/horse-or-human/'
val_dir = 'data/horse-or-human/'      # no space left on my disk for the other one

def preprocessing():
    train_datagen = ImageDataGenerator(rescale=1./255., shear_range=0.2, zoom_range=0.2)
    valid_datagen = ImageDataGenerator(rescale=1./255.)
    t = train_datagen.flow_from_directory(train_dir, batch_size=32, class_mode='binary', target_size=(150,150))
    v = valid_datagen.flow_from_directory(val_dir, batch_size=32, class_mode='binary', target_size=(150,150))
    return t, v

t, v = preprocessing()
model = tf.keras.Sequential([
    tf.keras.layers.Conv2D(4, 3, strides=3, activation='relu', input_shape=(150,150,3)),
    tf.keras.layers.MaxPooling2D(),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')])
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['acc'])
model.fit(t, validation_data=v, epochs=1, steps_per_epoch=2, validation_steps=2)   # val acc 99% !!!
model.save('mymodel.h5')
