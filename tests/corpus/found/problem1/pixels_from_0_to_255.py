# verdict: failed
# fails: check_pixels_are_scaled
# says: 255
# marked: yes
# %% [markdown]
# day 11 of #100DaysOfCode
# %%
import tensorflow as tf
from tensorflow.keras.datasets import fashion_mnist
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import *
from tensorflow.keras.callbacks import Callback
# %%
(X_train, Y_train), (X_test, Y_test) = fashion_mnist.load_data()
print("max pixel : ", X_train.max(), " min pixel : ", X_train.min())
#X_train = X_train/255
#X_test = X_test/255
# %%
class myCallback(Callback):
	def on_epoch_end(self, epoch, logs={}):
		print(" loss", logs['loss'])
		if logs['accuracy']>=0.9:
			self.model.stop_training=True
cb=myCallback()
# %%
model=Sequential()
model.add(Flatten(input_shape=[28,28]))
model.add(Dense(100,activation="relu"))
model.add(Dense(10,activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy",optimizer="adam",metrics=["accuracy"])
# %%
h=model.fit(X_train,Y_train,epochs=2,batch_size=256,callbacks=[cb],validation_data=(X_test,Y_test))
# %%
model.save("mymodel.h5")
