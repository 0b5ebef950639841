# mistake: 36
# line: 7
# rule: checkpoint_of_another_ending
# says: .keras
import tensorflow as tf

checkpoint = tf.keras.callbacks.ModelCheckpoint("best_model", monitor="val_accuracy", save_best_only=True)
