# verdict: crashed
# slow: yes
# says: disk limit of 2000 MB
block = b"x" * 50_000_000
for number in range(200):
    with open(f"/tmp/{number}", "wb") as file:
        file.write(block)
