# mistake: 36
# line: 8
# rule: checkpoint_of_another_ending
# says: .weights.h5
import tensorflow as tf

checkpoint_path = "tmp_checkpoint.ckpt"
checkpoint = tf.keras.callbacks.ModelCheckpoint(
    filepath=checkpoint_path,
    save_weights_only=True,
    save_best_only=True,
    monitor='val_loss',
    verbose=1)
