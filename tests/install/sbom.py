"""The bill of materials: tests/install/sbom.py SBOM PROGRAM

It names every library that the program is linked to (where the program is dynamic), each with a
version, a licence and a package URL; its serial number is that of its content; and it fits the
schema of CycloneDX 1.6, where Python's jsonschema and the schema (in $OBSTAT_CORPORA, default
../shared/corpora beside the tree) are there. In CI their absence is a failure.
"""
import json
import os
import re
import subprocess
import sys

TREE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CORPORA = os.environ.get("OBSTAT_CORPORA") or os.path.join(TREE, "../shared/corpora")

DEBIAN = "/usr/bin/python3"  # the one that apt installs modules for

# How the loader calls a library, and how the bill does.
LIBRARIES = {"libcrypto": "openssl", "liblua5.4": "lua", "libyaml-0": "libyaml", "libpcre2-8": "pcre2",
             "libexpat": "expat", "libz": "zlib", "libsqlite3": "sqlite", "libcurl": "curl", "libc": "glibc", "libm": "glibc"}


def linked(program):
    """The names of the libraries in the program's dynamic section."""
    said = subprocess.run(["readelf", "-d", program], capture_output=True, text=True, check=True).stdout
    return re.findall(r"\(NEEDED\).*\[(.*?)\.so", said)


def whole(bill, program):
    components = {component["name"]: component for component in bill["components"]}
    assert len(components) == len(bill["components"]), "a component is listed twice"
    for library in linked(program):
        assert LIBRARIES[library] in components, f"{library} is linked and not listed"
    for name, component in components.items():
        assert re.match(r"\d", component["version"]), f"{name} has no version"
        assert component["purl"].startswith("pkg:") and component["licenses"], name
    depends, = bill["dependencies"]
    assert sorted(depends["dependsOn"]) == sorted(components), "dependencies and components differ"


def fits(bill):
    """True where the schema was asked."""
    folder = os.path.join(CORPORA, "cyclonedx-ml/schema")
    try:
        import jsonschema
    except ImportError:
        if sys.executable != DEBIAN and os.path.exists(DEBIAN):  # a python3 before it on the path
            os.execv(DEBIAN, [DEBIAN, "-B", *sys.argv])
        return False
    if not os.path.isdir(folder):
        return False
    store = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name)) as file:
            schema = json.load(file)
        store[schema["$id"]] = store["http://cyclonedx.org/schema/" + name] = schema
    schema = store["http://cyclonedx.org/schema/bom-1.6.schema.json"]
    resolver = jsonschema.RefResolver.from_schema(schema, store=store)
    jsonschema.Draft7Validator(schema, resolver=resolver).validate(bill)
    wrong = dict(bill, specVersion=1.6)
    assert not jsonschema.Draft7Validator(schema, resolver=resolver).is_valid(wrong), "the schema takes anything"
    return True


def main():
    path, program = sys.argv[1:]
    with open(path) as file:
        bill = json.load(file)
    whole(bill, program)
    if not fits(bill):
        print("skipped: install/sbom: no jsonschema for Python, or no schema to ask")
        sys.exit(1 if os.environ.get("CI") else 77)


main()
