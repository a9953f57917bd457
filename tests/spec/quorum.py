"""Whose signatures a promotion needs, and whose count, told a second time from the documents
(docs/lifecycle.md, docs/approvals.md); held against the engine over random requests.

    quorum.py ENGINE [CASES [SEED]]
"""
import itertools
import json
import random
import subprocess
import sys

from lifecycle import ANY, LADDER, LIFECYCLES, STAGES, seats

CASES, SEED, BATCH = 50_000, 20261121, 5_000
COUNTS = {"approval", "risk-assessment", "business-impact", "compliance"}
PEOPLE = ["ada", "bob", "cyn", "dan", "eve"]


def moment(minute):
    return f"2026-11-21T15:{minute:02}:00Z"


def standing(case):
    """(needed, lacking): the most seats that can be filled, each by another person."""
    log = case["rows"]["log origin"]["lifecycle"]
    move = "resume" if case["from"] == "suspended" else "promote"
    needed = seats(log, move, case["from"], case["to"], case["tier"])
    if case["to"] not in LADDER[log]:
        needed = []
    request = case["request"] or {"answers": []}
    version = case["rows"].get("version credit@1", {"authors": [], "recorders": [], "owner": None})
    authors = {version["owner"], *version["authors"], *version["recorders"]}
    voices = {}
    for answer in request["answers"]:
        revoked = case["rows"]["identity " + answer["by"]]["revoked"]
        void = revoked and revoked["since"] and revoked["since"] <= answer["time"]
        if (answer["answer"] == "approve" and answer["meaning"] in COUNTS and not void and
                answer["expires"] >= case["now"] and answer["by"] not in authors):
            voices.setdefault(answer["by"], answer["role"])
    most = 0
    for chosen in itertools.permutations([*voices.values(), *[None] * len(needed)], len(needed)):
        most = max(most, sum(role in seat for role, seat in zip(chosen, needed)))
    return len(needed), len(needed) - most


def people(rng, count):
    return rng.sample(PEOPLE, rng.randint(0, count))


def answer(rng):
    return {"by": rng.choice(PEOPLE), "time": moment(rng.randint(0, 3)),
            "answer": rng.choice(["approve"] * 6 + ["reject", "request-changes"]),
            "meaning": rng.choice([*sorted(COUNTS) * 3, "review", "authorship"]),
            "role": rng.choice(sorted(ANY)), "expires": moment(rng.randint(3, 9))}


def identity(rng):
    revoked = rng.choice([None] * 6 + [{"since": None}, {"since": moment(rng.randint(0, 4))}])
    return {"id": "x", "revoked": revoked}


def case(rng):
    rows = {"identity " + name: identity(rng) for name in PEOPLE}
    rows["version credit@1"] = {"owner": rng.choice([None, *PEOPLE]), "authors": people(rng, 1),
                                "recorders": people(rng, 1)}
    request = {"model": {"name": "credit", "version": "1"},
               "answers": [answer(rng) for _ in range(rng.randint(0, 6))]}
    rows["log origin"] = {"lifecycle": rng.choice(LIFECYCLES)}
    return {"from": rng.choice(["registered"] * 4 + ["suspended"]),
            "to": rng.choice(STAGES[2:7] + ["production", "canary"] * 8),
            "tier": rng.choice(["high", "high", "limited", "minimal"]), "now": moment(5),
            "request": rng.choice([None] + [request] * 9), "rows": rows}


def main(engine, cases=CASES, seed=SEED):
    rng = random.Random(int(seed))
    for start in range(0, int(cases), BATCH):
        batch = [case(rng) for _ in range(min(BATCH, int(cases) - start))]
        lines = "".join(json.dumps(one) + "\n" for one in batch)
        run = subprocess.run([engine], input=lines, capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f"quorum: the engine ended with {run.returncode}: {run.stderr}")
        for one, line in zip(batch, run.stdout.splitlines(), strict=True):
            expected = standing(one)
            if line.split() != [str(count) for count in expected]:
                sys.exit(f"quorum: {line} by the engine, {expected} by the model, of\n"
                         f"{json.dumps(one)}")
    print(f"quorum: {cases} cases agree")


if __name__ == "__main__":
    main(*sys.argv[1:])
