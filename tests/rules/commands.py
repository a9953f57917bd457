"""What the documents tell people to type exists: every path in a command of a ```sh or ```console
block leads to a file, scripts there may be executed, and whatever begins with #! may be. What to
do: mend the document, or chmod +x the script."""
import os
import re

BROKEN = {
    "README.md": "```sh\nscripts/gone --now\nscripts/dull docs/none.yaml  # a word\n```\nscripts/prose\n"
                 "```console\n$ obstat check docs/lost.yaml\nscripts/output\n$ obstat check model.yaml\n```\n",
    "scripts/dull": "#!/bin/sh\n",
}
FINDS = ["README.md:2", "README.md:3", "README.md:3", "README.md:7", "scripts/dull:1"]

# Folders whose names in a command are ours, and not the reader's.
OURS = ("scripts/", "tests/", "docs/", "policies/", "stdlib-lua/", "schemas/", ".ci/", "ci-templates/")


def find(tree):
    for path in tree.files("*.md"):
        for number, command in commands(tree, path):
            yield from of_command(tree, path, number, command)
    for path in tree.all:
        if first_line_runs(tree, path) and not os.access(tree.place(path), os.X_OK):
            yield path, 1, "begins with #! and may not be executed"


def commands(tree, path):
    kind = None
    for number, line in tree.lines(path):
        fence = re.match(r"\s*```(\w*)", line)
        if fence:
            kind = fence.group(1) if kind is None else None
        elif kind == "sh":
            yield number, line
        elif kind == "console" and line.startswith("$ "):
            yield number, line[2:]


def of_command(tree, path, number, command):
    words = re.sub(r"\s#.*", "", command).split()
    for word in words:
        if word.startswith(OURS) and not re.search(r"[*<>$|]", word) and not tree.exists(word):
            yield path, number, f"{word} does not exist"
    if words and words[0].startswith(OURS) and tree.exists(words[0]) \
            and not os.access(tree.place(words[0]), os.X_OK):
        yield path, number, f"{words[0]} may not be executed"


def first_line_runs(tree, path):
    with open(tree.place(path), "rb") as file:
        return file.read(2) == b"#!"
