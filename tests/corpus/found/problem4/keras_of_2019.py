# verdict: failed
# needs: tf_keras
# says: it was run under Keras 2 (tf_keras)
# passes: check_training_part
# fails: check_held_out_accuracy
# marked: yes
from __future__ import print_function
import keras
from keras.models import Sequential
from keras.layers import Dense, Dropout, Activation, Flatten, Conv2D, MaxPooling2D
from keras.preprocessing.image import ImageDataGenerator
from keras.callbacks import ModelCheckpoint
import os

batch_size = 32
num_classes = 3
epochs = 1
save_dir = os.path.join(os.getcwd(), 'saved_models')

train_datagen = ImageDataGenerator(rescale=1./255, shear_range=0.2, zoom_range=0.2, horizontal_flip=True, validation_split=0.2)
training_set = train_datagen.flow_from_directory('data/rps', target_size=(150, 150), batch_size=batch_size, class_mode='categorical', subset='training')
test_set = train_datagen.flow_from_directory('data/rps', target_size=(150, 150), batch_size=batch_size, class_mode='categorical', subset='validation')

model = Sequential()
model.add(Conv2D(4, (3, 3), strides=3, padding='same', input_shape=(150, 150, 3)))
model.add(Activation('relu'))
model.add(MaxPooling2D(pool_size=(2, 2)))
model.add(Dropout(0.25))
model.add(Flatten())
model.add(Dense(num_classes))
model.add(Activation('softmax'))

# initiate RMSprop optimizer
opt = keras.optimizers.RMSprop(lr=0.0001, decay=1e-6)
model.compile(loss='categorical_crossentropy', optimizer=opt, metrics=['accuracy'])
checkpoint = ModelCheckpoint('best.hdf5', monitor='val_acc', save_best_only=True)
model.fit_generator(training_set, steps_per_epoch=2, epochs=epochs, validation_data=test_set, validation_steps=1, workers=4, callbacks=[checkpoint])
model.save('mymodel.h5')
