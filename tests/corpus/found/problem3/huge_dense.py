# verdict: failed
# fails: check_model_size
# passes: check_input_shape
# marked: yes
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.layers import *

tr = ImageDataGenerator(rescale=1/255).flow_from_directory('data/horse-or-human', target_size=(150, 150), batch_size=16, class_mode='binary')
va = ImageDataGenerator(rescale=1/255).flow_from_directory('data/validation-horse-or-human', target_size=(150, 150), batch_size=16, class_mode='binary')

model = tf.keras.models.Sequential([
    Conv2D(4, (3,3), activation='relu', input_shape=(150,150,3)),
    MaxPooling2D(2,2),
    Flatten(),
    Dense(256, activation='relu'),       # more neurons = better ?
    Dense(1, activation='sigmoid')])
model.summary()
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(tr, steps_per_epoch=2, epochs=1, validation_data=va, validation_steps=1)
model.save('mymodel.h5')
