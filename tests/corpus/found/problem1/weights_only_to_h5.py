# verdict: crashed
# says: .weights.h5
# trained: yes
import tensorflow as tf
from tensorflow.keras.callbacks import Callback

(x,y),_ = tf.keras.datasets.fashion_mnist.load_data()
x = x/255

class Stop(Callback):
  def on_epoch_end(self, e, logs):
    if logs['accuracy']>=.9: self.model.stop_training=True

def create_model():
  m = tf.keras.models.Sequential()
  m.add(tf.keras.layers.Flatten(input_shape=(28,28)))
  m.add(tf.keras.layers.Dense(32,'relu'))
  m.add(tf.keras.layers.Dense(10,'softmax'))
  m.compile('adam','sparse_categorical_crossentropy',metrics=['accuracy'])
  return m

model=create_model()
model.fit(x,y,256,epochs=1,callbacks=[Stop()])
model.save_weights('fashion_weights.h5')     # smaller than the whole model

# test: load into a fresh one
model2=create_model()
model2.load_weights('fashion_weights.h5')
print(model2.evaluate(x[:1000],y[:1000]))
