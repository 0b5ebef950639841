# verdict: failed
# says: no mymodel.h5 was saved
# box: bubblewrap
import os

for place in (os.getcwd(), os.path.expanduser("~"), os.environ["TMPDIR"]):
    os.makedirs(os.path.join(place, "locked", "inner"))
    os.symlink("loop", os.path.join(place, "loop"))
    os.mkfifo(os.path.join(place, "mymodel.h5.pipe"))
    os.mkdir(os.path.join(os.fsencode(place), b"\xff\n\r\x1b"))
    os.chmod(os.path.join(place, "locked"), 0)
    os.chmod(place, 0)
