# verdict: crashed
# says: nobody can answer input() in the box
input("press enter")
