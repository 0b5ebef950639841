# verdict: unsafe model
# says: link
import os

os.symlink("/etc/passwd", "mymodel.h5")
