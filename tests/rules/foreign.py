"""One room for each foreign library: its headers are included there and nowhere else. What to do:
ask the room for what you need, in our types; its open header says what it offers."""
import re

from tree import room_of

OWNERS = {
    r"lua\.h|lauxlib\.h|lualib\.h|luaconf\.h": "script",
    r"sqlite3.*\.h": "store",
    r"openssl/.*": "crypto",
    r"yaml\.h|pcre2.*\.h": "value",
    r"curl/.*": "fetch",
    r"expat.*\.h": "evidence",
    r"zlib\.h|zconf\.h": "scan",
    r"microhttpd\.h": "listen",
}

BROKEN = {
    "engine/script/a.c": "#include <lua.h>\n",
    "engine/service/b.c": "#include <stdio.h>\n#  include <lauxlib.h>\n",
    "engine/evidence/c.h": '#include <yaml.h>\n#include "openssl/evp.h"\n',
}
FINDS = ["engine/service/b.c:2", "engine/evidence/c.h:1", "engine/evidence/c.h:2"]


def find(tree):
    for path in tree.files("engine/*.c", "engine/*.h"):
        for number, line in tree.lines(path):
            match = re.match(r'\s*#\s*include\s+[<"]([^>"]+)[>"]', line)
            for headers, owner in OWNERS.items():
                if match and re.fullmatch(headers, match.group(1)) and room_of(path) != owner:
                    yield path, number, f"{match.group(1)} is for engine/{owner}/ alone"
