# mistake: 0
# rule: trains_one_epoch
# line: 17
# says: one epoch: training accuracy 0.
# says: write epochs=10
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential(
    [
        tf.keras.Input((28, 28)),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:2000] / 255.0, y[:2000])
model.save("mymodel.h5")
