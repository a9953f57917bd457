"""No unfinished marks, and nothing about how or where the project is made: it reads the same to
everybody. What to do: finish it or leave it out; say what is, not who asked for it. An address on a
machine of yours belongs into no file."""
import re

# Spelled in halves, so that this file does not find itself.
MARKS = re.compile(r"\b(TO" r"DO|FIX" r"ME|(?<!{)XX" r"X)\b")
MAKING = re.compile(r"/wo" r"rk/|/tmp/br" r"ief|\bissue" r" #|\bhel" r"per-|\bsub-?ag" r"ents?\b|/home/(?!obstat)\w",
                    re.I)

BROKEN = {
    "engine/base/a.h": "/* TO" "DO: more */\n",
    "docs/b.md": "\nbuilt in /wo" "rk/here\n",
    "tests/c.py": "# see iss" "ue #7\n",
    "tests/d.py": "# an issue of style\n",
}
FINDS = ["engine/base/a.h:1", "docs/b.md:2", "tests/c.py:1"]

TEXTS = ["*.c", "*.h", "*.md", "*.py", "*.lua", "*.txt", "*.cmake", "*.json", "*.yaml", "*.yml",
         "scripts/*", ".ci/*", "tests/install/*", ".clang-*"]


def find(tree):
    for path in tree.files(*TEXTS):
        for number, line in tree.lines(path):
            for pattern in (MARKS, MAKING):
                match = pattern.search(line)
                if match:
                    yield path, number, f'"{match.group()}" does not belong here'
