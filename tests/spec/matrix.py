"""Every situation of the finite matrix through the engine's plan and the model's.

    matrix.py ENGINE
"""
import itertools
import subprocess
import sys

import lifecycle as model

BATCH = 200_000
WORDS = {"lifecycle": model.LIFECYCLES, "move": model.MOVES, "stage": ["none", *model.STAGES],
         "tier": model.TIERS, "role": model.ROLES, "guard": model.GUARDS}
NONE, ALL = frozenset(), frozenset(model.GUARDS)
PEOPLE = [NONE, frozenset(model.ROLES), *(frozenset([role]) for role in model.ROLES)]
FACTS = [NONE, ALL, *(ALL - {guard} for guard in model.GUARDS)]
BOTH = [False, True]


class Engine:
    """The engine's plan: situations go in as numbers, and come back as bytes."""

    def __init__(self, program):
        self.program, self.cases, self.numbers, self.count = program, [], bytearray(), 0
        self.known = {}
        told = subprocess.run([program, "words"], capture_output=True, text=True, check=True).stdout
        self.at = {kind: {word: place for place, word in enumerate(words)} for kind, *words in
                   (line.split() for line in told.splitlines())}
        for kind, words in WORDS.items():
            if list(self.at[kind]) != list(words):
                sys.exit(f"lifecycle: {kind}: {[*self.at[kind]]} by the engine, {words} by the model")

    def bits(self, kind, words):
        """Words of an enum as the engine has them: a bit each, in four bytes."""
        known = self.known.get((kind, words))
        if known is None:
            bits = sum(1 << self.at[kind][word] for word in words)
            known = self.known[kind, words] = bits.to_bytes(4, "little")
        return known

    def ask(self, case, expected):
        stage = self.at["stage"]
        numbers = [self.at["lifecycle"][case["lifecycle"]], self.at["tier"][case["tier"]],
                   self.at["move"][case["move"]], stage[case["from"]], stage[case["to"]],
                   stage[case["before"]], case["lacking"], case["emergency"], case["blue_green"]]
        self.numbers += bytes(numbers)
        for kind, words in (("role", "roles"), ("stage", "in_use"), ("guard", "facts")):
            self.numbers += self.bits(kind, case[words])
        self.cases.append((case, expected))
        if len(self.cases) >= BATCH:
            self.settle()

    def settle(self):
        run = subprocess.run([self.program, "plan"], input=bytes(self.numbers), capture_output=True,
                             check=True)
        if len(run.stdout) != 2 * len(self.cases):
            sys.exit("lifecycle: the engine did not answer every case")
        verdicts, guards = ["made", "pending", "refused"], [*self.at["guard"], None]
        for index, (case, expected) in enumerate(self.cases):
            answer = (verdicts[run.stdout[2 * index]], guards[run.stdout[2 * index + 1]])
            if answer != expected:
                sys.exit(f"lifecycle: {answer} by the engine, {expected} by the model, of\n{case}")
        self.count += len(self.cases)
        self.cases, self.numbers = [], bytearray()


def befores(move, came):
    known = WORDS["stage"]
    return known if came == "suspended" and move in ("resume", "rollback") else ["none"]


def situations():
    stages = WORDS["stage"]
    for life, move, came, to, tier in itertools.product(
            model.LIFECYCLES, model.MOVES, stages, stages, model.TIERS):
        cell = {"lifecycle": life, "move": move, "from": came, "to": to, "tier": tier}
        for before in befores(move, came):
            row = model.leads(life, move, came, to, before)
            uses = [NONE, frozenset(stages[1:])]
            if row and move in ("promote", "resume"):
                uses += [frozenset([stage]) for stage in stages[1:]]
            for facts, people, used, lacking, emergency, blue_green in itertools.product(
                    FACTS if row else [NONE, ALL], PEOPLE if row else PEOPLE[:2],
                    uses if row else uses[:1], [0, 1], BOTH if row else BOTH[:1],
                    BOTH if row and move == "promote" else BOTH[:1]):
                yield {**cell, "before": before, "facts": facts, "roles": people, "in_use": used,
                       "lacking": lacking, "emergency": emergency, "blue_green": blue_green}


def main(program):
    engine = Engine(program)
    for case in situations():
        engine.ask(case, model.plan(case))
    engine.settle()
    print(f"lifecycle: {engine.count} situations agree")


if __name__ == "__main__":
    main(*sys.argv[1:])
