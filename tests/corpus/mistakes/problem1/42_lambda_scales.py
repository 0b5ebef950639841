# mistake: 42
# line: 10
# rule: lambda_in_the_model
# says: Rescaling(1/255)
import tensorflow as tf

(x, y), _ = tf.keras.datasets.fashion_mnist.load_data()
model = tf.keras.Sequential([
    tf.keras.layers.Input((28, 28)),
    tf.keras.layers.Lambda(lambda x: x / 255.0),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(10, activation='softmax'),
])
model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
model.fit(x[:512], y[:512], epochs=1)
model.save('mymodel.h5')
