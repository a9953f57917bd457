"""Whose signatures a transition needs, and whose count, told a second time from the documents
(docs/approvals.md); held against the engine over random requests.

    quorum.py ENGINE [CASES [SEED]]
"""
import itertools
import json
import random
import subprocess
import sys

CASES, SEED, BATCH = 50_000, 20261121, 5_000
ANY = {"risk-officer", "validator", "owner"}
QUORUM = {
    ("validated", "high"): [{"validator"}],
    ("validated", "limited"): [{"validator"}],
    ("shadow", "high"): [{"risk-officer"}],
    ("canary", "high"): [{"risk-officer"}, {"owner", "validator"}],
    ("canary", "limited"): [ANY],
    ("production", "high"): [{"risk-officer"}, ANY],
    ("production", "limited"): [ANY],
}
COUNTS = {"approval", "risk-assessment", "business-impact", "compliance"}
STAGES = ("experimental registered validated staging shadow canary production deprecated "
          "retired archived rejected suspended").split()
PEOPLE = ["ada", "bob", "cyn", "dan", "eve"]


def moment(minute):
    return f"2026-11-21T15:{minute:02}:00Z"


def standing(case):
    """(needed, lacking): the most seats that can be filled, each by another person."""
    seats = QUORUM.get((case["to"], case["tier"]), [])
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
    for chosen in itertools.permutations([*voices.values(), *[None] * len(seats)], len(seats)):
        most = max(most, sum(role in seat for role, seat in zip(chosen, seats)))
    return len(seats), len(seats) - most


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
    return {"to": rng.choice(STAGES + ["production", "canary"] * 8),
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
