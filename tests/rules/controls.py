"""The tables policies/controls.csv and policies/frameworks.csv tell the truth about the policies that
ship: every policy has rows in controls.csv, every text that it cites is one of them, no row names a
policy that is not there, and every reference falls under one of its framework's catalogue
(`other` has none). What to do: mend the rows of the policy that is named."""
import csv
import io
import re

CONTROLS = "policies/controls.csv"
FRAMEWORKS = "policies/frameworks.csv"
KINDS = {"law", "guidance", "default", "mapping"}
SOURCES = {"primary", "secondary", "own"}

BROKEN = {
    FRAMEWORKS: "framework,reference,title\nact,,The Act\nact,Art. 1,scope\nact,Art. 2\n",
    CONTROLS: "rule,framework,reference,kind,source\n"
              "one/known,act,Art. 1(2),law,secondary\n"
              "one/known,act,Art. 12,law,secondary\n"
              "one/known,act,Art. 1,opinion,secondary\n"
              "one/gone,act,Art. 1,law,secondary\n"
              "one/known,ect,Art. 1,law,secondary\n"
              "one/known,act,Art. 1(2),law,secondary\n",
    "policies/one/known.lua": 'return {\n  id = "one/known",\n  cites = { "The Act Art. 1(2)", "The Act Art. 3" },\n}\n',
    "policies/one/new.lua": 'return { id = "one/new" }\n',
}
FINDS = ["policies/controls.csv:3", "policies/controls.csv:4", "policies/controls.csv:5", "policies/controls.csv:6",
         "policies/controls.csv:7", "policies/frameworks.csv:4", "policies/one/known.lua:3", "policies/one/new.lua:1"]


def find(tree):
    policies = {policy["id"]: policy for policy in policies_of(tree)}
    catalogue, names = {}, {}
    for number, row in rows(tree, FRAMEWORKS):
        if len(row) != 3 or not all((row[0], row[2])):
            yield FRAMEWORKS, number, "the row does not have framework, reference and title"
        elif row[1]:
            catalogue.setdefault(row[0], []).append(row[1])
        else:
            names[row[0]] = row[2]
    tied = {}
    for number, row in rows(tree, CONTROLS):
        problem = row_problem(row, policies, catalogue, tied)
        if problem:
            yield CONTROLS, number, problem
        if len(row) == 5:
            tied.setdefault(row[0], set()).add((row[1], row[2]))
    for policy in policies.values():
        yield from policy_problems(policy, tied.get(policy["id"], set()), names)


def rows(tree, path):
    text = tree.text(path) if tree.exists(path) else ""
    reader = csv.reader(io.StringIO(text))
    return [(reader.line_num, row) for row in reader][1:]


def policies_of(tree):
    for path in tree.files("policies/*.lua"):
        if path.endswith("_test.lua") or "/lib/" in path:
            continue
        text = tree.text(path)
        name = re.search(r'\bid\s*=\s*"([^"]+)"', text)
        cites = re.search(r'\bcites\s*=\s*(\{[^}]*\}|"[^"]*")', text)
        if name:
            yield {"id": name.group(1), "path": path, "line": line_of(text, name),
                   "cites": re.findall(r'"([^"]*)"', cites.group(1)) if cites else [],
                   "cites_line": line_of(text, cites) if cites else 1}


def line_of(text, match):
    return text.count("\n", 0, match.start()) + 1


def falls_under(reference, wide):
    rest = reference[len(wide):]
    return reference.startswith(wide) and not re.match(r"[A-Za-z0-9.]", rest)


def row_problem(row, policies, catalogue, tied):
    if len(row) != 5:
        return "the row does not have five cells"
    rule, framework, reference, kind, source = row
    if rule not in policies:
        return f"there is no policy {rule}"
    if kind not in KINDS or source not in SOURCES:
        return f"{kind}, {source} is no kind and source"
    if (framework, reference) in tied.get(rule, ()):
        return "the row is there twice"
    if framework != "other" and not any(falls_under(reference, wide) for wide in catalogue.get(framework, ())):
        return f"{framework} has no {reference}"
    return None


def policy_problems(policy, ties, names):
    if not ties:
        yield policy["path"], policy["line"], f"{policy['id']} has no row in {CONTROLS}"
    said = {reference for _, reference in ties}
    said |= {f"{names[framework]} {reference}" for framework, reference in ties if framework in names}
    for cited in policy["cites"]:
        if cited not in said:
            yield policy["path"], policy["cites_line"], f"{CONTROLS} does not tie {policy['id']} to {cited}"
