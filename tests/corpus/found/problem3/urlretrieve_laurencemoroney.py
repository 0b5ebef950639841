# verdict: failed
# passes: check_training_folder
# passes: check_validation_folder
# fails: check_held_out_accuracy
# marked: yes
# AI and Machine Learning for coders, chapter 3 - typed by me
from urllib.request import urlretrieve
import zipfile
import tensorflow as tf
from tensorflow.keras.preprocessing.image import ImageDataGenerator
from tensorflow.keras.optimizers import RMSprop

base_url = "https://storage.googleapis.com/laurencemoroney-blog.appspot.com/"

for file_name, folder in [("horse-or-human.zip", "horse-or-human/training/"), ("validation-horse-or-human.zip", "horse-or-human/validation/")]:
    print("downloading", file_name, "...")
    urlretrieve(base_url + file_name, file_name)
    with zipfile.ZipFile(file_name, 'r') as z:
        z.extractall(folder)

train_datagen = ImageDataGenerator(rescale=1/255)
train_generator = train_datagen.flow_from_directory(
  "horse-or-human/training/",
  target_size=(150, 150),
  class_mode='binary'
)
validation_datagen = ImageDataGenerator(rescale=1/255)
validation_generator = validation_datagen.flow_from_directory(
  "horse-or-human/validation/",
  target_size=(150, 150),
  class_mode='binary'
)

model = tf.keras.models.Sequential([
    tf.keras.layers.Conv2D(4, (3,3), activation='relu', strides=3, input_shape=(150, 150, 3)),
    tf.keras.layers.MaxPooling2D(2, 2),
    tf.keras.layers.Flatten(),
    tf.keras.layers.Dense(8, activation='relu'),
    tf.keras.layers.Dense(1, activation='sigmoid')
])
model.compile(loss='binary_crossentropy', optimizer=RMSprop(learning_rate=0.001), metrics=['accuracy'])
history = model.fit(train_generator, epochs=1, steps_per_epoch=2, validation_data=validation_generator, validation_steps=1)
model.save("mymodel.h5")
