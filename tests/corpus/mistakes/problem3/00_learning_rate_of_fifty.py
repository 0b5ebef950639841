# mistake: 0
# rule: learning_rate_is_absurd
# line: 27
# says: a learning rate near 0.001 for RMSprop
# says: 50, which overshoots
# says: RMSprop(learning_rate=0.001)
import tensorflow as tf

def load(folder, count):
    found = tf.keras.utils.image_dataset_from_directory(
        folder, label_mode="binary", image_size=(150, 150), batch_size=16
    )
    return found.map(lambda x, y: (x / 255.0, y)).take(count)


training = load("data/horse-or-human", 4)
validation = load("data/validation-horse-or-human", 2)

model = tf.keras.Sequential(
    [
        tf.keras.Input((150, 150, 3)),
        tf.keras.layers.AveragePooling2D(10),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(
    loss="binary_crossentropy",
    optimizer=tf.keras.optimizers.RMSprop(learning_rate=50.0),
    metrics=["acc"],
)
model.fit(training, validation_data=validation, epochs=2)
model.save("mymodel.h5")
