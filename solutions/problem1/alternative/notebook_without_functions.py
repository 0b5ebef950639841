# The cells of a notebook, without functions: tf.nn.softmax at the end, and plots.
# %%
import matplotlib.pyplot as plt
import tensorflow as tf

STOP_AT = 0.90
EPOCHS = 20

# %%
mnist = tf.keras.datasets.fashion_mnist
(training_images, training_labels), (test_images, test_labels) = mnist.load_data()
plt.imshow(training_images[0])
plt.show()

# %%
training_images = training_images / 255.0
test_images = test_images / 255.0


# %%
class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get("accuracy") >= STOP_AT:
            print("\nReached 90% accuracy so cancelling training!")
            self.model.stop_training = True


# %%
callbacks = myCallback()
model = tf.keras.models.Sequential(
    [
        tf.keras.layers.Reshape((28, 28, 1), input_shape=(28, 28)),
        tf.keras.layers.Conv2D(16, (3, 3), strides=2, activation=tf.nn.relu),
        tf.keras.layers.Conv2D(32, (3, 3), strides=2, activation=tf.nn.relu),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(128, activation=tf.nn.relu),
        tf.keras.layers.Dense(10, activation=tf.nn.softmax),
    ]
)
model.compile(
    optimizer=tf.keras.optimizers.Adam(0.005),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
history = model.fit(
    training_images, training_labels, batch_size=256, epochs=EPOCHS, callbacks=callbacks
)

# %%
model.evaluate(test_images, test_labels)
plt.plot(history.history["accuracy"])
plt.show()

# %%
model.save("mymodel.h5")
