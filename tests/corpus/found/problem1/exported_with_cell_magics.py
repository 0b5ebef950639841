# verdict: failed
# passes: check_callback_stops_at_the_threshold
# passes: check_pixels_are_scaled
# fails: check_held_out_accuracy
# marked: yes

# coding: utf-8

# In[1]:


import tensorflow as tf
import numpy as np


# In[2]:


get_ipython().run_cell_magic('capture', '', '!pip install tensorflow==2.0.0\n')


# In[3]:


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if(logs.get('accuracy')>=0.9):
            self.model.stop_training = True

(a, b), (c, d) = tf.keras.datasets.fashion_mnist.load_data()
a = a/255.
model = tf.keras.models.Sequential([tf.keras.layers.Flatten(input_shape=(28,28)),
                                    tf.keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy', metrics=['accuracy'])


# In[4]:


get_ipython().run_cell_magic('time', '', "history = model.fit(a[:2000], b[:2000], epochs=1, callbacks=[myCallback()])\n")


# In[5]:


print(history.history)
model.save('mymodel.h5')


# In[6]:


get_ipython().run_cell_magic('javascript', '', '<!-- Save the notebook -->\nIPython.notebook.save_checkpoint();')
