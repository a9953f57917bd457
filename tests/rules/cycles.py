"""No header includes itself, by whatever way round. What to do: move what both need into a header
below both, or declare `struct name;` where a pointer is enough."""
import re

BROKEN = {
    "engine/base/a.h": '#include "base/b.h"\n',
    "engine/base/b.h": '#include "base/c.h"\n',
    "engine/base/c.h": '#include <stdio.h>\n#include "base/a.h"\n',
    "engine/base/d.h": '#include "base/a.h"\n',
}
FINDS = ["engine/base/c.h:2"]


def find(tree):
    includes = {path: list(included(tree, path)) for path in tree.files("engine/*.h")}
    done = set()
    for path in includes:
        yield from walk(path, [], includes, done)


def included(tree, path):
    for number, line in tree.lines(path):
        match = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
        if match:
            yield number, "engine/" + match.group(1)


def walk(path, way, includes, done):
    if path in done:
        return
    for number, target in includes.get(path, []):
        if target in [*way, path]:
            round_ = [*way, path][[*way, path].index(target):] + [target]
            yield path, number, "a circle of headers: " + " -> ".join(round_)
        else:
            yield from walk(target, [*way, path], includes, done)
    done.add(path)
