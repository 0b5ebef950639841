# verdict: timed out
# box: bubblewrap
# options: --time-limit 2
import json
import os

channel = next(n for n in range(900, 1000) if os.path.exists(f"/proc/self/fd/{n}"))
if os.fork() == 0:
    while True:
        os.write(channel, b'{"event":"raised","frames":[{},{}]}\n' * 1000)


def send(**event):
    data = json.dumps(event).encode() + b"\n"
    while data:
        data = data[os.write(channel, data) :]


for _ in range(200):
    send(event="fit_begin", fit=1)
while True:
    send(event="epoch", fit=1, epoch=1, logs={"accuracy": 0.9})
