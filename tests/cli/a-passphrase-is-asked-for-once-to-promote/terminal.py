"""terminal.py PASSPHRASE WORD...: runs obstat WORD... on a terminal of its own, types the passphrase
where it is asked for, and the version to sign; says how often each was, the last line and the
status."""
import os
import pty
import re
import sys

passphrase, *words = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp("obstat", ["obstat", *words])
shown, seen, passphrases, signed = "", 0, 0, 0
while True:
    try:
        read = os.read(terminal, 1024).decode()
    except OSError:
        break
    if not read:
        break
    shown += read
    if re.search(r"passphrase of \S+: $", shown[seen:]):
        seen, passphrases = len(shown), passphrases + 1
        os.write(terminal, passphrase.encode() + b"\n")
    elif shown[seen:].endswith(" to sign: "):
        seen, signed = len(shown), signed + 1
        os.write(terminal, b"2.3.0\n")
_, ended = os.waitpid(child, 0)
last = [line for line in shown.replace("\r", "").split("\n") if line.strip()][-1]
print(f"asked for a passphrase {passphrases}, for a word {signed}; status {os.WEXITSTATUS(ended)}")
print(" ", last)
