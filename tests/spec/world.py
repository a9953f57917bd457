"""What the entries of a log come to for the versions of one model, told a second time from the
documents (docs/lifecycle.md, docs/approvals.md): who stands where, which guards hold, who has signed.
Each act is "ok" and has its effects, or "pending", or "no" and has none."""
import itertools

import lifecycle as model

ROLE = {"ada": "admin", "dev": "developer", "bot": "ci", "ops": "operator", "val": "validator",
        "vic": "validator", "own": "owner", "rio": "risk-officer", "ray": "risk-officer",
        "aud": "auditor"}
HOUR, DAY, NEVER = 3600, 86400, 1 << 62
REGISTERED_NAMES = "names"  # of the files of every version's artifact
REVIEW = {"emergency": 24 * HOUR, "suspension": 72 * HOUR, "rollback": 24 * HOUR}
SLACK, COSIGNED = 3600, 30 * DAY


class Record(dict):
    """A row: its members are its attributes."""
    __getattr__, __setattr__ = dict.__getitem__, dict.__setitem__


class World:
    def __init__(self, lifecycle, in_use):
        self.lifecycle, self.in_use = lifecycle, frozenset(in_use)
        self.now, self.count, self.production, self.previous = 0, 0, None, []
        self.tier = None  # the highest that has served, until an owner lowers it
        self.versions, self.decisions, self.requests, self.proposals = {}, {}, {}, {}

    def logged(self):
        self.count += 1
        return "ok"

    # ---- what is asked before a move ----

    def register(self, by, name, tier, stage, release, ttl, owner):
        if (ROLE[by] not in (model.LOWERS if self.lower(tier) else model.REGISTERS) or
                name in self.versions or
                stage == "registered" and "registered" in self.in_use):
            return "no"
        self.logged()
        self.versions[name] = Record(
            name=name, tier=tier, stage=stage, head=self.count, blue_green=release == "blue-green",
            ttl=ttl and ttl * DAY, expires=self.now + ttl * DAY if ttl else NEVER, before="none",
            makers={by, owner}, authors={by, owner}, suspender=None, sunset=NEVER, owed=[], endpoints=set(),
            consumers={}, judged=False, retention=None)
        return "ok"

    def open(self, name):
        return [one for one in self.requests.values() if one.name == name and not one.closed]

    def joined(self, name, came, to):
        """The request that a decision on this move would join."""
        return next((one for one in self.open(name)
                     if (one.came, one.to) == (came, to) and not one.emergency), None)

    def lacking(self, version, request, came, to):
        move = "resume" if came == "suspended" else "promote"
        seats = model.seats(self.lifecycle, move, came, to, version.tier)
        barred = version.authors | {request.emergency if request else None,
                                    version.suspender if came == "suspended" else None}
        voices = {by: ROLE[by] for by, answer, expires in (request.answers if request else [])
                  if answer == "approve" and expires >= self.now and by not in barred}
        return unfilled(seats, list(voices.values()))

    def decide(self, by, name, came, to, verdict, ident, request, names):
        version, joined = self.versions.get(name), self.joined(name, came, to)
        if (ROLE[by] in ("admin", "auditor") or
                not version or version.stage != came or to not in self.in_use or
                names != REGISTERED_NAMES):
            return "no"
        if request != (joined and joined.ident) and (verdict != "deny" or request):
            return "no"
        if joined and by in [answer[0] for answer in joined.answers]:
            return "no"
        if verdict != "deny" and (verdict == "pending") != bool(
                self.lacking(version, joined, came, to)):
            return "no"
        self.logged()
        for other in self.open(name):
            if other.to == to and other.came != came and not other.emergency:
                other.closed = True
        if verdict == "pending" and not joined:
            self.requests[ident] = Record(ident=ident, name=name, came=came, to=to, answers=[],
                                          closed=False, emergency=None)
            request = ident
        self.decisions[ident] = Record(ident=ident, name=name, came=came, to=to, verdict=verdict,
                                       request=request, time=self.now, entry=self.count,
                                       consumed=False)
        version.authors = version.authors | {by}
        version.judged = True
        return "ok"

    def answer(self, by, request, decision, role, said):
        asked, version = self.requests[request], self.versions[self.requests[request].name]
        given = [one for one in asked.answers if one[0] == by and one[2] >= self.now]
        if (asked.closed or self.decisions[decision].request != request or given or
                role != ROLE[by] or role not in model.ANY or by in version.authors):
            return "no"
        asked.answers.append((by, said, self.now + 30 * DAY))
        if said != "approve":
            asked.closed = True
        elif asked.emergency and not self.lacking(version, asked, asked.came, asked.to):
            asked.closed = True
            version.owed = [debt for debt in version.owed if debt[3] != request]
        return self.logged()

    def annotate(self, by, name, change, key):
        version, role = self.versions[name], ROLE[by]
        if role == "auditor" or (change in ("serve", "withdraw") and
                                 role not in ("ci", "operator", "owner")):
            return "no"
        if change == "acknowledge" and key in REVIEW:
            paid = [debt for debt in version.owed if debt[0] == key and not debt[3] and debt[2] != by]
            if role not in model.ANY or by in version.authors or not paid:
                return "no"
            version.owed = [debt for debt in version.owed if debt not in paid]
        elif change in ("acknowledge", "release") and (
                key not in version.consumers or
                role not in model.WHO["retire"] and by != version.consumers[key][1]) or \
                change == "withdraw" and key not in version.endpoints:
            return "no"
        elif change == "release":
            del version.consumers[key]
        elif change in ("consume", "acknowledge"):  # who recorded it first speaks for it
            speaker = version.consumers.get(key, (None, by))[1]
            version.consumers[key] = (change == "acknowledge", speaker)
        else:
            version.endpoints ^= {key} if (change == "serve") != (key in version.endpoints) else set()
        return self.logged()

    # ---- a move ----

    def before(self, version):
        """Where a suspended version goes back to: another may have taken its place."""
        return "staging" if version.before == "production" and self.production else version.before

    def predecessor(self, name):
        """The newest that was in production before, and is fit to return."""
        last = self.production or (self.previous[-1] if self.previous else None)
        fit = [one for one in self.previous if one != name and last == name and
               self.versions[one].stage == self.displaces() and
               self.now <= min(self.versions[one].expires, self.versions[one].sunset) and
               not self.overdue(self.versions[one])]
        return fit[-1] if fit else None

    def displaces(self):
        """Where a version goes that another displaces from production."""
        return "staging" if self.lifecycle == "simple" else "deprecated"

    def overdue(self, version, but=None):
        return any(debt[1] < self.now and debt[0] != but for debt in version.owed)

    def hopeless(self, by, version, move):
        """Are there too few who could review an emergency?"""
        seats = model.seats(self.lifecycle, "promote", move.came, move.to, version.tier)
        return unfilled(seats or [model.ANY], [role for one, role in ROLE.items()
                                               if one != by and one not in version.authors]) > 0

    def hurried(self):
        """The version of the model whose emergency has not been reviewed: one at most."""
        names = {one.name for one in self.versions.values() for debt in one.owed
                 if debt[0] == "emergency"}
        assert len(names) <= 1, "I7: a second emergency before the first was reviewed"
        return names.pop() if names else None

    def lowers(self, version, move):
        """Does it come to people's requests, which a higher tier has served?"""
        return move.change == "promote" and move.to in model.SERVING and self.lower(version.tier)

    def lower(self, tier):
        return self.tier and model.TIERS.index(tier) > model.TIERS.index(self.tier)

    def rise(self, version):
        self.tier = min(self.tier or version.tier, version.tier, key=model.TIERS.index)

    def displaced(self, move):
        return self.production if move.change == "promote" and move.to == "production" else None

    def facts(self, version, move, lacking):
        """`move`: what is signed. Its `other` is (name, came, to, head)."""
        judged, other = move.moment if move.moment is not None else self.now, move.other
        emergency = move.change == "promote" and move.review is not None
        swapped = (version.stage, version.head) == (move.came, move.head) and (
            not other or (self.versions[other[0]].stage, self.versions[other[0]].head) ==
            (other[1], other[3]))
        if move.change == "promote" and move.to == "production":
            swapped &= (other and other[0]) == self.displaced(move) and \
                (not other or other[2] == self.displaces())
        due = NEVER if move.sunset is None else move.sunset
        ends = self.versions[other[0]] if other and move.change == "promote" else version
        notice = (90 if ends.tier == "high" else 30) * DAY
        back = self.predecessor(version.name)
        kept = version.retention or 0
        holds = {
            "head": swapped, "reason": move.reason, "artifact": move.artifact == version.name,
            "decision": self.decided(move, lacking), "unexpired": self.now <= version.expires,
            "reviewed": not self.overdue(version, "suspension") if move.change == "resume" else
            not self.overdue(version) and not (emergency and self.hurried())
            and all(debt[0] != "emergency" for debt in version.owed),
            "predecessor": back and other and (other[0], other[2]) == (back, "production"),
            "notice": due - notice >= judged - SLACK,
            "expired": judged > (version.expires if move.came == "production" else version.sunset),
            "sunset": self.now >= version.sunset, "idle": not version.endpoints,
            "acknowledged": all(said or name == move.acknowledged
                                for name, (said, _) in version.consumers.items()),
            "retention": move.retention is not None and
            (move.retention > self.now if move.change == "archive" else move.retention >= kept),
            "stored": move.stored}
        return frozenset(guard for guard, does in holds.items() if does)

    def decided(self, move, lacking):
        decision = self.decisions.get(move.decision)
        if not decision or move.to not in self.in_use:
            return False
        request = self.requests.get(decision.request)
        newest = [one for one in self.decisions.values()
                  if (one.name, one.to) == (move.name, move.to)]
        return ((decision.name, decision.came, decision.to) == (move.name, move.came, move.to) and
                decision is newest[-1] and (decision.verdict == "allow" or
                 decision.verdict == "pending" and (move.review is not None or lacking > 0)) and
                not decision.consumed and self.now - decision.time <= HOUR and
                decision.entry >= self.versions[move.name].head and
                move.request == decision.request and not (request and request.closed))

    def move(self, by, move):
        version = self.versions[move.name]
        emergency = move.change == "promote" and move.review is not None
        case = {"lifecycle": self.lifecycle, "tier": version.tier, "move": move.change,
                "from": move.came, "to": move.to, "before": self.before(version),
                "in_use": self.in_use, "blue_green": version.blue_green, "emergency": emergency}
        asked = model.asks(self.lifecycle, move.change, move.came, move.to, move.to in self.in_use)
        decision = self.decisions.get(move.decision)
        request = self.requests.get(decision.request) if decision else None
        terms = (move.name, move.change), tuple(sorted(
            (key, value) for key, value in move.items() if key != "reason" and value is not None))
        signers, signed = [by], {}  # when others did, who wait for no more than a month
        if "decision" in asked:
            lacking = self.lacking(version, request, move.came, move.to)
        else:
            if self.proposals.get(terms[0], [None])[0] == terms[1]:
                signed = {one: then for one, then in self.proposals[terms[0]][1].items()
                          if then >= self.now - COSIGNED}
                signers = [*signed, by]
            lacking = self.cosigned(version, move, signers, emergency)
        if by in signers[:-1]:
            return "no"
        suspender = move.change == "resume" and by == version.suspender
        lowers = self.lowers(version, move)
        own = (emergency or lowers) and by in version.makers or \
            emergency and self.hopeless(by, version, move)
        case["roles"] = set() if suspender or own else {ROLE[one] for one in signers}
        if lowers:
            case["roles"] &= {"owner"}  # a person answers for it, who did not make it
        if move.change == "register" and self.lower(version.tier):
            case["roles"] &= model.LOWERS  # as at its registration: what served since counts, too
        if move.moment is not None and move.moment > self.now + 300:
            case["roles"] -= {"ci"}  # a machine waits for the day to come
        case["lacking"], case["facts"] = lacking, self.facts(version, move, lacking)
        verdict, _ = model.plan(case)
        if verdict == "pending" and "decision" not in asked:
            logged = self.logged()
            self.proposals[terms[0]] = [terms[1], {**signed, by: self.now}]
            return logged
        if verdict == "made":
            self.logged()
            self.made(by, version, move, request, lacking)
        return {"made": "ok", "refused": "no"}.get(verdict, verdict)

    def cosigned(self, version, move, signers, emergency):
        """Signatures that lack where one of them does it, and the others sign for it."""
        seats = model.seats(self.lifecycle, move.change, move.came, move.to, version.tier)
        barred = version.authors | ({version.suspender} if move.change == "resume" else set())
        may = model.who(move.change, move.came, move.to, emergency)
        movers = [one for one in signers if ROLE[one] in may] or signers[-1:]
        return min(unfilled(seats, [ROLE[one] for one in signers
                                    if one != mover and one not in barred]) for mover in movers)

    # ---- what follows ----

    def leave(self, name):
        if self.production == name:
            self.production = None
            self.previous = [one for one in self.previous if one != name] + [name]

    def enter(self, name):
        if self.production:
            self.leave(self.production)
        self.previous = [one for one in self.previous if one != name]
        self.production = name

    def owe(self, version, what, by, request=None):
        due = min([self.now + REVIEW[what]] + [debt[1] for debt in version.owed
                                               if (debt[0], *debt[2:]) == (what, by, request)])
        version.owed = [debt for debt in version.owed if (debt[0], *debt[2:]) != (what, by, request)]
        version.owed.append((what, due, by, request))

    def settle(self, version, move, request, consumes):
        """Requests on where it stood are moot; one that an emergency went ahead of stays open."""
        ended = version.stage in ("rejected", "retired", "archived")
        for one in self.open(version.name):
            named = one is request
            if move.came == move.to and not named or one.emergency and not named and not ended:
                continue
            one.closed = not named or consumes
        if ended:
            version.owed = [(*debt[:3], None) for debt in version.owed]
        for key in [key for key in self.proposals if key[0] == version.name]:
            del self.proposals[key]
        version.head = self.count

    def made(self, by, version, move, request, lacking):
        consumes, change = bool(request) and not lacking, move.change
        bound = self.decisions.get(move.decision, version).name == move.artifact == version.name
        assert bound and move.decision or move.to != "production", "I6: nothing lets it there"
        notice = (90 if version.tier == "high" else 30) * DAY
        judged = self.now if move.moment is None else move.moment
        if change == "register" or change == "promote" and move.came != move.to:
            version.expires = self.now + version.ttl if version.ttl else NEVER
        if change == "promote" and move.review is not None:
            self.owe(version, "emergency", by, None if consumes or not request else request.ident)
            if request and not consumes:
                request.emergency = by
        if change == "suspend":
            version.before, version.suspender = move.came, by
            self.owe(version, "suspension", by)
        if change == "resume":
            version.owed = [debt for debt in version.owed if debt[0] != "suspension"]
            version.before, version.suspender = "none", None
            self.previous = [one for one in self.previous if one != version.name]
        if change == "rollback":
            self.owe(version, "rollback", by)
            version.before = "staging" if move.came == "suspended" else version.before
        if change in ("retire", "reject", "archive", "expire"):
            version.before = "none"
        if change in ("archive", "hold"):
            version.retention = move.retention
        if move.to == "deprecated" and change != "resume":
            version.sunset = judged + notice if move.sunset is None else move.sunset
        if move.to in model.SERVING and change in ("promote", "resume"):
            self.rise(version)
        if move.to == "production":
            self.enter(version.name)
            self.tier = version.tier if change == "promote" else self.tier
        elif change != "rollback":
            self.leave(version.name)
        version.stage = move.to
        if move.decision:
            self.decisions[move.decision].consumed = True
        self.settle(version, move, request, consumes)
        if move.other:
            self.other_made(by, version, move, request)

    def other_made(self, by, version, move, request):
        other = self.versions[move.other[0]]
        other.stage = move.other[2]
        if move.change == "rollback":
            self.owe(other, "rollback", by)
            self.previous = [one for one in self.previous if one not in (version.name, other.name)]
            self.production, other.sunset = other.name, NEVER
            self.rise(other)
        elif other.stage == "deprecated":
            notice = (90 if other.tier == "high" else 30) * DAY
            other.sunset = self.now + notice if move.sunset is None else move.sunset
        self.settle(other, move, request, False)


def unfilled(seats, voices):
    """How many seats stay empty, however people are seated."""
    most = 0
    for chosen in itertools.permutations([*voices, *[None] * len(seats)], len(seats)):
        most = max(most, sum(role in seat for role, seat in zip(chosen, seats)))
    return len(seats) - most
