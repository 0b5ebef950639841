# verdict: crashed
# says: the sandbox has no keyboard: remove input()
input("press enter")
