"""The files of the project, as the rules look at them."""
import fnmatch
import os
import re

BUILT = {".git", "build", "__pycache__"}


class Tree:
    def __init__(self, root):
        self.root = os.path.normpath(root)
        self.all = sorted(self._walk())

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in BUILT]
            for name in names:
                yield os.path.relpath(os.path.join(folder, name), self.root)

    def files(self, *patterns):
        """Paths that fit one of the patterns, in order; * also crosses folders."""
        return [path for path in self.all
                if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)]

    def place(self, path):
        return os.path.join(self.root, path)

    def exists(self, path):
        return os.path.exists(self.place(path))

    def text(self, path):
        with open(self.place(path), encoding="utf-8", errors="replace") as file:
            return file.read()

    def lines(self, path):
        """(number, line) from 1."""
        return list(enumerate(self.text(path).splitlines(), 1))

    def code(self, path):
        """The lines of a C file with what stands in comments and quotes blanked out."""
        blank = lambda match: re.sub(r"[^\n]", " ", match.group())
        text = re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', blank,
                      self.text(path), flags=re.S)
        return list(enumerate(text.splitlines(), 1))

    def rooms(self):
        """{room: rooms it may use}, in the order of engine/CMakeLists.txt."""
        found = {}
        for line in self.text("engine/CMakeLists.txt").splitlines():
            match = re.match(r"room\((\w+)\s*(.*)\)", line)
            if match:
                uses = re.search(r"USES((?:\s+(?!NEEDS)\w+)+)", match.group(2))
                found[match.group(1)] = uses.group(1).split() if uses else []
        return found


def room_of(path):
    """The room a file of the engine belongs to: "value"; None for main.c."""
    parts = path.split(os.sep)
    return parts[1] if len(parts) > 2 else None


def finds_of(rule, tree):
    return rule.find(tree)
