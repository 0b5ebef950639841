# verdict: passed
# marked: yes
# passes: check_output_probabilities
# passes: check_callback_stops_at_the_threshold
"""
Fashion MNIST with TensorFlow 2 - code of my blog post, part 3 (callbacks)
author : me,  march 2020
"""
from __future__ import absolute_import, division, print_function, unicode_literals

# TensorFlow and tf.keras
import tensorflow as tf
from tensorflow import keras

# Helper libraries
import numpy as np
import matplotlib.pyplot as plt

print(tf.__version__)

fashion_mnist = keras.datasets.fashion_mnist
(train_images, train_labels), (test_images, test_labels) = fashion_mnist.load_data()

class_names = ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat',
               'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot']

print(train_images.shape, len(train_labels) , test_images.shape)

plt.figure()
plt.imshow(train_images[0])
plt.colorbar()
plt.grid(False)
plt.show()

train_images = train_images / 255.0

test_images = test_images / 255.0

plt.figure(figsize=(10,10))
for i in range(25):
    plt.subplot(5,5,i+1)
    plt.xticks([])
    plt.yticks([])
    plt.imshow(train_images[i], cmap=plt.cm.binary)
    plt.xlabel(class_names[train_labels[i]])
plt.show()


class StopTraining ( tf.keras.callbacks.Callback ) :
    def on_epoch_end( self , epoch , logs = {} ) :
        if( logs.get( 'accuracy' ) >= 0.9 ) :
            print( "\nReached 90% accuracy so cancelling training!" )
            self.model.stop_training = True


# model = keras.Sequential([
#     keras.layers.Flatten(input_shape=(28, 28)),
#     keras.layers.Dense(128, activation='relu'),
#     keras.layers.Dense(10, activation='softmax')
# ])
# -> only 0.88 , so with convolutions now:

model = keras.Sequential([
    keras.layers.Reshape((28, 28, 1), input_shape=(28, 28)),
    keras.layers.Conv2D(16, (3,3), strides=2, activation=tf.nn.relu),
    keras.layers.Conv2D(32, (3,3), strides=2, activation=tf.nn.relu),
    keras.layers.Flatten(),
    keras.layers.Dense(128, activation=tf.nn.relu),
    keras.layers.Dense(10, activation=tf.nn.softmax)
])

model.compile(optimizer=keras.optimizers.Adam(0.005),
              loss='sparse_categorical_crossentropy',
              metrics=['accuracy'])

callbacks = StopTraining()
history = model.fit(train_images, train_labels, batch_size=256, epochs=15, callbacks=[callbacks])

test_loss, test_acc = model.evaluate(test_images,  test_labels, verbose=2)
print('\nTest accuracy:', test_acc)

predictions = model.predict(test_images)
print(predictions[0])
print(np.argmax(predictions[0]), test_labels[0])


def plot_image(i, predictions_array, true_label, img):
    predictions_array, true_label, img = predictions_array, true_label[i], img[i]
    plt.grid(False)
    plt.xticks([])
    plt.yticks([])
    plt.imshow(img, cmap=plt.cm.binary)
    predicted_label = np.argmax(predictions_array)
    color = 'blue' if predicted_label == true_label else 'red'
    plt.xlabel("{} {:2.0f}% ({})".format(class_names[predicted_label],
                                100*np.max(predictions_array),
                                class_names[true_label]),
                                color=color)

i = 12
plt.figure(figsize=(6,3))
plot_image(i, predictions[i], test_labels, test_images)
plt.show()

model.save('mymodel.h5')
