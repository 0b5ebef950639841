# verdict: failed
# fails: check_input_shape
# passes: check_training_folder
# says: (None, 300, 300, 3)
# marked: yes
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

# the pictures are 300x300 so the input is 300x300
train_generator = ImageDataGenerator(rescale=1/255).flow_from_directory(
        'data/horse-or-human/',  # This is the source directory for training images
        target_size=(300, 300),  # All images will be resized to 300x300
        batch_size=8,
        # Since we use binary_crossentropy loss, we need binary labels
        class_mode='binary')
validation_generator = ImageDataGenerator(rescale=1/255).flow_from_directory(
        'data/validation-horse-or-human/', target_size=(300, 300), batch_size=8, class_mode='binary')

model = tf.keras.models.Sequential([
    # The first convolution
    tf.keras.layers.Conv2D(4, (3,3), activation='relu', input_shape=(300, 300, 3)),
    tf.keras.layers.MaxPooling2D(4, 4),
    # The second convolution
    tf.keras.layers.Conv2D(4, (3,3), activation='relu'),
    tf.keras.layers.MaxPooling2D(2,2),
    # Flatten the results to feed into a DNN
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(loss='binary_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
model.fit(train_generator, steps_per_epoch=2, epochs=1, verbose=1, validation_data=validation_generator, validation_steps=2)
model.save('mymodel.h5')
