"""A function has at most 70 lines and a file at most 600. What to do: find the thought that wants to
be a function of its own, or the noun that wants a file of its own; do not squeeze lines."""

FUNCTION_LINES = 70
FILE_LINES = 600

BROKEN = {
    "engine/base/a.c": "int a(void)\n{\n" + "    ;\n" * 71 + "}\n",
    "engine/base/b.c": "int b(void)\n{\n" + "    ;\n" * 68 + "}\n",
    "engine/base/c.h": "\n" * 601,
}
FINDS = ["engine/base/a.c:2", "engine/base/c.h:600"]


def find(tree):
    for path in tree.files("engine/*.[ch]", "tests/*.[ch]", "tests/*.py", "*.lua"):
        lines = tree.lines(path)
        if len(lines) > FILE_LINES:
            yield path, FILE_LINES, f"the file has {len(lines)} lines"
        if path.endswith(".c"):
            yield from functions(path, lines)


def functions(path, lines):
    """Bodies: a brace alone in the first column opens one, the next such brace closes it."""
    opened = None
    for number, line in lines:
        if line == "{":
            opened = number
        elif line.startswith("}") and opened:
            if number - opened - 1 > FUNCTION_LINES:
                yield path, opened, f"the function has {number - opened - 1} lines"
            opened = None
