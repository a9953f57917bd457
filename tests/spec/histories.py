"""Random histories: a few versions of one model are moved about, by who may and who may not, while
the engine's plan and the model's run in step. After each step the invariants hold.

    histories.py ENGINE [HISTORIES [SEED]]
"""
import random
import sys

import lifecycle as model
from matrix import ALL, Engine

HISTORIES, SEED, STEPS, VERSIONS = 100_000, 20261121, 14, 3
ENDED = {"rejected", "archived"}
LACKS = {guard: ALL - {guard} for guard in model.GUARDS}


class Version:
    def __init__(self, rng, number):
        self.stage = rng.choice(["registered", "registered", "experimental"])
        self.before, self.artifact, self.head = "none", number, 0
        self.tier, self.blue_green = rng.choice(model.TIERS), rng.random() < 0.2


class World:
    """One model in one log, and what its entries come to."""

    def __init__(self, rng):
        self.rng, self.lifecycle = rng, rng.choice(model.LIFECYCLES)
        self.versions = [Version(rng, number) for number in range(VERSIONS)]
        self.in_use = frozenset(stage for stage in model.STAGES[1:7] if rng.random() < 0.5)
        self.previous, self.records = [], []

    def production(self):
        return next((one for one in self.versions if one.stage == "production"), None)

    def predecessor(self):
        """The newest that was in production before, and is fit to return."""
        return next((one for one in reversed(self.previous)
                     if one.stage == ("staging" if self.lifecycle == "simple" else "deprecated")),
                    None)

    def before(self, version):
        """Where a suspended version goes back to: another may have taken its place."""
        return "staging" if version.before == "production" and self.production() else version.before

    def attempt(self):
        """(case, version, the artifact and head that are signed)"""
        rng, version = self.rng, self.rng.choice(self.versions)
        move, to = rng.choice(model.MOVES), rng.choice(model.STAGES)
        if rng.random() < 0.8:
            ways = model.ways(self.lifecycle, version.stage, self.before(version))
            move, to = rng.choice(ways or [(move, to)])
        artifact = version.artifact if rng.random() < 0.95 else -1
        head = version.head if rng.random() < 0.95 else version.head - 1
        facts = ALL if rng.random() < 0.7 else LACKS[rng.choice(model.GUARDS)]
        for guard, holds in (("artifact", artifact == version.artifact),
                             ("head", head == version.head),
                             ("predecessor", self.predecessor() not in (None, version))):
            facts = facts if holds else facts - {guard}
        return {"lifecycle": self.lifecycle, "tier": version.tier, "move": move,
                "from": version.stage, "to": to, "before": self.before(version),
                "roles": frozenset(rng.sample(model.ROLES, rng.choice([2, 4, 8]))),
                "in_use": self.in_use, "facts": facts, "lacking": rng.choice([0, 0, 0, 1, 2]),
                "emergency": rng.random() < 0.05, "blue_green": version.blue_green}, \
            version, artifact, head

    def move(self, case, version, artifact, head):
        """What follows from a move that is made: one record, of one version or of two."""
        index, other = len(self.records) + 1, None
        if case["move"] == "suspend":
            version.before = version.stage
        if version.stage == "production" and case["to"] != "production":
            self.previous.append(version)
        if case["move"] == "rollback":
            other, other_to = self.predecessor(), "production"
            version.before = "staging" if version.stage == "suspended" else version.before
        elif case["to"] == "production" and self.production():
            other = self.production()
            other_to = "staging" if self.lifecycle == "simple" else "deprecated"
            self.previous.append(other)
        version.stage, version.head = case["to"], index
        if other:
            other.stage, other.head = other_to, index
        self.records.append((index, case, version, artifact, head, other))

    def hold(self, stages, heads, artifacts, made):
        """The invariants; the step led here from `stages`."""
        assert sum(one.stage == "production" for one in self.versions) <= 1, "I1: two in production"
        assert artifacts == [one.artifact for one in self.versions], "I2: an artifact changed"
        changed = [one for one, was in zip(self.versions, heads) if one.head != was]
        assert bool(changed) == made and len(changed) <= 2, "I3: a move without a record"
        for one, was in zip(self.versions, stages):
            assert was not in ENDED or one.stage == was, "I4: what has ended moves"
            assert one.stage == was or one in changed, "I3: a stage without a record"
        if made:
            index, case, version, artifact, head, other = self.records[-1]
            assert index == len(self.records) and version.head == index, "I3: no chain of heads"
            assert head == heads[self.versions.index(version)], "I3: another head was signed"
            if case["move"] == "promote" or case["to"] == "production":
                assert artifact == version.artifact and "decision" in case["facts"], "I6: unbound"
            assert other is None or other is not version, "I3: two moves of one version"


def history(rng, engine):
    world = World(rng)
    for _ in range(STEPS):
        case, *signed = world.attempt()
        told = [(one.stage, one.head, one.artifact) for one in world.versions]
        expected = model.plan(case)
        engine.ask(case, expected)
        made = expected[0] == "made"
        if made:
            world.move(case, *signed)
        world.hold(*(list(column) for column in zip(*told)), made)
    return len(world.records)


def main(program, histories=HISTORIES, seed=SEED):
    engine, rng, moves = Engine(program), random.Random(int(seed)), 0
    for _ in range(int(histories)):
        moves += history(rng, engine)
    engine.settle()
    print(f"lifecycle: {histories} histories of {STEPS} attempts agree, {moves} moves were made")


if __name__ == "__main__":
    main(*sys.argv[1:])
