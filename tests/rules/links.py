"""Every relative link in a document leads to a file, and its #part to a heading there. What to do:
mend the link, or move the file back."""
import os
import re

BROKEN = {
    "docs/a.md": "# One\n[b](b.md) [c](c.md)\n```\n[d](d.md)\n```\n[e](b.md#two-things) [f](b.md#three)\n",
    "docs/b.md": "## Two things\n[home](https://example.org/x) [up](../docs/a.md) [here](#two-things)\n",
}
FINDS = ["docs/a.md:2", "docs/a.md:6"]

LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")


def find(tree):
    for path in tree.files("*.md"):
        for number, line in prose(tree, path):
            for target in LINK.findall(line):
                problem = None if re.match(r"[a-z]+:", target) else broken(tree, path, target)
                if problem:
                    yield path, number, problem


def prose(tree, path):
    fenced = False
    for number, line in tree.lines(path):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, re.sub(r"`[^`]*`", "", line)


def broken(tree, path, target):
    name, _, part = target.partition("#")
    file = os.path.normpath(os.path.join(os.path.dirname(path), name)) if name else path
    if not tree.exists(file):
        return f"{target} leads to no file"
    if part and part not in anchors(tree, file):
        return f"{file} has no heading for #{part}"
    return None


def anchors(tree, path):
    headings = (re.match(r"#+ (.*)", line) for _, line in prose_with_ticks(tree, path))
    return {re.sub(r"[^\w\- ]", "", match.group(1).lower()).replace(" ", "-") for match in headings if match}


def prose_with_ticks(tree, path):
    fenced = False
    for number, line in tree.lines(path):
        if line.lstrip().startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield number, line
