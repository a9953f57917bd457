"""Some calls are left to few places or to none. What to do: the message names what stands in for the
call; base/attributes.h, CONTRIBUTING.md and the room's header say more."""
import re

ANYWHERE = {
    r"\b(strcpy|strcat|stpcpy)\s*\(": "writes past its buffer; use buffer_add or text_copy",
    r"\bv?sprintf\s*\(": "writes past its buffer; use buffer_format or snprintf",
    r"\b(strtok|asctime|ctime|gmtime|localtime)\s*\(": "keeps hidden state; use text.h or clock.h",
    r"\b(atoi|atol|atof)\s*\(": "cannot fail; use value/number.h or strtol with its end",
    r"\b(system|popen)\s*\(": "starts a shell; use worker/program.h",
    r"\b(gets|tmpnam|mktemp)\s*\(": "cannot be used safely; use base/file.h",
    r"\bgoto\s+(?!done\b)": "only forward, to `done:`",
    r"^\s*typedef\b": "write the struct's or enum's own name",
    r"(?<!:)//": "comments are /* */",
}

# What reaches into the world, and the files that may.
CONFINED = {
    r"(?<![\w.>])_?exit\s*\(|(?<![\w.>])abort\s*\(":
        ("ends the process; return false with an error", r"base/(arena|error)\.c|worker/\w+\.c|cli/\w+\.c|main(_net)?\.c"),
    r"(?<![\w.>])(getenv|secure_getenv|setenv)\s*\(":
        ("reads the environment; let the door hand it in", r"cli/\w+\.c|main(_net)?\.c"),
    r"(?<![\w.>])(time|clock_gettime|gettimeofday)\s*\(":
        ("reads the clock; let the door hand the moment in", r"base/clock\.c|worker/\w+\.c"),
    r"(?<![\w.>])(printf|puts|putchar|perror)\s*\(|\b(stdout|stderr)\b":
        ("prints; hand the text back, or print through the session", r"base/arena\.c|cli/\w+\.c|main\.c"),
    r"(?<![\w.>])(rand|srand|random|drand48)\s*\(":
        ("the same input must give the same bytes", r"(?!)"),
    r"(?<![\w.>])lua_pcallk?\s*\(|(?<![\w.>])luaL_do(string|file)\s*\(":
        ("errors of Lua are caught in one place, run.c", r"script/run\.c"),
}

BROKEN = {
    "engine/base/a.c": '/* strcpy( in a comment */\nconst char *a = "sprintf(";\nint b = atoi("1");\n',
    "engine/policy/b.c": "    exit(1);\n    goto again;\n    goto done;\n",
    "engine/cli/c.c": "    exit(1);\n    printf(1); // so\n",
    "tests/unit/d.c": "    printf(1);\n    strcat(a, b);\n",
}
FINDS = ["engine/base/a.c:3", "engine/policy/b.c:1", "engine/policy/b.c:2", "engine/cli/c.c:2",
         "tests/unit/d.c:2"]


def find(tree):
    for path in tree.files("engine/*.[ch]", "tests/*.[ch]"):
        if path == "engine/base/attributes.h":
            continue
        for number, line in tree.code(path):
            yield from of_line(path, number, line)


def of_line(path, number, line):
    for pattern, reason in ANYWHERE.items():
        match = re.search(pattern, line)
        if match:
            yield path, number, f"{match.group().strip()} {reason}"
    for pattern, (reason, allowed) in CONFINED.items():
        match = re.search(pattern, line)
        inside = path.removeprefix("engine/")
        if match and path.startswith("engine/") and not re.fullmatch(allowed, inside):
            yield path, number, f"{match.group().strip()} {reason}"
