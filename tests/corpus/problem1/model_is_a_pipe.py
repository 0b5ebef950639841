# verdict: unsafe model
# says: mymodel.h5
import os

os.mkfifo("mymodel.h5")
