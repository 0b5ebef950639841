# mistake: 37
# line: 17
# rule: monitor_is_never_in_logs
# says: monitor='val_accuracy'
import tensorflow as tf

train, val = tf.keras.utils.image_dataset_from_directory(
    "data/rps", image_size=(32, 32), label_mode="categorical", validation_split=0.2, subset="both", seed=7)
model = tf.keras.Sequential([
    tf.keras.layers.Input((32, 32, 3)),
    tf.keras.layers.Rescaling(1 / 255),
    tf.keras.layers.Conv2D(4, 3, activation="relu"),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(3, activation="softmax"),
])
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
keep = tf.keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_acc", mode="max", save_best_only=True, save_weights_only=True)
model.fit(train.take(3), validation_data=val.take(2), epochs=2, callbacks=[keep])
model.load_weights("best.weights.h5")
model.save("mymodel.h5")
