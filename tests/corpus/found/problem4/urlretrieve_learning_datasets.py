# verdict: failed
# says: rps.zip was served from the kit's data
# passes: check_training_part
# passes: check_validation_part
# passes: check_parts_are_disjoint
# passes: check_training_is_augmented
# passes: check_checkpoint
# fails: check_held_out_accuracy
# marked: yes
# ########  SIMULASI UJIAN  -  rock paper scissors  ########
import os, zipfile
from urllib import request
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.callbacks import ModelCheckpoint


def solution_C4():
    data_url = 'https://storage.googleapis.com/learning-datasets/rps.zip'
    request.urlretrieve(data_url, 'rps.zip')
    local_file = 'rps.zip'
    zip_ref = zipfile.ZipFile(local_file, 'r')
    zip_ref.extractall('dataset/')
    zip_ref.close()

    TRAINING_DIR = "dataset/rps/"
    training_datagen = ImageDataGenerator(rescale=1./255, rotation_range=20, zoom_range=0.2,
                                          horizontal_flip=True, validation_split=0.2)
    validasi_datagen = ImageDataGenerator(rescale=1./255, validation_split=0.2)

    train_generator = training_datagen.flow_from_directory(TRAINING_DIR, subset='training',
        target_size=(150, 150), class_mode='categorical', batch_size=32)
    val_generator = validasi_datagen.flow_from_directory(TRAINING_DIR, subset='validation',
        target_size=(150, 150), class_mode='categorical', batch_size=32)

    cp = ModelCheckpoint('terbaik.h5', monitor='val_accuracy', save_best_only=True, verbose=1)

    model = tf.keras.models.Sequential([
        tf.keras.layers.Conv2D(4, (3, 3), strides=3, activation='relu', input_shape=(150, 150, 3)),
        tf.keras.layers.MaxPooling2D(2, 2),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dropout(0.2),
        tf.keras.layers.Dense(3, activation='softmax')
    ])
    model.compile(optimizer='adam', loss='categorical_crossentropy', metrics=['accuracy'])
    model.fit(train_generator, steps_per_epoch=2, epochs=1, validation_data=val_generator, validation_steps=1, callbacks=[cp])
    model = tf.keras.models.load_model('terbaik.h5')
    return model


if __name__ == '__main__':
    model = solution_C4()
    model.save("mymodel.h5")
