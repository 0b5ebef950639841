# verdict: timed out
# slow: yes
# options: --time-limit 5
# says: time limit of 5 s
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
