# verdict: timed out
# options: --time-limit 5
# says: time limit of 5 s
import time

while True:
    time.sleep(1)
