# The checkpoint watches the accuracy on the training pictures.
# fails: check_checkpoint
# says: monitor='accuracy', which tells how well the training pictures are known
import tensorflow as tf

# %% the pictures
train_ds, val_ds = tf.keras.utils.image_dataset_from_directory(
    "data/rps",
    label_mode="categorical",
    image_size=(150, 150),
    validation_split=0.2,
    subset="both",
    seed=123,
)
print(train_ds.class_names)
normalize = tf.keras.layers.Rescaling(1.0 / 255)
train_ds = train_ds.map(lambda x, y: (normalize(x), y)).cache().shuffle(63)
val_ds = val_ds.map(lambda x, y: (normalize(x), y)).cache()

# %% the network
model = tf.keras.Sequential()
model.add(tf.keras.layers.AveragePooling2D(3, input_shape=(150, 150, 3)))
model.add(tf.keras.layers.RandomFlip("horizontal"))
model.add(tf.keras.layers.Conv2D(16, (3, 3), activation="relu"))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Conv2D(32, (3, 3), activation="relu"))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Conv2D(64, (3, 3), activation="relu"))
model.add(tf.keras.layers.MaxPooling2D(2, 2))
model.add(tf.keras.layers.Flatten())
model.add(tf.keras.layers.Dropout(0.3))
model.add(tf.keras.layers.Dense(64, activation="relu"))
model.add(tf.keras.layers.Dense(3, activation="softmax"))
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=0.002),
    loss="categorical_crossentropy",
    metrics=["accuracy"],
)

# %% the training
checkpoint = tf.keras.callbacks.ModelCheckpoint(
    "best_model.keras", monitor="accuracy", verbose=1, save_best_only=True, mode="max"
)
history = model.fit(train_ds, epochs=6, validation_data=val_ds, callbacks=[checkpoint])

# %%
best_model = tf.keras.models.load_model("best_model.keras")
best_model.save("mymodel.h5")
