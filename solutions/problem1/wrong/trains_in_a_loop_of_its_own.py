# A loop of gradient steps trains the network, which no callback of Keras ever sees.
# fails: check_callback_is_defined_and_passed, check_training_was_stopped_early, check_final_training_accuracy
# says: fit was never called
import tensorflow as tf

STOP_AT = 0.90
EPOCHS = 20


def solution_model():
    (images, labels), _ = tf.keras.datasets.fashion_mnist.load_data()
    pictures = tf.data.Dataset.from_tensor_slices((images / 255.0, labels))
    batches = pictures.shuffle(60000, seed=1).batch(256)

    model = tf.keras.Sequential(
        [
            tf.keras.layers.Input((28, 28)),
            tf.keras.layers.Reshape((28, 28, 1)),
            tf.keras.layers.Conv2D(16, 3, strides=2, activation="relu"),
            tf.keras.layers.Conv2D(32, 3, strides=2, activation="relu"),
            tf.keras.layers.Flatten(),
            tf.keras.layers.Dense(128, activation="relu"),
            tf.keras.layers.Dense(10, activation="softmax"),
        ]
    )
    optimizer = tf.keras.optimizers.Adam(0.005)
    loss = tf.keras.losses.SparseCategoricalCrossentropy()
    metric = tf.keras.metrics.SparseCategoricalAccuracy()

    @tf.function
    def step(x, y):
        with tf.GradientTape() as tape:
            answers = model(x, training=True)
            value = loss(y, answers)
        gradients = tape.gradient(value, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        metric.update_state(y, answers)

    for epoch in range(EPOCHS):
        metric.reset_state()
        for x, y in batches:
            step(x, y)
        print(f"epoch {epoch + 1}: accuracy {float(metric.result()):.4f}")
        if metric.result() >= STOP_AT:
            break
    return model


if __name__ == "__main__":
    model = solution_model()
    model.save("mymodel.h5")
