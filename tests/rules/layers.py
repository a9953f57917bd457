"""A room includes itself and the rooms its room(...) line in engine/CMakeLists.txt names, and every
room on that line stands above it there. What to do: move the code to the room that may know both
sides; add a room to the line only where the picture in engine/README.md has that edge."""
import re

from tree import room_of

# The programs, which lie in no room, and what they call.
PROGRAMS = {"main.c": ["cli"], "main_net.c": ["base", "fetch"]}

BROKEN = {
    "engine/main.c": '#include "fetch/fetch.h"\n',
    "engine/CMakeLists.txt": "room(base)\nroom(value USES base script NEEDS m)\nroom(script USES value)\n",
    "engine/value/a.c": '#include "value/a.h"\n#include "script/run.h"\n',
    "engine/script/b.h": '#include "value/a.h"\n#include "base/text.h"\n',
    "engine/nowhere/c.c": "int c;\n",
}
FINDS = ["engine/CMakeLists.txt:2", "engine/main.c:1", "engine/script/b.h:2", "engine/nowhere/c.c:1"]


def find(tree):
    rooms = tree.rooms()
    yield from edges(tree, rooms)
    for path in tree.files("engine/*.c", "engine/*.h"):
        room = room_of(path)
        allowed = PROGRAMS.get(path.removeprefix("engine/"), []) if room is None else rooms.get(room)
        if allowed is None:
            yield path, 1, f"engine/CMakeLists.txt has no room({room})"
            continue
        for number, line in tree.lines(path):
            match = re.match(r'\s*#\s*include\s+"([^/"]+)/', line)
            if match and match.group(1) != room and match.group(1) not in allowed:
                yield path, number, f"{room or path} includes {match.group(1)}, which it may not use"


def edges(tree, rooms):
    order = list(rooms)
    for number, line in tree.lines("engine/CMakeLists.txt"):
        match = re.match(r"room\((\w+)", line)
        for used in rooms[match.group(1)] if match else []:
            if used not in order[:order.index(match.group(1))]:
                yield "engine/CMakeLists.txt", number, f"{match.group(1)} uses {used}, which is not below it"
