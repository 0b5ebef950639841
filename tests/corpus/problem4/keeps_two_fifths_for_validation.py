# verdict: failed
# fails: check_training_part
# fails: check_validation_part
# says: give both loaders another validation_split
# says: the required one leaves 2,016 for training
from tensorflow.keras.preprocessing.image import ImageDataGenerator

pictures = ImageDataGenerator(rescale=1 / 255, validation_split=0.4)
training = pictures.flow_from_directory("data/rps", subset="training")
validation = pictures.flow_from_directory("data/rps", subset="validation")
raise SystemExit("to be trained tomorrow")
