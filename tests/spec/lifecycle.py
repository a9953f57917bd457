"""How a version may move, told a second time from the documents (docs/lifecycle.md, its prose): who
may do what from where, what has to hold, who else has to sign. Held against the engine by matrix.py
and histories.py."""
import functools

STAGES = ("experimental registered validated staging shadow canary production deprecated "
          "retired archived rejected suspended").split()
TIERS = ["high", "limited", "minimal"]
ROLES = "admin developer validator owner risk-officer auditor ci operator".split()
LIFECYCLES = ["simple", "default", "mrm"]
MOVES = ("register promote reject suspend resume rollback deprecate retire archive hold "
         "expire").split()
GUARDS = ("row head who reason stages artifact decision unexpired reviewed predecessor notice "
          "expired sunset idle acknowledged retention stored signatures").split()

ANY = {"risk-officer", "validator", "owner"}
TWO = [{"risk-officer"}, ANY]
LADDER = {"simple": ["registered", "staging", "production"],
          "default": STAGES[1:7], "mrm": STAGES[1:7]}
SERVING = ["shadow", "canary", "production"]
REGISTERS = {"developer", "ci", "owner", "validator"}  # what is new; who answers may let it in, too
WHO = {"register": REGISTERS | {"risk-officer"},
       "promote": {"ci", "operator", "owner"},
       "reject": {"validator", "risk-officer", "owner"},
       "suspend": {"owner", "risk-officer", "operator", "ci", "validator"},
       "resume": {"ci", "operator", "owner", "risk-officer"},
       "rollback": {"operator", "owner", "risk-officer"},
       "deprecate": {"owner", "risk-officer"}, "hold": {"owner", "risk-officer"},
       "retire": {"owner", "risk-officer", "operator"},
       "archive": {"owner", "risk-officer", "operator"},
       "expire": {"operator", "ci", "owner", "risk-officer"}}
EMERGENCY = {"operator", "owner", "risk-officer"}
LOWERS = {"owner", "risk-officer"}  # register, or let in, a lower tier than has served


def live(lifecycle):
    """Stages in which a version is looked at or used."""
    return ["experimental", *LADDER[lifecycle]] + ["deprecated"] * (lifecycle != "simple")


@functools.cache
def between(lifecycle, came, to):
    """What a promotion passes over; nobody has to go through shadow. None: it is no way up."""
    ladder = LADDER[lifecycle]
    if came == to == "canary" and to in ladder:
        return []
    if came not in ladder or to not in ladder or ladder.index(came) >= ladder.index(to):
        return None
    passed = [stage for stage in ladder[ladder.index(came) + 1:ladder.index(to)]
              if stage != "shadow"]
    return None if lifecycle == "mrm" and passed else passed


@functools.cache
def leads(lifecycle, move, came, to, before):
    """Is there such a move?"""
    simple, way = lifecycle == "simple", (came, to)
    candidates = [stage for stage in live(lifecycle) if stage not in ("production", "deprecated")]
    return {
        "register": way == ("experimental", "registered"),
        "promote": between(lifecycle, came, to) is not None,
        "reject": to == "rejected" and came in [*candidates, "suspended"],
        "suspend": to == "suspended" and came in live(lifecycle),
        "resume": came == "suspended" and to in live(lifecycle) and to == before,
        "rollback": way == ("production", "staging") or
                    way == ("suspended", "suspended") and before == "production",
        "deprecate": not simple and way == ("production", "deprecated"),
        "retire": not simple and to == "retired" and came in ["deprecated", "staging", "suspended"],
        "archive": to == "archived" and
                   came in (["staging", "production", "suspended"] if simple else ["retired"]),
        "hold": way == ("archived", "archived"),
        "expire": way == ("production", "archived") if simple else
                  way in [("production", "deprecated"), ("deprecated", "retired")],
    }[move]


@functools.cache
def who(move, came, to, emergency):
    if emergency:
        return EMERGENCY
    return WHO[move] | ({"validator"} if move == "promote" and to == "validated" else set())


@functools.cache
def asks(lifecycle, move, came, to, adopted):
    """Facts that have to hold; `adopted`: policies are adopted for the stage it goes to."""
    unused = {"idle", "acknowledged"}
    if move == "register":
        return {"artifact"} | ({"decision"} if adopted else set())
    if move == "promote":
        notice = {"notice"} if to == "production" else set()  # of the version that it displaces
        return {"artifact", "decision", "unexpired", "reviewed"} | notice
    if move == "resume":
        return ({"reason", "artifact"} | ({"decision"} if adopted or to in SERVING else set()) |
                ({"unexpired", "reviewed"} if to in [*SERVING, "deprecated"] else set()))
    if move == "retire":
        return unused | ({"sunset"} if came == "deprecated" else {"reason"})
    if move == "archive":
        return {"reason"} | unused if lifecycle == "simple" else {"retention", "stored"}
    if move == "expire":
        return {"expired"} | ({"notice"} if to == "deprecated" else unused)
    return {"reason"} | {"rollback": {"predecessor"}, "deprecate": {"notice"},
                         "hold": {"retention"}}.get(move, set())


@functools.cache
def seats(lifecycle, move, came, to, tier):
    """Whose signatures it needs, each of another person."""
    high = tier == "high"
    if move == "resume":
        return TWO
    if move == "hold" or move == "archive" and lifecycle != "simple":
        return [ANY]
    if move in ("deprecate", "retire", "archive"):
        return [ANY] if high else []
    if move != "promote" or came == to:
        return []
    if to == "validated":
        return [{"validator"}] if tier != "minimal" or lifecycle == "mrm" else []
    if to == "shadow":
        return [{"risk-officer"}] if high else []
    if to == "canary" and high:
        return [{"risk-officer"}, {"owner", "validator"}]
    if to == "production" and high:
        return TWO
    return [ANY] if to in ("canary", "production") and tier == "limited" else []


@functools.cache
def ways(lifecycle, came, before):
    """All that may be done from here: moves, and where they lead."""
    return [(move, to) for move in MOVES for to in STAGES
            if leads(lifecycle, move, came, to, before)]


def plan(case):
    """("made" | "pending" | "refused", the guard that objects)"""
    lifecycle, move, came, to = case["lifecycle"], case["move"], case["from"], case["to"]
    emergency = case["emergency"]
    if not leads(lifecycle, move, came, to, case["before"]) or emergency and move != "promote":
        return "refused", "row"
    asked = asks(lifecycle, move, came, to, to in case["in_use"]) | {"head"}
    failing = asked - case["facts"]
    if emergency and "reason" not in case["facts"]:
        failing.add("reason")
    if not who(move, came, to, emergency) & case["roles"]:
        failing.add("who")
    if move == "promote" and not emergency:
        spared = {"canary"} if case["blue_green"] or case["tier"] == "minimal" else set()
        if case["in_use"] & set(between(lifecycle, came, to)) - spared:
            failing.add("stages")
    if failing:
        return "refused", min(failing, key=GUARDS.index)
    if case["lacking"] and not emergency and seats(lifecycle, move, came, to, case["tier"]):
        return "pending", "signatures"
    return "made", None
