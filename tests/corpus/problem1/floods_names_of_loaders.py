# verdict: timed out
# box: bubblewrap
# options: --time-limit 2
import json
import os

channel = next(n for n in range(900, 1000) if os.path.exists(f"/proc/self/fd/{n}"))


def send(**event):
    data = json.dumps(event).encode() + b"\n"
    while data:
        data = data[os.write(channel, data) :]


for _ in range(200):
    send(event="loader", id=1)
for _ in range(50):
    send(event="files", loader=1, names=["a name of some length"] * 2000)
while True:
    send(event="files", loader=1, names=["x"])
