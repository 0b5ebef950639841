# verdict: passed
# marked: yes
# passes: check_input_shape
# -*- coding: utf-8 -*-
# Created on Sat Feb 15 21:44:08 2020 @author: lab
# some warnings about casting float64 to float32 with my own data, this makes them go away:
import tensorflow as tf
tf.keras.backend.set_floatx('float64')
import numpy as np
import os
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'

from tensorflow.keras.layers import Dense, Flatten, Conv2D
from tensorflow.keras import Model

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train, x_test = x_train / 255.0, x_test / 255.0
print(x_train.dtype)      # float64

# Add a channels dimension
x_train = x_train[..., tf.newaxis]
x_test = x_test[..., tf.newaxis]

class Genug(tf.keras.callbacks.Callback):
  def on_epoch_end(self, epoch, logs={}):
    acc = logs['accuracy']
    if acc >= 0.9 : self.model.stop_training = True

inp = tf.keras.Input(shape=(28,28,1))
h = Conv2D(8, 3, strides=2, activation='relu')(inp)
h = Conv2D(16, 3, strides=2, activation='relu')(h)
h = Flatten()(h)
h = Dense(128, activation='relu')(h)
model = Model(inp, Dense(10, activation='softmax')(h))
model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.005),
              loss=tf.keras.losses.SparseCategoricalCrossentropy(), metrics=['accuracy'])
model.summary()
model.fit(x_train, np.array(y_train), batch_size=256, epochs=12, verbose=2, callbacks=[Genug()])
model.evaluate(x_test, y_test)
model.save('mymodel.h5')
