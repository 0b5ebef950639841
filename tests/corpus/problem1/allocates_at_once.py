# verdict: out of memory
# says: memory
kept = bytearray(200_000_000_000)
