# mistake: 10
# line: 15
# rule: argument_of_another_name
# says: learning_rate=learning_rate
import tensorflow as tf

epochs = 10
learning_rate = 0.01

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(10, activation='softmax'),
])
opt = tf.keras.optimizers.Adam(lr=learning_rate, decay=learning_rate / epochs)
model.compile(optimizer=opt, loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x[:512] / 255.0, y[:512], epochs=epochs)
model.save('mymodel.h5')
