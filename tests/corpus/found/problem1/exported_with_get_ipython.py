# verdict: passed
# marked: yes
#!/usr/bin/env python
# coding: utf-8

# # Exercise 2 - Fashion MNIST and callbacks
# my own copy, downloaded as .py

# In[1]:


import tensorflow as tf
from tensorflow import keras
import matplotlib.pyplot as plt
get_ipython().run_line_magic('matplotlib', 'inline')
get_ipython().system('pip install -q pyyaml h5py')
get_ipython().run_line_magic('config', "InlineBackend.figure_format = 'retina'")


# In[2]:


# GRADED FUNCTION: train_model
def train_model():

    class myCallback(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs={}):
            if(logs.get('acc') >= 0.90):
                print("\nReached 90% accuracy so cancelling training!")
                self.model.stop_training = True

    mnist = keras.datasets.fashion_mnist

    (x_train, y_train),(x_test, y_test) = mnist.load_data()

    x_train = x_train.reshape(60000, 28, 28, 1) / 255.0
    x_test = x_test.reshape(10000, 28, 28, 1) / 255.0
    plt.imshow(x_train[7].reshape(28, 28))
    callbacks = myCallback()

    model = keras.models.Sequential([
        keras.layers.Conv2D(16, 3, strides=2, activation='relu', input_shape=(28, 28, 1)),
        keras.layers.Conv2D(32, 3, strides=2, activation='relu'),
        keras.layers.Flatten(),
        keras.layers.Dense(128, activation='relu'),
        keras.layers.Dense(10, activation='softmax')
    ])
    model.compile(optimizer=keras.optimizers.Adam(0.005), loss='sparse_categorical_crossentropy',
                  metrics=['acc'])

    # model fitting
    history = model.fit(x_train, y_train, batch_size=256, epochs=10,
                        validation_data=(x_test, y_test), callbacks=[callbacks])
    model.save("mymodel.h5")
    # model fitting
    return history.epoch, history.history['acc'][-1]


# In[3]:


train_model()


