# mistake: 40
# line: 15
# rule: weights_in_place_of_model
# says: model.save('mymodel.h5')
# also: trains_one_epoch
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x[:512] / 255.0, y[:512], epochs=1)
model.save_weights('mymodel.weights.h5')
