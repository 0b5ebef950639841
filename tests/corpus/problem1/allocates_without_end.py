# verdict: out of memory
# says: memory
kept = []
while True:
    kept.append(bytearray(50_000_000))
