"""What the packages are made of: the files of an installed tree, in one order and with one date.

A tree is what `cmake --install` left below DESTDIR: usr/bin/obstat, usr/share/... Nothing of the
machine that built it goes into a package: files are sorted by name, belong to root by number, and
are as old as SOURCE_DATE_EPOCH says.
"""
import gzip
import io
import os
import struct
import sys
import tarfile

EPOCH = int(os.environ["SOURCE_DATE_EPOCH"])

# The processor as ELF numbers it: our names, and those of container images.
PROCESSORS = {62: ("x86_64", "amd64"), 183: ("aarch64", "arm64")}


class Entry:
    """A file or a folder of the tree. `path` has no slash in front."""

    def __init__(self, path, content, executable=False, folder=False):
        self.path, self.content, self.executable, self.folder = path, content, executable, folder


def arguments():
    """VERSION TREE OUTDIR."""
    if len(sys.argv) != 4:
        sys.exit(f"usage: {os.path.basename(sys.argv[0])} VERSION TREE OUTDIR; packaging/build calls it")
    return sys.argv[1:]


def files(tree, below):
    """Every file below that part of the tree, sorted; a link is none of ours."""
    found = []
    top = os.path.join(tree, below)
    for folder, _, names in os.walk(top):
        for name in names:
            place = os.path.join(folder, name)
            if os.path.islink(place):
                sys.exit(f"{place} is a link")
            with open(place, "rb") as file:
                found.append(Entry(os.path.relpath(place, top), file.read(), os.access(place, os.X_OK)))
    if not found:
        sys.exit(f"there is nothing in {top}")
    return sorted(found, key=lambda entry: entry.path)


def with_folders(entries):
    """The entries, with every folder in front of what is in it."""
    folders = set()
    for entry in entries:
        parts = entry.path.split("/")[:-1]
        folders.update("/".join(parts[: i + 1]) for i in range(len(parts)))
    made = [Entry(path, b"", folder=True) for path in folders]
    return sorted(list(entries) + made, key=lambda entry: entry.path)


def tar(entries):
    """The bytes of a tar archive of them."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for entry in entries:
            member = tarfile.TarInfo(entry.path)
            member.mtime = EPOCH
            member.mode = 0o755 if entry.folder or entry.executable else 0o644
            member.type = tarfile.DIRTYPE if entry.folder else tarfile.REGTYPE
            member.size = len(entry.content)
            archive.addfile(member, io.BytesIO(entry.content))
    return out.getvalue()


def gzipped(content):
    """Compressed, with neither a name nor a date."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=0) as stream:
        stream.write(content)
    return out.getvalue()


def processor(tree):
    """For which processor the program is. A program that needs other files of a system to start
    (an interpreter: PT_INTERP) would not run everywhere, and is refused."""
    with open(os.path.join(tree, "usr/bin/obstat"), "rb") as file:
        program = file.read()
    if program[:6] != b"\x7fELF\x02\x01":
        sys.exit("the program is not ELF of 64 bits, little-endian")
    machine = struct.unpack_from("<H", program, 18)[0]
    offset, = struct.unpack_from("<Q", program, 32)
    size, count = struct.unpack_from("<HH", program, 54)
    for i in range(count):
        if struct.unpack_from("<I", program, offset + i * size)[0] == 3:
            sys.exit("the program is not static")
    if machine not in PROCESSORS:
        sys.exit(f"there is no name for the processor {machine}")
    return PROCESSORS[machine]


def write(place, content):
    with open(place, "wb") as file:
        file.write(content)
    print(place)
