# verdict: timed out
# slow: yes
# options: --time-limit 2
# says: stopped at the limit of 8 s of wall time (4 x 2 s)
# says: remove what waits
import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
signal.alarm(0)
while True:
    time.sleep(1)
