"""terminal.py ANSWER WORD...: runs obstat WORD... on a terminal of its own, types the answer where
it asks, and prints what the terminal showed and the status."""
import os
import pty
import re
import sys

answer, *words = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp("obstat", ["obstat", *words])
shown, answered = "", False
while True:
    try:
        read = os.read(terminal, 1024).decode()
    except OSError:
        break
    if not read:
        break
    shown += read
    if not answered and shown.endswith(" to sign: "):
        os.write(terminal, answer.encode() + b"\n")
        answered = True
shown = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "TIME", shown.replace("\r", ""))
print(shown, end="")
_, ended = os.waitpid(child, 0)
print("status", os.WEXITSTATUS(ended))
