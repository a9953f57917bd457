#!/usr/bin/env python3
"""sums.py LOG.DB...: writes the sums of pages anew, after another program has changed log.db, as
somebody would who means to deceive. Without it `obstat` says which page was changed, and looks no
further. engine/store/sqlite_sum.h has the layout."""
import struct
import sys

PAGE, SUMMED = 4096, 4088
START, MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1


def page_sum(number, page):
    total = START * (1 + number) & MASK
    for word in struct.unpack("<511Q", page[:SUMMED]):
        total = (total ^ word) * START & MASK
        total = (total << 29 | total >> 35) & MASK
    return total


def mend(path):
    with open(path, "r+b") as file:
        pages = file.read()
        for at in range(0, len(pages) - PAGE + 1, PAGE):
            page = pages[at:at + PAGE]
            total = struct.pack(">Q", page_sum(at // PAGE + 1, page))
            if page[SUMMED:] != total:
                file.seek(at + SUMMED)
                file.write(total)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        mend(name)
