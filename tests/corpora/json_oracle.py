"""Judges every file of a folder by Python's json and our rules; prints "NAME yes" or "NAME no".

Python's reader is laxer than ours in ways that are accounted for one by one: it takes lone
surrogates, keys given twice, NaN and the infinities, numbers above the largest double (as
infinity), and any depth that its stack bears.
"""
import json
import math
import os
import sys

DEPTH_MAX = 256
KEY_MAX = 65536


class Refused(Exception):
    pass


def finite(spelling):
    number = float(spelling)
    if math.isinf(number):
        raise Refused("number too large")
    return number


def constant(word):
    raise Refused(word)


def unique(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Refused("key given twice")
    if any(len(key.encode()) > KEY_MAX for key, _ in pairs):
        raise Refused("long key")
    return dict(pairs)


def check(value, depth):
    if isinstance(value, str):
        value.encode()  # a lone surrogate has no UTF-8
    if isinstance(value, (dict, list)):
        if depth == DEPTH_MAX:
            raise Refused("deep")
        if isinstance(value, dict):
            for key in value:
                check(key, depth)
            value = value.values()
        for item in value:
            check(item, depth + 1)


def accepted(source):
    try:
        value = json.loads(source.decode("utf-8"), parse_int=finite, parse_float=finite,
                           parse_constant=constant, object_pairs_hook=unique)
        check(value, 0)
        return True
    except (ValueError, RecursionError, Refused):  # ValueError: JSON's and Unicode's errors too
        return False


folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), "rb") as file:
        print(name, "yes" if accepted(file.read()) else "no")
