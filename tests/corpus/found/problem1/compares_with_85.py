# verdict: failed
# fails: check_callback_stops_at_the_threshold
# says: it waits for 85
# marked: yes
#================================================
# fashion mnist , stop when accuracy more than 85 %
#================================================
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers
import time

start=time.time()

class MyCallback(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        acc = logs.get("accuracy")
        print("epoch =>", epoch+1 , "accuracy =>", acc)
        if acc > 85:
            print("85% reached!!!")
            self.model.stop_training = True

(xtr, ytr), (xte, yte) = keras.datasets.fashion_mnist.load_data()
xtr = xtr.astype('float32') / 255 ;  xte = xte.astype('float32') / 255

model = keras.Sequential([
    layers.InputLayer((28, 28)),
    layers.Flatten(),
    layers.Dense(64, activation="relu"),
    layers.Dense(10, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(xtr, ytr, batch_size=512, epochs=2, callbacks=[MyCallback()])
print("time :", round(time.time()-start), "s")
model.save("mymodel.h5")
