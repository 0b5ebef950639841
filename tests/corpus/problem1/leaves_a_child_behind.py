# verdict: failed
# says: no mymodel.h5 was saved
import subprocess
import sys

subprocess.Popen([sys.executable, "-c", "import time; time.sleep(987)"], start_new_session=True)
