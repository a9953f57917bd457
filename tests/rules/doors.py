"""A header whose first comment says that it is private is included only by its own room. What to
do: include the room's open header; where that lacks something, add it there, with its contract."""
import re

from tree import room_of

BROKEN = {
    "engine/value/parts.h": "/* value/parts.h: insides. Private to the\n * room.\n */\nint x;\n",
    "engine/value/a.c": '#include "value/parts.h"\n',
    "engine/policy/b.c": '\n#include "value/parts.h"\n#include "value/open.h"\n',
    "engine/value/open.h": "/* value/open.h: its fields are private to this room. */\n",
}
FINDS = ["engine/policy/b.c:2"]

PRIVATE = re.compile(r"(?<!are )private(?: to (?:the|this) room| to \w+\*\.c|\.)|for the \w+ reader alone|"
                     r"nobody else needs", re.I)


def find(tree):
    private = set()
    for path in tree.files("engine/*.h"):
        opening = tree.text(path).split("*/")[0]
        if PRIVATE.search(re.sub(r"\s*\n \* ?", " ", opening)):
            private.add(path.removeprefix("engine/"))
    for path in tree.files("engine/*.c", "engine/*.h"):
        for number, line in tree.lines(path):
            match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            if match and match.group(1) in private and match.group(1).split("/")[0] != room_of(path):
                yield path, number, f"{match.group(1)} is private to its room"
