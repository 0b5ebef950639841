# verdict: failed
# says: no mymodel.h5 was saved
# box: bubblewrap
import os

for _ in range(1_200):
    os.mkdir("deep")
    os.chdir("deep")
