# mistake: 17
# rule: logits_after_an_activation
# line: 14
# says: the loss applies the softmax a second time
# says: remove from_logits=True
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
inputs = tf.keras.Input((28, 28))
hidden = tf.keras.layers.Flatten()(inputs)
hidden = tf.keras.layers.Dense(32, activation="relu")(hidden)
outputs = tf.keras.layers.Dense(10, activation=tf.nn.softmax)(hidden)
model = tf.keras.Model(inputs, outputs)
model.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x[:3000] / 255.0, y[:3000], epochs=2)
model.save("mymodel.h5")
