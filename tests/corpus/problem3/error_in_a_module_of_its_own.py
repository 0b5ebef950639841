# verdict: crashed
# fault-line: 12
# says: nowhere
import os

with open("helper.py", "w") as file:
    file.write("import os\n\n\ndef load(folder):\n    return os.listdir(folder)\n")

import helper

# Line 5 of helper.py is no line of this file.
pictures = helper.load("nowhere")
