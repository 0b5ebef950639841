# verdict: out of memory
# slow: yes
# says: memory
kept = []
while True:
    kept.append(bytearray(50_000_000))
