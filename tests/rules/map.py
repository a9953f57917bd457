"""engine/README.md is the map: it has a chapter for every room, draws the edges that
engine/CMakeLists.txt has, and names no room that does not exist. What to do: write what belongs into
the new room and what does not, in one or two lines."""
import re

BROKEN = {
    "engine/CMakeLists.txt": "room(base)\nroom(value USES base)\nroom(policy USES base value)\n",
    "engine/README.md": "### base\nuses nothing\n### value\nuses base policy\n### ghost\nuses base\n",
}
FINDS = ["engine/CMakeLists.txt:3", "engine/README.md:4", "engine/README.md:5"]


def find(tree):
    rooms, chapters = tree.rooms(), {}
    name = None
    for number, line in tree.lines("engine/README.md"):
        heading = re.match(r"### (\w+)", line)
        uses = re.match(r"uses ([\w ]+)", line)
        if heading:
            name = heading.group(1)
            chapters[name] = number
            if name not in rooms:
                yield "engine/README.md", number, f"there is no room {name}"
        elif uses and name in rooms:
            said = [] if uses.group(1) == "nothing" else uses.group(1).split()
            if sorted(said) != sorted(rooms[name]):
                yield "engine/README.md", number, f"{name} uses {' '.join(rooms[name]) or 'nothing'}"
    for number, line in tree.lines("engine/CMakeLists.txt"):
        match = re.match(r"room\((\w+)", line)
        if match and match.group(1) not in chapters:
            yield "engine/CMakeLists.txt", number, f"room {match.group(1)} has no chapter in engine/README.md"
