# verdict: failed
# fails: check_callback_is_defined_and_passed
# says: myCallback
# marked: yes
import tensorflow as tf
import matplotlib.pyplot as plt
print("TF version:", tf.__version__)
print("GPU is", "available" if tf.config.list_physical_devices('GPU') else "NOT AVAILABLE")


class myCallback(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs={}):
        if(logs.get('accuracy') >= 0.90):
            print("\nReached 90% accuracy so cancelling training!")
            self.model.stop_training = True


def load():
    (a, b), (c, d) = tf.keras.datasets.fashion_mnist.load_data()
    return a / 255.0, b, c / 255.0, d


def plot_history(h):
    for k in ('accuracy', 'loss'):
        plt.plot(h.history[k], label=k)
    plt.legend()
    plt.savefig('history.png')
    plt.show()


def solution_model():
    X, y, Xt, yt = load()
    stop = myCallback()
    model = tf.keras.models.Sequential([
        tf.keras.layers.Flatten(input_shape=(28, 28)),
        tf.keras.layers.Dense(64, activation='relu'),
        tf.keras.layers.Dense(10, activation='softmax')])
    model.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
    h = model.fit(X, y, batch_size=256, epochs=2, verbose=1, validation_data=(Xt, yt))
    plot_history(h)
    return model


if __name__ == '__main__':
    model = solution_model()
    model.save("mymodel.h5")
