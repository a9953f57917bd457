"""A file is named after the noun it is about. What to do: a name like `util` says nothing and such a
file only grows; find the noun of each function in it."""
import os
import re

EMPTY = re.compile(r"(^|[-_.])(utils?|misc|common|helpers?|stuff|various|general)([-_.]|$)")

BROKEN = {"engine/base/json_util.c": "", "engine/base/helpers.h": "", "engine/base/utility_bill.c": ""}
FINDS = ["engine/base/json_util.c:1", "engine/base/helpers.h:1"]


def find(tree):
    for path in tree.files("*.c", "*.h", "*.py", "*.cmake", "scripts/*", "policies/*.lua", "stdlib-lua/*.lua"):
        if EMPTY.search(os.path.basename(path)):
            yield path, 1, "the name says nothing about what is in the file"
