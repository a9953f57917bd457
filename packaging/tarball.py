"""The static program and what it brings along, to be unpacked anywhere: bin/ and share/ below one
folder that has the version in its name. VERSION TREE OUTDIR."""
import os

from tree import Entry, arguments, files, gzipped, processor, tar, with_folders, write


def main():
    version, tree, out = arguments()
    name = f"obstat-{version}-linux-{processor(tree)[0]}"
    entries = files(tree, "usr")
    sbom = next(entry for entry in entries if entry.path.endswith("obstat.cdx.json"))
    inside = [Entry(f"{name}/{entry.path}", entry.content, entry.executable) for entry in entries]
    write(os.path.join(out, name + ".tar.gz"), gzipped(tar(with_folders(inside))))
    write(os.path.join(out, name + ".cdx.json"), sbom.content)


main()
