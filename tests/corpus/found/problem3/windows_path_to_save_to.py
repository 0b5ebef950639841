# verdict: failed
# says: C:\Users\acer\Documents\python\model_C3.h5
# trained: yes
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator

gen = ImageDataGenerator(rescale=1/255)
train_generator = gen.flow_from_directory('data/horse-or-human', target_size=(150, 150), batch_size=16, class_mode='binary')
val_generator = gen.flow_from_directory('data/validation-horse-or-human', target_size=(150, 150), batch_size=16, class_mode='binary')

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3, 3), strides=3, activation='relu', input_shape=(150, 150, 3)),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(optimizer='adam', loss='binary_crossentropy', metrics=['accuracy'])
model.fit(train_generator, steps_per_epoch=2, epochs=1, validation_data=val_generator, validation_steps=1)

# simpan model
model.save(r"C:\Users\acer\Documents\python\model_C3.h5")
