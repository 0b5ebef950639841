# verdict: crashed
# trained: yes
# says: tf.keras.Input(
import os, random
import numpy as np
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator, load_img, img_to_array

tr = ImageDataGenerator(rescale=1/255).flow_from_directory('data/horse-or-human', target_size=(150,150), batch_size=16, class_mode='binary')
va = ImageDataGenerator(rescale=1/255).flow_from_directory('data/validation-horse-or-human', target_size=(150,150), batch_size=16, class_mode='binary')

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Conv2D(4, (3,3), strides=2, activation='relu'))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dense(1, activation='sigmoid'))
model.compile(loss='binary_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(tr, steps_per_epoch=3, epochs=1, validation_data=va, validation_steps=1)

# what do the filters see ?
outs = [l.output for l in model.layers[:2]]
vis = tf.keras.models.Model(inputs=model.input, outputs=outs)
x = img_to_array(load_img('data/horse-or-human/horses/' + random.choice(os.listdir('data/horse-or-human/horses')), target_size=(150,150)))
maps = vis.predict(x[np.newaxis]/255)
print([m.shape for m in maps])

model.save('mymodel.h5')
