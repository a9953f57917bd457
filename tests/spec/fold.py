"""Random histories, folded by the registry itself: people register, decide, sign, move, annotate, and
time passes, as they may and as they may not. The model runs in step: what is taken, what waits, what
is refused, and where every version stands after each act. After each act the invariants hold.

    fold.py ENGINE [HISTORIES [SEED]]
"""
import random
import subprocess
import sys

import lifecycle as model
from world import DAY, HOUR, REGISTERED_NAMES, ROLE, Record, World

HISTORIES, SEED, STEPS, BATCH = 6_000, 20261121, 36, 1_000
NAMES = ["1", "2", "3"]
ADOPTED = {
    "simple": ["production", "staging,production", "registered,production"],
    "default": ["production", "staging,production", "canary,production", "shadow,canary",
                "validated,canary,production",
                "registered,validated,staging,shadow,canary,production"],
    "mrm": ["validated,staging,shadow,canary,production",
            "registered,validated,staging,canary,production"]}
WEIGHT = {"resume": 8, "suspend": 0.7, "reject": 0.2, "register": 9, "deprecate": 1.5, "retire": 0.7,
          "archive": 0.7, "hold": 0.7, "rollback": 2}


class History:
    def __init__(self, rng):
        self.rng, self.commands, self.expected, self.labels = rng, [], [], 0
        lifecycle = rng.choice(model.LIFECYCLES)
        adopted = rng.choice(ADOPTED[lifecycle])
        self.world = World(lifecycle, adopted.split(","))
        self.commands.append(f"history {lifecycle} {adopted}")

    def told(self, command, outcome):
        """An act; where all versions stand after it."""
        world = self.world
        stages = [world.versions[name].stage if name in world.versions else "-" for name in NAMES]
        self.commands.append(command)
        self.expected.append(" ".join([outcome, *stages, world.production or "-", world.tier or "-",
                                       world.hurried() or "-"]))
        self.hold(stages)

    def hold(self, stages):
        world = self.world
        serving = [name for name in world.versions if world.versions[name].stage == "production"]
        assert serving == ([world.production] if world.production else []), "I1"
        for name, stage in zip(NAMES, getattr(self, "stages", stages)):
            if stage in ("rejected", "archived"):
                assert world.versions[name].stage == stage, "I4"
        if getattr(self, "stages", stages) != stages:
            moved = [world.versions[name].head for name, was, stage in
                     zip(NAMES, self.stages, stages) if was != stage]
            assert set(moved) == {world.count} and len(moved) <= 2, "I3: a stage without a record"
        self.stages = stages

    def somebody(self, roles, care=0.9):
        people = [who for who in ROLE if ROLE[who] in roles]
        return self.rng.choice(people if people and self.rng.random() < care else list(ROLE))

    def step(self):
        rng, world = self.rng, self.world
        world.now += 1
        absent = [name for name in NAMES if name not in world.versions]
        if not world.versions or absent and rng.random() < 0.15:
            self.register(rng.choice(absent if rng.random() < 0.95 else NAMES))
        elif rng.random() < 0.08:
            seconds = rng.choice([60, 60, HOUR - 60, 2 * HOUR, 25 * HOUR, 4 * DAY, 31 * DAY, 100 * DAY])
            world.now += seconds
            self.commands.append(f"pass {seconds}")
        elif rng.random() < 0.08:
            self.annotate(rng.choice(list(world.versions)))
        else:
            self.attempt(world.versions[rng.choice(list(world.versions))])

    def register(self, name):
        rng = self.rng
        usual = {"1": "high", "2": "minimal"}.get(name)  # one that may not follow the other
        tier = usual if usual and rng.random() < 0.5 else rng.choice(model.TIERS)
        ttl = rng.choice([None, None, 3, 60])
        stage = "registered" if "registered" not in self.world.in_use or rng.random() < 0.1 else \
            "experimental"
        stage = "experimental" if rng.random() < 0.1 else stage
        release, owner = rng.choice(["blue-green", "canary", "-"]), rng.choice(["own", "-"])
        by = self.somebody(model.REGISTERS, 0.95)
        outcome = self.world.register(by, name, tier, stage, release, ttl, owner)
        self.told(f"register {by} {name} {tier} {stage} {release} {ttl or '-'} {owner}", outcome)

    def annotate(self, name):
        change, key = self.rng.choice([
            ("serve", "e"), ("withdraw", "e"), ("consume", "c"), ("acknowledge", "c"),
            ("release", "c"), ("acknowledge", "suspension"), ("acknowledge", "rollback"), ("acknowledge", "emergency")])
        by = self.somebody({"owner", "operator", "risk-officer", "validator"})
        outcome = self.world.annotate(by, name, change, key)
        self.told(f"annotate {by} {name} {change} {key} -", outcome)

    def attempt(self, version):
        rng, world = self.rng, self.world
        came = version.stage
        ways = model.ways(world.lifecycle, came, world.before(version))
        if ways and rng.random() < 0.93:
            change, to = rng.choices(ways, [self.weight(version, *way) for way in ways])[0]
        else:
            change, to = rng.choice(model.MOVES), rng.choice(model.STAGES)
        move = Record(name=version.name, change=change, came=came, to=to)
        adopted = to in world.in_use
        hurried = [one for one in world.open(version.name) if one.emergency]
        if hurried and rng.random() < 0.4:
            self.answer(hurried[0])
            return
        decides = model.leads(world.lifecycle, change, came, to, world.before(version)) and \
            "decision" in model.asks(world.lifecycle, change, came, to, adopted)
        if decides and adopted and self.prepare(version, move):
            return
        self.move(version, move, decides)

    def weight(self, version, change, to):
        """Rather what will go through: else hardly anything reached production."""
        world = self.world
        if change == "promote":
            skipped = world.in_use & set(model.between(world.lifecycle, version.stage, to))
            return 0.3 if to not in world.in_use or skipped or version.stage == to else 14
        if change == "rollback" and world.predecessor(version.name):
            return 8
        return WEIGHT.get(change, 1)

    def prepare(self, version, move):
        """Decide or answer first, where that is what it waits for."""
        rng, world = self.rng, self.world
        usable = [one for one in world.decisions.values() if one.name == version.name and
                  (one.came, one.to) == (move.came, move.to) and not one.consumed and
                  world.now - one.time <= HOUR and one.entry >= version.head and
                  one.verdict != "deny" and
                  not (one.request and world.requests[one.request].closed)]
        joined = world.joined(version.name, move.came, move.to)
        lacking = world.lacking(version, joined, move.came, move.to)
        move.decision = usable[-1].ident if usable else None
        if not usable or usable[-1].verdict == "pending" and not lacking or rng.random() < 0.05:
            if rng.random() < 0.95:
                return self.decide(version, move, joined, lacking)
        if joined and lacking and rng.random() < 0.8:
            return self.answer(joined)
        return False

    def decide(self, version, move, joined, lacking):
        rng = self.rng
        self.labels += 1
        ident, verdict = f"d{self.labels}", "pending" if lacking else "allow"
        verdict = rng.choice(["allow", "deny", "pending"]) if rng.random() < 0.08 else verdict
        request = joined.ident if joined else None
        by = self.somebody({"ci", "developer"})
        names = REGISTERED_NAMES if rng.random() < 0.98 else rng.choice(["others", "-"])
        outcome = self.world.decide(by, version.name, move.came, move.to, verdict, ident, request,
                                    names)
        self.told(f"decide {by} {version.name} {move.came} {move.to} {version.tier} {verdict} "
                  f"{ident} {request or '-'} {names}", outcome)
        return True

    def answer(self, request):
        rng, world = self.rng, self.world
        decision = [one.ident for one in world.decisions.values() if one.request == request.ident][-1]
        by = self.somebody(model.ANY)
        said = "approve" if rng.random() < 0.93 else rng.choice(["reject", "request-changes"])
        outcome = world.answer(by, request.ident, decision, ROLE[by], said)
        self.told(f"answer {by} {request.name} {request.came} {request.to} "
                  f"{world.versions[request.name].tier} {decision} {request.ident} {ROLE[by]} {said}",
                  outcome)
        return True

    def move(self, version, move, decides):
        rng, world, change = self.rng, self.world, move.change
        decision = world.decisions.get(move.setdefault("decision", None)) if decides else None
        spent = [one for one in world.decisions.values() if one.consumed and
                 (one.name, one.came, one.to) == (version.name, move.came, move.to)]
        if decides and rng.random() < 0.08 and world.decisions:
            decision = rng.choice(spent or list(world.decisions.values()))
        move.update(
            decision=decision.ident if decision else None,
            request=decision.request if decision and change != "register" else None,
            head=version.head if rng.random() < 0.96 else rng.randint(1, world.count),
            artifact=version.name if rng.random() < 0.97 else rng.choice(NAMES),
            reason=rng.random() < 0.95, other=None, review=None, sunset=None, moment=None,
            acknowledged=None, retention=None, stored=False)
        if change == "promote" and rng.random() < 0.12:
            move.review = world.now + 24 * HOUR
        if change == "rollback" or change == "promote" and move.to == "production":
            self.take_along(version, move)
        if change in ("deprecate", "expire") and rng.random() < 0.6 or \
                change == "promote" and move.other and rng.random() < 0.2:
            move.sunset = world.now + rng.choice([0, 30 * DAY, 90 * DAY, 200 * DAY])
        if change == "expire" and rng.random() < 0.5:
            move.moment = world.now + rng.choice([0, DAY, 100 * DAY])
        if change in ("retire", "archive") and rng.random() < 0.3:
            move.acknowledged = "c"
        if change in ("archive", "hold") and rng.random() < 0.9:
            move.retention = world.now + rng.choice([0, 1000 * DAY, 2000 * DAY])
        move.stored = change == "archive" and rng.random() < 0.9
        by = self.somebody(model.EMERGENCY if move.review else model.WHO[change])
        self.join(version, move)
        self.told(self.written(by, move), world.move(by, move))

    def take_along(self, version, move):
        world = self.world
        back = "production" if move.change == "rollback" else \
            "staging" if world.lifecycle == "simple" else "deprecated"
        name = world.predecessor(version.name) if move.change == "rollback" else world.production
        if self.rng.random() < 0.05:
            name = self.rng.choice([one for one in world.versions if one != version.name] or [None])
        if name and name != version.name:
            other = world.versions[name]
            head = other.head if self.rng.random() < 0.97 else 1
            move.other = (name, other.stage, back, head)

    def join(self, version, move):
        """Say what somebody else has signed of this move, where somebody has."""
        proposed = self.world.proposals.get((version.name, move.change))
        if proposed and self.rng.random() < 0.9:
            move.update({key: None for key in move if key not in ("reason", "stored")})
            move.update(stored=False)
            move.update(dict(proposed[0]))

    def written(self, by, move):
        def later(moment):
            return "-" if moment is None else str(moment - self.world.now)

        other = ":".join(str(part) for part in move.other) if move.other else "-"
        return " ".join(str(part) for part in (
            "move", by, move.name, move.change, move.came, move.to, move.head, move.artifact,
            "r" if move.reason else "-", other, move.decision or "-", move.request or "-",
            later(move.review), later(move.sunset), later(move.moment), move.acknowledged or "-",
            later(move.retention), move.name if move.stored else "-"))


def compare(program, histories):
    commands = "\n".join(line for one in histories for line in one.commands) + "\n"
    run = subprocess.run([program], input=commands, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"fold: the engine ended with {run.returncode}: {run.stderr}")
    answers = iter(run.stdout.splitlines())
    for one in histories:
        acts = [place for place, line in enumerate(one.commands)
                if line.split()[0] not in ("history", "pass")]
        for place, expected in zip(acts, one.expected, strict=True):
            answer = next(answers).replace("guard", "no").replace("refused", "no")
            if answer != expected:
                told = "\n".join(one.commands[:place + 1])
                sys.exit(f"fold: {answer} by the engine, {expected} by the model, after\n{told}")
    return run.stdout.count("\n")


def main(program, histories=HISTORIES, seed=SEED):
    rng, acts, batch = random.Random(int(seed)), 0, []
    for _ in range(int(histories)):
        batch.append(History(rng))
        for _ in range(STEPS):
            batch[-1].step()
        if len(batch) == BATCH:
            acts, batch = acts + compare(program, batch), []
    acts += compare(program, batch) if batch else 0
    print(f"lifecycle: {histories} histories agree, {acts} acts")


if __name__ == "__main__":
    main(*sys.argv[1:])
