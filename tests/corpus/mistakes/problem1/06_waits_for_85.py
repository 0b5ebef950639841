# mistake: 6
# rule: waits_for_too_much
# line: 14
# says: it waits for 85; the best accuracy was 0.
# says: all 3 epochs ran
# says: write 0.9 instead of 85
import tensorflow as tf

DESIRED_ACCURACY = 85


class EnoughLearnt(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if logs.get("accuracy") > DESIRED_ACCURACY:
            print("\nReached the desired accuracy, stopping")
            self.model.stop_training = True


(images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
images = images[:4000] / 255.0
model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Flatten(input_shape=(28, 28)))
model.add(tf.keras.layers.Dense(64, activation="relu"))
model.add(tf.keras.layers.Dense(10, activation="softmax"))
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(images, labels[:4000], epochs=3, callbacks=[EnoughLearnt()])
model.save("mymodel.h5")
