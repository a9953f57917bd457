"""Every shipped policy has its test beside it and its name in the README of its pack. What to do:
write <policy>_test.lua with a case for every way the policy can end, and a line in the README."""
import os
import re

BROKEN = {
    "policies/one/README.md": "one/known says so\n",
    "policies/one/known.lua": 'return { id = "one/known" }\n',
    "policies/one/known_test.lua": "return {}\n",
    "policies/one/new.lua": '\nreturn { id = "one/new" }\n',
    "policies/two/lone.lua": 'return { id = "one/lone" }\n',
    "policies/two/lone_test.lua": "return {}\n",
}
FINDS = ["policies/one/new.lua:1", "policies/one/new.lua:2", "policies/two/lone.lua:1", "policies/two/lone.lua:1"]


def find(tree):
    for path in tree.files("policies/*.lua"):
        if path.endswith("_test.lua") or "/lib/" in path:
            continue
        if not tree.exists(path.removesuffix(".lua") + "_test.lua"):
            yield path, 1, "the policy has no test"
        yield from named(tree, path)


def named(tree, path):
    pack = path.split(os.sep)[1]
    readme = f"policies/{pack}/README.md"
    known = tree.text(readme) if tree.exists(readme) else ""
    for number, line in tree.lines(path):
        match = re.search(r'\bid\s*=\s*"([^"]+)"', line)
        if match:
            name = match.group(1)
            if not name.startswith(pack + "/"):
                yield path, number, f"{name} does not begin with the pack's name, {pack}/"
            if name.split("/")[-1] not in known:
                yield path, number, f"{readme} does not name {name}"
            return
