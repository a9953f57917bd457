#!/usr/bin/env python3
"""A table that cannot be wrong shows nothing: each way in which a case, a tool or README.md can be
off must end scripts/silent-passes with a failure that names it. The peer here is a script."""
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
TREE = os.path.join(HERE, "../..")
CASE = "cases/S03-a-misspelt-input/"
OPA = 'case "$*" in *allow*) echo "{}"; exit 1 ;; esac\ngrep -q "accuracy\\": 0.5" input.json && exit 1\n'
CORRECT = OPA + "exit 0\n"

# name: (file, text in it, what it becomes, what is complained of); the file None for a peer.
BROKEN = {
    "another status": (CASE + "case.ini", "status = 3", "status = 1", "status 3, 1 is written down"),
    "another reason": (CASE + "case.ini", "did you mean acuracy", "did you mean f1", "stops without saying"),
    "a gate that stops the good": ("cases/base/obstat/metrics.yaml", "0.95", "0.85", "a good model: stops"),
    "a gate that stops nothing": ("cases/base/obstat.bad/metrics.yaml", "0.5", "0.95", "a bad model: PASSES"),
    "a mistake that is none": (CASE + "obstat/metrics.yaml", "acuracy: 0.5", "accuracy: 0.95", "the mistake: PASSES"),
    "obstat lets through": (CASE + "case.ini", "ends = stops\nstatus", "ends = PASSES\nstatus", "obstat has to stop it"),
    "an option that is not needed": ("cases/S24-a-lower-risk-tier/case.ini", "without = obstat check", "without = exit 1", "without --require-tier: stops"),
    "no reason for none": ("cases/S24-a-lower-risk-tier/case.ini", "why =", "run =", "why is missing"),
    "a guard without a reason": (CASE + "case.ini", "guarded_says = {}\n", "", "guarded_says is missing"),
    "a word that nobody reads": (CASE + "case.ini", "says =", "say =", "say, says is missing"),
    "a case is missing": ("cases/S20-all-of-nothing", None, None, "does not hold S1 to S24"),
    "another table": ("README.md", "a misspelt or absent input", "an absent input", "README.md has another table"),
    "another count": ("README.md", "0 of 24", "1 of 24", "README.md has another table"),
    "no table": ("README.md", "<!-- silent-passes -->", "", "README.md lacks the lines"),
    "a peer that stops": (None, "exit 0", 'grep -q accuracy input.json || exit 1; exit 0', "stops with status 1, PASSES is written"),
    "a peer that stops all": (None, "exit 0", "exit 1", "a good model: stops"),
    "an option that does not help": (None, "*allow*", "*nothing*", "an allow rule, asked with --fail: PASSES"),
}


def put(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def peer(root, text):
    """A script in the place of OPA, that denies what the rule of most cases denies."""
    source = open(os.path.join(TREE, "scripts/silent-passes"), encoding="utf-8").read()
    version = source.split('"opa": ("OPA", "')[1].split('"')[0]
    folder = os.path.join(root, f"cache/silent-passes/opa-{version}/bin")
    os.makedirs(folder, exist_ok=True)
    put(os.path.join(folder, "opa"), "#!/bin/sh\n" + text)
    os.chmod(os.path.join(folder, "opa"), 0o755)


def ran(root, tool, *more):
    clean = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run([sys.executable, "-B", os.path.join(TREE, "scripts/silent-passes"), "--only", tool,
                           "--cases", os.path.join(root, "cases"), "--readme", os.path.join(root, "README.md"),
                           *more], env={**clean, "OBSTAT_CACHE": os.path.join(root, "cache")}, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout


def shown(file):
    return (file or CASE).split("/")[1][:3].replace("S0", "S") if (file or CASE).startswith("cases/S") else "S3"


def tried(name, file, old, new, complaint):
    """Whether the failure is seen; says so where it is not."""
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(HERE, os.path.join(root, "cases"))
        shutil.copy(os.path.join(TREE, "README.md"), root)
        peer(root, CORRECT if file else CORRECT.replace(old, new))
        path = os.path.join(root, file or "cache")
        if file and old is None:
            shutil.rmtree(path)
        elif file:
            text = open(path, encoding="utf-8").read()
            if old not in text:
                return print(f"{name}: {file} has no {old!r} to break")
            put(path, text.replace(old, new))
        # --show runs one case; the whole table is only needed where README.md is off.
        status, printed = ran(root, "opa" if file is None else "obstat", "--show", shown(file))
        if status == 0 or complaint not in printed:
            return print(f"{name}: status {status} without {complaint!r}:\n{printed}")
        return True


def main():
    with tempfile.TemporaryDirectory() as root:
        shutil.copytree(HERE, os.path.join(root, "cases"))
        shutil.copy(os.path.join(TREE, "README.md"), root)
        peer(root, CORRECT)
        for tool in ("obstat", "opa"):
            status, printed = ran(root, tool, "--show", "S3")
            if status:
                sys.exit(f"unbroken, {tool} fails:\n{printed}")
    seen = [tried(name, *row) for name, row in BROKEN.items()]
    print(f"{seen.count(True)} of {len(seen)} failures are seen")
    sys.exit(0 if all(seen) else 1)


if __name__ == "__main__":
    main()
