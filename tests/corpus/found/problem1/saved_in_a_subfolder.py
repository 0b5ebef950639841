# verdict: failed
# says: found saved_models/fashion_mnist_1.h5
# trained: yes
import os, datetime
import tensorflow as tf
from tensorflow.keras import layers, models

SAVE_DIR = os.path.join(os.getcwd(), 'saved_models')
MODEL_NAME = 'fashion_mnist_{}.h5'.format(1)      # datetime.datetime.now() ...

class AccStop(tf.keras.callbacks.Callback):
    def __init__(self, target=0.90):
        super(AccStop, self).__init__()
        self.target = target
    def on_epoch_end(self, epoch, logs=None):
        if logs.get('accuracy') >= self.target:
            self.model.stop_training = True

(x_train, y_train), (x_test, y_test) = tf.keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype('float32')
x_test = x_test.astype('float32')
x_train /= 255
x_test /= 255
print('x_train shape:', x_train.shape)
print(x_train.shape[0], 'train samples')
print(x_test.shape[0], 'test samples')

model = models.Sequential([layers.Flatten(input_shape=(28, 28)),
                           layers.Dense(32, activation='relu'),
                           layers.Dense(10, activation='softmax')])
model.compile(loss='sparse_categorical_crossentropy', optimizer='rmsprop', metrics=['accuracy'])
model.fit(x_train, y_train, batch_size=512, epochs=1, callbacks=[AccStop()], shuffle=True)

# Save model and weights
if not os.path.isdir(SAVE_DIR):
    os.makedirs(SAVE_DIR)
model_path = os.path.join(SAVE_DIR, MODEL_NAME)
model.save(model_path)
print('Saved trained model at %s ' % model_path)

scores = model.evaluate(x_test, y_test, verbose=1)
print('Test loss:', scores[0])
print('Test accuracy:', scores[1])
