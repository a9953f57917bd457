"""Random cases through the engine and through the model; the first difference ends the run.

    spec.py ENGINE [CASES [SEED]]
"""
import json
import random
import subprocess
import sys

import model

CASES, SEED, BATCH = 100_000, 20260101, 5_000
TEXTS = ["a", "b", "race", "sex", "\u00e4\u00f6", "\u20ac", "\U0001f600", "\ufb33", "\x1b[0m",
         "\u202e", 'q"\\', "true", "0.9", "", "\x7f\x80"]
DATES = ["2026-01-01", "2026-06-30", "2024-02-29", "2026-01-01T00:00:01Z", "1969-12-31"]
BAD_DATES = ["2026-02-29", "2026-13-01", "soon", "2026-01-01T25:00:00Z", "0.9"]
NOWS = [-1, 0, 1767225599, 1767225600, 1767225601, 1782777600, 1709164800]


def some(rng, choices, most=3):
    return rng.sample(choices, rng.randint(1, min(most, len(choices))))


def number(rng):
    return rng.choice([
        lambda: rng.randint(-3, 10), lambda: round(rng.uniform(-1, 1), rng.randint(0, 4)),
        lambda: rng.uniform(-1, 1) * 10.0 ** rng.randint(-320, 308),
        lambda: rng.choice([0.8, 0.9, 1e21, 1e-7, -0.0, 5e-324, 2 ** 53, -2 ** 53, 1e23, 123456.0]),
    ])()


def scalar(rng):
    return rng.choice([lambda: number(rng), lambda: number(rng), lambda: rng.choice(TEXTS),
                       lambda: rng.random() < 0.5])()


def spec(rng):
    """A declared parameter: mostly a good one."""
    if rng.random() < 0.4:
        return rng.choice([lambda: scalar(rng), lambda: some(rng, TEXTS), lambda: [],
                           lambda: [scalar(rng), scalar(rng)]])()
    if rng.random() < 0.3:
        choices = some(rng, TEXTS, 4)
        return {"1": rng.choice([rng.choice(choices), some(rng, choices), rng.choice(TEXTS)]),
                "one_of": choices}
    low, usual, high = sorted(number(rng) for _ in range(3))
    bounds = {"1": usual}
    if rng.random() < 0.6:
        bounds["at_least"] = low
    if rng.random() < 0.5:
        bounds["at_most"] = high
    if rng.random() < 0.1:
        bounds["one_of"] = [usual, number(rng)]
    return bounds


def nonsense(rng, table):
    """Spoil a declaration in one way."""
    spoil = rng.choice([
        {"titel": "x"}, {"id": rng.choice(["A", "a/", "-a", "a" * 129, "", "a//b", 3])},
        {"title": ""}, {"level": rng.choice(["none", "Mandatory", "", 1])},
        {"when": {"to": rng.choice(["producton", [], ["none"], [1], 1])}},
        {"when": {"tier": ["high", "hihg"]}}, {"when": {"too": "canary"}},
        {"applies_from": rng.choice(BAD_DATES)},
        {"params": {rng.choice(["p", "p q", "1p", ""]): rng.choice([
            float("nan"), float("inf"), None, 2 ** 53 + 1, {"at_least": 1}, {"1": 1, "2": 2},
            {"1": 1, "at_least": 2}, {"1": "a", "at_most": 2}, {"1": True, "at_least": 0},
            {"1": 1, "at_leat": 0}, {"1": 1, "one_of": []}, {"1": [1, "a"]}, [[1]], [None],
            {"1": 0.5, "at_least": "0"}, {"1": 0.5, "at_most": float("nan")}])}},
    ])
    return {**table, **spoil}


def policy(rng, name):
    table = {"id": name, "title": "T", "level": rng.choice(model.LEVELS)}
    if rng.random() < 0.6:
        when = {}
        for key, known in (("to", model.STAGES), ("from", model.STAGES), ("tier", model.TIERS)):
            if rng.random() < 0.5:
                when[key] = rng.choice([rng.choice(known), some(rng, known, 8)])
        if when:
            table["when"] = when
    if rng.random() < 0.4:
        table["applies_from"] = rng.choice(DATES)
    if rng.random() < 0.7:
        table["params"] = {key: spec(rng) for key in some(rng, ["p", "q", "floor", "Z"])}
    if rng.random() < 0.1:
        table = nonsense(rng, table)
    modules = {key: "sha256:%064x" % rng.getrandbits(256)
               for key in some(rng, ["fairness", "tables.sorted", "\u20ac", "\U0001f600"], 2)
               if rng.random() < 0.4}
    return {"metadata": table, "source": "sha256:%064x" % rng.getrandbits(256),
            "modules": modules, "set": [override(rng, table) for _ in range(rng.randint(0, 3))]}


def override(rng, table):
    """[name, "value" or "text", what]"""
    params = table.get("params", {})
    name = rng.choice([*params, "flor"])
    given = params.get(name)
    if isinstance(given, dict):
        given = rng.choice([value for value in given.values()])
    if isinstance(given, (int, float)) and rng.random() < 0.6:
        given = rng.choice([given, given + rng.choice([1, -1, 0.01, -0.01]), number(rng)])
    elif rng.random() < 0.7:
        given = rng.choice([scalar(rng), some(rng, TEXTS), [number(rng)], [], None, 2 ** 53 + 1,
                            float("nan")])
    if rng.random() < 0.5:
        return [name, "value", given]
    if isinstance(given, str) or rng.random() < 0.1:
        return [name, "text", rng.choice([str(given), "1.", "01", "+1", " 1", "1e400", "[", "1e3"])]
    return [name, "text", json.dumps(given)]


def observed(rng):
    return rng.choice([lambda: scalar(rng), lambda: None, lambda: [scalar(rng)],
                       lambda: float("nan"), lambda: rng.randint(-2 ** 63, 2 ** 63 - 1),
                       lambda: [2 ** 53 + rng.randint(-1, 1)]])()


def finding(rng, control):
    return {"policy": rng.choice(["a", "a/b", "a-b", "z", "\u20ac"]), "control": control,
            "outcome": rng.choice(rng.choice([model.OUTCOMES, ["pass"], ["waived", "pass"]])),
            "level": rng.choice(model.LEVELS + [None]), "message": rng.choice(TEXTS),
            "observed": observed(rng), "expected": rng.choice([None, {"at_least": number(rng)}]),
            "margin": rng.choice([None, number(rng)]), "n": rng.choice([None, 3696]),
            "evidence": {"file": rng.choice([None, "e.json"]), "line": None, "column": None,
                         "pointer": "/a", "grade": rng.choice([None, "declared"])},
            "source": {"file": "p.lua", "line": rng.choice([None, 31])},
            "cites": rng.choice([None, ["29 CFR"]]), "fix": rng.choice([None, "Retrain"])}


def case(rng):
    names = ["a", "a/b", "a-b", "b", "a0", "c/d/e"]
    rng.shuffle(names)
    if rng.random() < 0.05:
        names[1] = names[0]
    findings = [finding(rng, "c%d" % i) for i in range(rng.choice([0, 1, 2, 3, 5]))]
    rng.shuffle(findings)
    return {"policies": [policy(rng, name) for name in names[:rng.randint(0, 3)]],
            "from": rng.choice(model.STAGES + [None] * 6), "to": rng.choice(model.STAGES),
            "tier": rng.choice(model.TIERS), "now": rng.choice(NOWS), "findings": findings,
            "lacking": rng.choice([0, 0, 1, 3]),
            "parts": {"subject": {"name": "m", "risk": scalar(rng)}, "artifact": None,
                      "transition": None, "engine": "obstat", "evidence": [], "champion": None,
                      "waivers": [], "not_checked": [rng.choice(TEXTS)]}}


def load(given):
    """The policy with its overrides, and the names of those that were refused."""
    loaded, refused = model.Policy(given["metadata"], given["source"], given["modules"]), []
    for name, form, value in given["set"]:
        try:
            model.need(name in loaded.params)
            param = loaded.params[name]
            (param.override if form == "value" else param.override_text)(value)
        except model.Refused:
            refused.append(name)
    return loaded, refused


def expected(given):
    loaded, answers = [], []
    for one in given["policies"]:
        try:
            policy_of, refused = load(one)
        except model.Refused:
            answers.append(None)
            continue
        loaded.append(policy_of)
        answers.append({
            "id": policy_of.id,
            "applies": policy_of.applies(given["from"], given["to"], given["tier"]),
            "level": policy_of.level_at(given["now"]), "refused": refused,
            "looser": sorted(name for name, p in policy_of.params.items() if p.looser())})
    twice = len({p.id for p in loaded}) < len(loaded)
    changed = [{"id": p.id, "param": name, "default": q.usual, "value": q.value,
                "looser": q.looser()}
               for p in sorted(loaded, key=lambda p: p.id)
               for name, q in sorted(p.params.items()) if q.changed()]
    policies = None if twice else {"digest": model.set_digest(loaded), "count": len(loaded),
                                   "changed": changed}
    conclusion = model.conclude(given["findings"], given["lacking"])
    return {"policies": answers, "set": policies,
            "usual": None if twice else model.set_digest(loaded, usual=True),
            "conclusion": conclusion,
            "id": model.decision_id({**given["parts"], "policies": policies}, given["findings"],
                                    conclusion, given["now"])}


def main():
    engine = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else CASES
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else SEED
    print("seed %d, %d cases" % (seed, count), flush=True)
    rng = random.Random(seed)
    for start in range(0, count, BATCH):
        cases = [case(rng) for _ in range(min(BATCH, count - start))]
        lines = "".join(json.dumps(one) + "\n" for one in cases)
        run = subprocess.run([engine], input=lines.encode(), stdout=subprocess.PIPE, check=False)
        answers = run.stdout.decode().split("\n")
        if run.returncode != 0 or len(answers) != len(cases) + 1:
            sys.exit("the engine ended with %d after %d answers of %d"
                     % (run.returncode, len(answers) - 1, len(cases)))
        for index, one in enumerate(cases):
            wanted = model.jcs(expected(one))
            if answers[index] != wanted:
                sys.exit("case %d of seed %d\n  case   %s\n  model  %s\n  engine %s"
                         % (start + index, seed, json.dumps(one), wanted, answers[index]))
    print("the engine and the model agree")


main()
