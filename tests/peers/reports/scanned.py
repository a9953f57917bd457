"""What Bandit has something to say about."""
import subprocess

subprocess.call("ls", shell=True)
eval("1")
assert subprocess
password = "secret"  # nosec
