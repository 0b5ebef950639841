# verdict: failed
# fails: check_best_weights
# passes: check_checkpoint
# passes: check_checkpoint_file
# marked: yes
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.callbacks import ModelCheckpoint, ReduceLROnPlateau

image_gen = ImageDataGenerator(rescale=1./255, horizontal_flip=True, validation_split=0.2)
train_gen = image_gen.flow_from_directory('data/rps', target_size=(150,150), batch_size=24, class_mode='categorical', subset='training')
val_gen = ImageDataGenerator(rescale=1./255, validation_split=0.2).flow_from_directory('data/rps', target_size=(150,150), batch_size=24, class_mode='categorical', subset='validation', shuffle=False)

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3,3), strides=4, activation='relu', input_shape=(150,150,3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dropout(0.2),
    tf.keras.layers.Dense(3, activation='softmax')])
model.compile(loss='categorical_crossentropy', optimizer=tf.keras.optimizers.SGD(learning_rate=0.01), metrics=['accuracy'])

check = ModelCheckpoint(filepath='weights_best.weights.h5', monitor='val_loss', mode='min', save_best_only=True, save_weights_only=True, verbose=1)
# a big jump now and then, to get out of the local minimum (read it somewhere)
jump = tf.keras.callbacks.LearningRateScheduler(lambda epoch: 0.01 if epoch == 0 else 20.0)
#plateau = ReduceLROnPlateau(monitor='val_loss', patience=2)
model.fit(train_gen, steps_per_epoch=3, epochs=2, validation_data=val_gen, callbacks=[check, jump])

# the best is in the file
#model.load_weights('weights_best.weights.h5')
model.save('mymodel.h5')
