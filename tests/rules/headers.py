"""Every header compiles alone, and opens with a comment that begins with its own name: "base/text.h:
what it is". What to do: include in the header what it mentions; write its paragraph."""
import os
import shlex
import subprocess

from tree import room_of

BROKEN = {
    "engine/base/a.h": "/* base/a.h: a number. */\nsize_t a;\n",
    "engine/base/b.h": "/* base/a.h: another's name. */\nint b;\n",
    "engine/base/c.h": "/* base/c.h: well. */\n#include <stddef.h>\nextern size_t c;\n",
}
FINDS = ["engine/base/a.h:2", "engine/base/b.h:1"]

LIBRARIES = ["lua5.4", "yaml-0.1", "libpcre2-8", "expat", "zlib", "sqlite3", "libcrypto", "libcurl"]


def find(tree):
    flags = subprocess.run(["pkg-config", "--cflags", *LIBRARIES], capture_output=True, text=True,
                           check=True).stdout
    compiler = [os.environ.get("CC", "cc"), "-std=c17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror",
                "-Wno-unused-function",
                "-fsyntax-only", "-I" + tree.place("engine"), *shlex.split(flags), "-x", "c"]
    for path in tree.files("engine/*.h"):
        if not tree.text(path).startswith(f"/* {path.removeprefix('engine/')}:"):
            yield path, 1, "the header does not open with its own name"
        yield from alone(tree, path, compiler)


def alone(tree, path, compiler):
    run = subprocess.run([*compiler, tree.place(path)], capture_output=True, text=True)
    for line in run.stderr.splitlines():
        if ": error: " in line:
            place, _, problem = line.partition(": error: ")
            yield path, int(place.split(":")[1]), f"does not compile alone: {problem}"
            return
