"""terminal.py FILE WORD...: obstat keygen on a terminal of its own; types each word when it is
asked, prints what the terminal showed, the status, and whether the terminal shows typing again."""
import os
import pty
import re
import signal
import sys
import termios

path, *words = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
    os.execvp("obstat", ["obstat", "keygen", path])
shown = ""


def until(sign):
    global shown
    while sign is None or not re.search(sign, shown[seen:]):
        try:
            read = os.read(terminal, 1024).decode()
        except OSError:
            return
        if not read:
            return
        shown += read


for word in words:
    seen = len(shown)
    until(r": $")
    if word == "interrupt":
        os.write(terminal, b"half a pass\x03")
    else:
        os.write(terminal, word.encode() + b"\n")
seen = len(shown)
until(None)
_, ended = os.waitpid(child, 0)
shown = re.sub(r"SHA256:\S{43}", "SHA256:...", shown.replace("\r", ""))
print(shown, end="")
print("signal" if os.WIFSIGNALED(ended) else "status",
      signal.Signals(os.WTERMSIG(ended)).name if os.WIFSIGNALED(ended) else os.WEXITSTATUS(ended))
if any(len(word) > 3 and word in shown for word in words if word != "interrupt"):
    print("A SECRET WAS SHOWN")
try:
    local = termios.tcgetattr(terminal)[3]
    print("echo", "on" if local & termios.ECHO else "OFF")
except termios.error:
    print("no terminal any more")
