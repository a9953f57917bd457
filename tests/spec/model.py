"""The rules of deciding, told a second time, from the user's contract (and where that is silent,
from the room's headers): where engine and model differ, one of them misread it."""
import datetime
import decimal
import hashlib
import json
import re

STAGES = ("experimental registered validated staging shadow canary production deprecated "
          "retired archived rejected suspended").split()
TIERS = "high limited minimal".split()
LEVELS = ["mandatory", "overridable", "advisory"]
OUTCOMES = ["pass", "fail", "missing", "insufficient", "not_applicable", "waived", "error"]
STATUS = {"fail": 1, "missing": 3, "insufficient": 3, "error": 5}
KEYS = {"id", "title", "level", "when", "params", "cites", "remedy", "owner", "version",
        "applies_from", "rules"}
EXACT = 2 ** 53
TIME = "%Y-%m-%dT%H:%M:%SZ"
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
ID = re.compile(r"(?!.{129})[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Refused(Exception):
    """The engine has to refuse this too."""


def need(holds):
    if not holds:
        raise Refused


# ---- RFC 8785 and the digests over it ----
def jcs_number(number):
    if number == 0:
        return "0"
    sign, digits, exponent = decimal.Decimal(repr(float(number))).normalize().as_tuple()
    sign, digits = "-" * sign, "".join(map(str, digits))
    count, point = len(digits), len(digits) + exponent
    if 0 < point <= 21:
        return sign + (digits[:point] + "." + digits[point:]).rstrip(".") + "0" * (point - count)
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    tail = "." + digits[1:] if count > 1 else ""
    return "%s%s%se%+d" % (sign, digits[0], tail, point - 1)


def jcs(value):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return jcs_number(value)
    if not isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "[" + ",".join(map(jcs, value)) + "]"
    keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join(jcs(key) + ":" + jcs(value[key]) for key in keys) + "}"


def digest(value):
    return "sha256:" + hashlib.sha256(jcs(value).encode()).hexdigest()


# ---- parameters ----
def kind(value):
    """What may stand in for what; None where it can be no parameter."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "number" if abs(value) <= EXACT else None
    if isinstance(value, float):
        return "number" if abs(value) < float("inf") else None
    return "text" if isinstance(value, str) else None


def same(a, b):
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return kind(a) == kind(b) and a == b


def fits(value, like):
    """Is it of the type of `like`? A list is of the type of its items."""
    if not isinstance(like, list):
        return kind(like) is not None and kind(value) == kind(like)
    kinds = {kind(item) for item in value} if isinstance(value, list) else {None}
    return None not in kinds and len(kinds | {kind(item) for item in like}) <= 1


class Param:
    def __init__(self, spec):
        bounds = spec if isinstance(spec, dict) else {"1": spec}
        need({"1"} <= set(bounds) <= {"1", "at_least", "at_most", "one_of"})
        self.least, self.most, self.choices = map(bounds.get, ("at_least", "at_most", "one_of"))
        self.usual = bounds["1"]
        self.override(self.usual)

    def within(self, value):
        if self.choices is not None:
            need(self.choices and fits(self.choices, self.choices))
            items = value if isinstance(value, list) else [value]
            if not all(any(same(item, choice) for choice in self.choices) for item in items):
                return False
        for bound in (self.least, self.most):
            need(bound is None or kind(bound) == kind(self.usual) == "number")
        return not (self.least is not None and value < self.least
                    or self.most is not None and value > self.most)

    def override(self, value):
        need(fits(value, self.usual) and self.within(value))
        self.value = value

    def override_text(self, text):
        if kind(self.usual) == "text":
            return self.override(text)
        need(kind(self.usual) != "boolean" or text in ("true", "false"))
        need(kind(self.usual) != "number" or NUMBER.fullmatch(text))
        try:
            self.override(json.loads(text))
        except ValueError:
            raise Refused from None

    def changed(self):
        return not same(self.usual, self.value)

    def looser(self):
        if not self.changed() or (self.least is None) == (self.most is None):
            return self.changed()
        return self.value < self.usual if self.most is None else self.value > self.usual


# ---- policies ----
def words(given, known):
    given = [given] if isinstance(given, (str, int)) else given
    need(given is None or given and all(word in known for word in given))
    return given


def moment(text):
    """When something begins: a day with its first second."""
    try:
        when = datetime.datetime.strptime(text, TIME[:8] if len(text) == 10 else TIME)
    except ValueError:
        raise Refused from None
    return int(when.replace(tzinfo=datetime.timezone.utc).timestamp())


class Policy:
    def __init__(self, table, source, modules):
        need(set(table) <= KEYS)
        need(all(isinstance(table.get(key), str) for key in ("id", "title", "level")))
        need(table["title"] and ID.fullmatch(table["id"]) and table["level"] in LEVELS)
        when, params = table.get("when", {}), table.get("params", {})
        need(set(when) <= {"to", "from", "tier"} and all(map(NAME.fullmatch, params)))
        self.id, self.level = table["id"], table["level"]
        self.source, self.modules = source, modules
        self.to, self.origin = words(when.get("to"), STAGES), words(when.get("from"), STAGES)
        self.tier = words(when.get("tier"), TIERS)
        self.since = moment(table["applies_from"]) if "applies_from" in table else None
        self.params = {name: Param(spec) for name, spec in params.items()}

    def applies(self, origin, to, tier):
        return ((self.to is None or to in self.to) and (self.tier is None or tier in self.tier)
                and (self.origin is None or origin is None or origin in self.origin))

    def level_at(self, now):
        return "advisory" if self.since is not None and now < self.since else self.level


def set_digest(policies, usual=False):
    return digest([{"id": p.id, "level": p.level, "source": p.source, "modules": p.modules,
                    "params": {n: q.usual if usual else q.value for n, q in p.params.items()}}
                   for p in sorted(policies, key=lambda p: p.id)])


# ---- decisions ----
def conclude(findings, lacking):
    counts = {"counts": dict.fromkeys(OUTCOMES, 0), "advisory": dict.fromkeys(OUTCOMES, 0)}
    for finding in findings:
        counts["advisory" if finding["level"] == "advisory" else "counts"][finding["outcome"]] += 1
    ended = {f["outcome"] for f in findings if f["level"] != "advisory"}
    asked = {STATUS[o] for o in ended & set(STATUS)} | (set() if ended & {"pass", *STATUS} else {3})
    statuses = [status for status in (4, 5, 3, 1) if status in asked] or [7 if lacking else 0]
    verdict = {0: "allow", 7: "pending"}.get(statuses[0], "deny")
    return {"verdict": verdict, "status": statuses[0], "statuses": statuses, **counts}


def recorded(value):
    """Numbers that no double holds are written as texts."""
    if isinstance(value, list):
        return [recorded(item) for item in value]
    if isinstance(value, float) and not abs(value) < float("inf"):
        return "NaN"
    return str(value) if isinstance(value, int) and abs(value) > EXACT else value


def decision_id(parts, findings, conclusion, now):
    order = sorted(findings, key=lambda f: (f["policy"].encode(), f["control"].encode()))
    stamp = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).strftime(TIME)
    return digest({"obstat": "decision/v1", "now": stamp, **parts, **conclusion,
                   "findings": [{**f, "observed": recorded(f["observed"])} for f in order]})
