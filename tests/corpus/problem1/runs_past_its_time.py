# verdict: timed out
# options: --time-limit 2
# says: stopped at the limit of 8 s of wall time (4 x 2 s)
# says: remove what waits
import time

while True:
    time.sleep(1)
