# verdict: crashed
# says: scikit-learn
# lacks: sklearn
import os
import numpy as np
from sklearn.model_selection import train_test_split
from sklearn.metrics import classification_report, confusion_matrix
import tensorflow as tf
import matplotlib.pyplot as plt

X, y = [], []
for lbl, cls in enumerate(['horses', 'humans']):
    for f in os.listdir('data/horse-or-human/' + cls):
        im = tf.keras.preprocessing.image.load_img('data/horse-or-human/' + cls + '/' + f, target_size=(150, 150))
        X.append(tf.keras.preprocessing.image.img_to_array(im) / 255.)
        y.append(lbl)
X = np.array(X); y = np.array(y)
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.2, random_state=42)
model = tf.keras.Sequential([tf.keras.layers.Conv2D(4, 3, input_shape=(150, 150, 3)), tf.keras.layers.Flatten(),
                             tf.keras.layers.Dense(1, activation='sigmoid')])
model.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
model.fit(X_train, y_train, epochs=1, validation_data=(X_val, y_val))
print(classification_report(y_val, model.predict(X_val) > .5))
model.save('mymodel.h5')
