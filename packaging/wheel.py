"""The static program as a wheel, so that pip installs the command. VERSION TREE OUTDIR.

    obstat-VERSION.data/scripts/obstat      becomes bin/obstat: the program itself, no launcher
    obstat-VERSION.data/data/share/...      becomes share/..., where the program looks for its packs
    obstat-VERSION.dist-info/               what pip wants to know, with a digest of every file

A static program asks nothing of the system but a kernel, so the tag of an old C library is true.
"""
import base64
import hashlib
import io
import os
import time
import zipfile

from tree import EPOCH, Entry, arguments, files, processor, write

WANTED = ("share/obstat/", "share/man/", "share/bash-completion/", "share/zsh/", "share/fish/")


def metadata(version):
    return (f"Metadata-Version: 2.1\nName: obstat\nVersion: {version}\n"
            "Summary: Policy-as-code gate for machine-learning models\n"
            "Author: Obstat developers\nLicense: Apache-2.0\nLicense-File: LICENSE\n"
            "Keywords: machine learning,governance,policy,gate\n"
            "Classifier: Environment :: Console\n"
            "Classifier: Operating System :: POSIX :: Linux\n"
            "Description-Content-Type: text/plain\n\n"
            "Installs the command obstat, its policy packs, man pages and completions. There is\n"
            "nothing to import: `obstat help` says how it is used.\n")


def digest(content):
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def members(version, tag, tree):
    installed = {entry.path: entry for entry in files(tree, "usr")}
    data, info = f"obstat-{version}.data", f"obstat-{version}.dist-info"
    yield Entry(f"{data}/scripts/obstat", installed["bin/obstat"].content, executable=True)
    for path, entry in installed.items():
        if path.startswith(WANTED):
            yield Entry(f"{data}/data/{path}", entry.content)
    yield Entry(f"{info}/METADATA", metadata(version).encode())
    yield Entry(f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: obstat packaging/wheel.py\n"
                                 f"Root-Is-Purelib: false\nTag: {tag}\n".encode())
    yield Entry(f"{info}/licenses/LICENSE", installed["share/doc/obstat/LICENSE"].content)
    yield Entry(f"{info}/sboms/obstat.cdx.json", installed["share/doc/obstat/obstat.cdx.json"].content)


def record(entries, path):
    lines = [f"{entry.path},sha256={digest(entry.content)},{len(entry.content)}\n" for entry in entries]
    return Entry(path, ("".join(lines) + f"{path},,\n").encode())


def zipped(entries):
    out = io.BytesIO()
    date = time.gmtime(max(EPOCH, 315532800))[:6]  # a zip file knows no day before 1980
    with zipfile.ZipFile(out, "w") as archive:
        for entry in entries:
            member = zipfile.ZipInfo(entry.path, date)
            member.create_system = 3
            member.external_attr = (0o100755 if entry.executable else 0o100644) << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, entry.content, compresslevel=9)
    return out.getvalue()


def main():
    version, tree, out = arguments()
    tag = f"py3-none-manylinux_2_17_{processor(tree)[0]}"
    entries = list(members(version, tag, tree))
    entries.append(record(entries, f"obstat-{version}.dist-info/RECORD"))
    write(os.path.join(out, f"obstat-{version}-{tag}.whl"), zipped(entries))


main()
