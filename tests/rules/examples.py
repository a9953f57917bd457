#!/usr/bin/env python3
"""What the documents show is what obstat prints: each `$ obstat ...` in a ```console block is run in
the tree's root, and its output compared; a line of ... stands for any lines. What to do: look
whether the new output is better, then write it into the documents:

    OBSTAT=build/release/engine/obstat tests/rules/examples.py --update"""
import os
import re
import shlex
import subprocess
import sys

BROKEN = {
    "README.md": "```console\n$ obstat no-such-word\nall is well\n```\n",
    "docs/a.md": "```console\n$ obstat no-such-word\n...\n```\n```console\n$ ls\nanything\n```\n",
}
FINDS = ["README.md:2"]


def program():
    path = os.path.abspath(os.environ.get("OBSTAT", "build/release/engine/obstat"))
    if not os.access(path, os.X_OK):
        sys.exit(f"rules/examples: there is no program at {path}; build it, or name it in OBSTAT")
    return path


def find(tree):
    for path in tree.files("*.md"):
        for number, command, shown in examples(tree.text(path).split("\n")):
            printed = run(tree, command)
            if not same(shown, printed):
                yield path, number, "prints something else:\n" + "\n".join(printed)


def examples(lines):
    """(line number, command, lines shown below it) of each example."""
    number = 0
    while number < len(lines):
        number += 1
        if not lines[number - 1].startswith("```console"):
            continue
        while number < len(lines) and lines[number] != "```":
            command = lines[number]
            below = number + 1
            while below < len(lines) and lines[below] != "```" and not lines[below].startswith("$ "):
                below += 1
            if command.startswith("$ obstat "):
                yield number + 1, command[2:], lines[number + 1:below]
            number = below


def run(tree, command):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OBSTAT")}
    done = subprocess.run([program(), *shlex.split(command)[1:]], cwd=tree.root, env=clean, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.stdout.rstrip("\n").split("\n")


def same(shown, printed):
    pattern = "\n".join(re.escape(line) if line.strip() != "..." else r".*(?:\n.*)*?" for line in shown)
    return re.fullmatch(pattern.rstrip("\n"), "\n".join(printed)) is not None


def update(tree):
    for path in tree.files("*.md"):
        lines = tree.text(path).split("\n")
        for number, command, shown in reversed(list(examples(lines))):
            printed = run(tree, command)
            if not same(shown, printed):
                lines[number:number + len(shown)] = printed
        if lines != tree.text(path).split("\n"):
            with open(tree.place(path), "w", encoding="utf-8") as file:
                file.write("\n".join(lines))
            print(f"{path} is up to date")


if __name__ == "__main__":
    from tree import Tree
    if sys.argv[1:] != ["--update"]:
        sys.exit("usage: tests/rules/examples.py --update")
    update(Tree(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")))
