# verdict: failed
# fails: check_callback_stops_at_the_threshold
# says: it watches loss
# marked: yes
import numpy as np
import tensorflow as tf
from tensorflow import keras

'''
The loss is what the network really learns so I stop with the loss,
in the video it was the same: if(logs.get('loss')<0.4)
'''

class myCallback(tf.keras.callbacks.Callback):
  def on_epoch_end(self, epoch, logs={}):
    if(logs.get('loss')<0.4):
      print("\nLoss is low so cancelling training!")
      self.model.stop_training = True

callbacks = myCallback()
mnist = tf.keras.datasets.fashion_mnist
(training_images, training_labels), (test_images, test_labels) = mnist.load_data()
training_images=training_images/255.0
test_images=test_images/255.0
model = tf.keras.models.Sequential([
  tf.keras.layers.Flatten(),
  tf.keras.layers.Dense(256, activation=tf.nn.relu),
  tf.keras.layers.Dense(10, activation=tf.nn.softmax)
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(training_images[:6000], training_labels[:6000], epochs=3, callbacks=[callbacks])
model.save('mymodel.h5')
