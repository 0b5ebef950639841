# verdict: timed out
# box: bubblewrap
# options: --time-limit 2
import os

channel = next(n for n in range(900, 1000) if os.path.exists(f"/proc/self/fd/{n}"))
for _ in range(100):
    os.write(channel, b'{"event":' + b"[" * 600_000)
while True:
    os.write(channel, b"x")
