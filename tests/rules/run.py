#!/usr/bin/env python3
"""Holds one rule against the tree: tests/rules/run.py RULE [ROOT]

A rule is a file beside this one. It has
    a docstring      what the rule is, and what to do where it is broken: printed with every find
    find(tree)       yields (path, line, problem)
    BROKEN           {path: text}: a small tree that breaks the rule
    FINDS            the places ["path:line"] that must be found in it

A rule that cannot fail protects nothing, so each is first shown its own broken tree.
"""
import importlib
import os
import sys
import tempfile

from tree import Tree, finds_of


def broken_finds(rule):
    with tempfile.TemporaryDirectory() as root:
        for path, text in rule.BROKEN.items():
            target = os.path.join(root, path)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)
        return sorted(f"{path}:{line}" for path, line, _ in finds_of(rule, Tree(root)))


def main(name, root):
    rule = importlib.import_module(name)
    found = broken_finds(rule)
    if found != sorted(rule.FINDS):
        print(f"rules/{name}: in its own broken tree the rule finds {found}, not {rule.FINDS}")
        return 1
    finds = list(finds_of(rule, Tree(root)))
    for path, line, problem in finds:
        print(f"{path}:{line}: {problem}")
    if finds:
        print(f"\n{rule.__doc__.strip()}")
    return 1 if finds else 0


if __name__ == "__main__":
    here = os.path.dirname(os.path.abspath(__file__))
    sys.exit(main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else os.path.join(here, "../..")))
