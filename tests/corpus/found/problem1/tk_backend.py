# verdict: failed
# passes: check_callback_stops_at_the_threshold
# fails: check_held_out_accuracy
# marked: yes
import matplotlib
matplotlib.use('TkAgg')      # otherwise no window on my mac
import matplotlib.pyplot as plt
import tensorflow as tf

plt.ion()
(train_images, train_labels), (test_images, test_labels) = tf.keras.datasets.fashion_mnist.load_data()
fig = plt.figure("some clothes")
for k in range(4):
    fig.add_subplot(2, 2, k + 1)
    plt.imshow(train_images[k], cmap='gray')
plt.show(block=True)
plt.pause(0.1)
plt.get_current_fig_manager().set_window_title('fashion')

train_images = train_images / 255.0


class Callbackku(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if logs.get('accuracy') >= 0.9:
            self.model.stop_training = True


model = tf.keras.Sequential([tf.keras.layers.Flatten(input_shape=(28, 28)),
                             tf.keras.layers.Dense(10, activation='softmax')])
model.compile(optimizer='sgd', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
hist = model.fit(train_images[:2000], train_labels[:2000], epochs=1, callbacks=[Callbackku()])
plt.plot(hist.history['loss'])
plt.show()
model.save('mymodel.h5')
