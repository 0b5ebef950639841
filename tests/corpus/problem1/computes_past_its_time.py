# verdict: timed out
# options: --time-limit 2
# says: of CPU time
# says: --time-limit 4 allows twice as much
import os

while len(os.sched_getaffinity(0)) > 1 and os.fork() == 0:
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[1:])
while True:
    pass
