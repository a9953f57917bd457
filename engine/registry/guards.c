#include "base/limits.h"
#include "registry/emergency.h"
#include "registry/owed.h"
#include "registry/request.h"
#include "registry/situation.h"
#include "registry/told.h"
#include "registry/twin.h"

enum { DAY = 24 * 60 * 60 };

#define KEY(motion) TEXT_ARGS((motion)->version_key)

static unsigned long long index_told(const struct value *told_map, const char *member)
{
    return told_count(told_map, member);
}

/* ---- compare and swap ---- */

static bool displaced_check(const struct motion *motion, struct error *err)
{
    const struct value *named = told(motion->act_members, "other");
    const struct text in_production = production_displaced(motion),
                      named_version = told_text(named, "version");
    if (!text_equal(named_version, in_production))
        return error_set(err, ERROR_GUARD,
                         "%.*s would take the place of %.*s in production, where %.*s is: look "
                         "again, and promote again",
                         KEY(motion), TEXT_ARGS(named_version.size ? named_version : TEXT("none")),
                         TEXT_ARGS(in_production.size ? in_production : TEXT("none")));
    return !named ||
           text_is(told_text(named, "to"),
                   stage_name(lifecycle_displaced(motion->situation.lifecycle))) ||
           error_set(err, ERROR_INTEGRITY, "the version that %.*s displaces goes to %s",
                     KEY(motion), stage_name(lifecycle_displaced(motion->situation.lifecycle)));
}

static bool other_unmoved(const struct motion *motion, struct error *err)
{
    const struct value *named = told(motion->act_members, "other");
    if (!named)
        return true;
    return (motion->other &&
            text_equal(told_text(named, "from"), told_text(motion->other, "stage")) &&
            told_count(named, "head") == told_count(motion->other, "head")) ||
           error_set(
               err, ERROR_GUARD,
               "%.*s, which would move as well, stands in %.*s since entry %llu, and was "
               "looked at in %.*s: look again",
               TEXT_ARGS(told_text(named, "version")),
               TEXT_ARGS(motion->other ? told_text(motion->other, "stage") : TEXT("no stage")),
               index_told(motion->other, "head"), TEXT_ARGS(told_text(named, "from")));
}

static bool head_holds(const struct motion *motion, struct error *err)
{
    const struct value *registered = motion->registered, *moved = told(registered, "moved");
    if (!text_equal(told_text(registered, "stage"), told_text(motion->act_members, "from")) ||
        told_count(registered, "head") != told_count(motion->act_members, "head"))
        return error_set(err, ERROR_GUARD,
                         "%.*s stands in %.*s since entry %llu, by %.*s (%.*s); it was looked at "
                         "in %.*s, at entry %llu: look again",
                         KEY(motion), TEXT_ARGS(told_text(registered, "stage")),
                         index_told(registered, "head"), TEXT_ARGS(told_text(moved, "by")),
                         TEXT_ARGS(told_text(moved, "change")),
                         TEXT_ARGS(told_text(motion->act_members, "from")),
                         index_told(motion->act_members, "head"));
    const bool enters =
        motion->situation.move == MOVE_PROMOTE && motion->situation.to == STAGE_PRODUCTION;
    return (!enters || displaced_check(motion, err)) && other_unmoved(motion, err);
}

/* ---- what it rests on ---- */

static bool reason_holds(const struct motion *motion, struct error *err)
{
    return told(motion->act_members, "reason") ||
           error_set(err, ERROR_GUARD, "no reason is given to %s %.*s",
                     move_name(motion->situation.move), KEY(motion));
}

/* A name is stopped for what its bytes do. */
static bool bytes_unstopped(const struct motion *motion, struct error *err)
{
    const struct text stopped = twin_stopped(motion->twins, motion->registered);
    return motion->situation.move != MOVE_PROMOTE || !stopped.size ||
           error_set(
               err, ERROR_GUARD,
               "%.*s has the same bytes as %.*s, which is suspended or was rejected for good: "
               "they are promoted nowhere; only what is suspended comes back, by obstat "
               "resume %.*s",
               KEY(motion), TEXT_ARGS(stopped), TEXT_ARGS(stopped));
}

static bool artifact_holds(const struct motion *motion, struct error *err)
{
    const struct text artifact = told_text(motion->act_members, "artifact"),
                      registered = told_text(motion->registered, "artifact");
    if (!text_equal(artifact, registered))
        return error_set(err, ERROR_INTEGRITY,
                         "the artifact %.*s would move; %.*s was registered with %.*s",
                         TEXT_ARGS(artifact.size ? artifact : TEXT("none")), KEY(motion),
                         TEXT_ARGS(registered.size ? registered : TEXT("none")));
    return bytes_unstopped(motion, err);
}

/* The decision is about this version, this artifact with its names, and this move. */
static bool decision_fits(const struct motion *motion, struct error *err)
{
    const struct value *decided = motion->decided, *way = told(decided, "transition");
    const struct text id = told_text(motion->act_members, "decision");
    if (!id.size)
        return error_set(err, ERROR_GUARD,
                         "no decision lets %.*s from %s to %s; obstat check --record makes one",
                         KEY(motion), stage_name(motion->situation.from),
                         stage_name(motion->situation.to));
    if (!decided)
        return error_set(err, ERROR_INTEGRITY, "the decision %.*s is not in this log",
                         TEXT_ARGS(id));
    if (!text_equal(told_version(told(decided, "model"), motion->inquiry.arena),
                    motion->version_key))
        return error_set(err, ERROR_INTEGRITY, "the decision %.*s is on another version than %.*s",
                         TEXT_ARGS(id), KEY(motion));
    if (!text_equal(told_text(way, "from"), told_text(motion->act_members, "from")) ||
        !text_equal(told_text(way, "to"), told_text(motion->act_members, "to")))
        return error_set(err, ERROR_INTEGRITY, "the decision %.*s is on the move from %.*s to %.*s",
                         TEXT_ARGS(id), TEXT_ARGS(told_text(way, "from")),
                         TEXT_ARGS(told_text(way, "to")));
    if (!text_equal(told_text(decided, "artifact"), told_text(motion->registered, "artifact")))
        return error_set(err, ERROR_INTEGRITY,
                         "the decision %.*s is on another artifact than %.*s has", TEXT_ARGS(id),
                         KEY(motion));
    return registry_listing_holds(motion->version_key, told_text(motion->registered, "listing"),
                                  told_text(decided, "listing"), err);
}

static bool decision_in_force(const struct motion *motion, struct error *err)
{
    const struct text judged_by = told_text(motion->decided, "policies"),
                      in_force = told_text(motion->adopted, "set");
    const char *to = stage_name(motion->situation.to);
    if (!motion->adopted)
        return error_set(err, ERROR_INTEGRITY,
                         "no policy set is adopted for %s; obstat policy adopt does that", to);
    return text_equal(judged_by, in_force) ||
           error_set(err, ERROR_INTEGRITY,
                     "%.*s was judged under the policy set %.*s; in force for %s is %.*s",
                     KEY(motion), TEXT_ARGS(judged_by), to, TEXT_ARGS(in_force));
}

static bool decision_fresh(const struct motion *motion, struct error *err)
{
    const struct value *decided = motion->decided, *consumed = told(decided, "consumed");
    const int64_t decided_at = told_time(decided, "time", INT64_MIN / 2);
    if (consumed)
        return error_set(
            err, ERROR_INTEGRITY, "the decision %.*s has let %.*s move already, at entry %llu",
            TEXT_ARGS(told_text(decided, "id")), KEY(motion), index_told(consumed, "index"));
    const struct text newest =
        told_text(told(motion->registered, "newest"), stage_name(motion->situation.to));
    if (!text_equal(newest, told_text(decided, "id")))
        return error_set(err, ERROR_GUARD,
                         "%.*s was judged for %s again since, by the decision %.*s", KEY(motion),
                         stage_name(motion->situation.to), TEXT_ARGS(newest));
    if (told_count(decided, "index") < told_count(motion->registered, "head"))
        return error_set(err, ERROR_GUARD,
                         "%.*s has moved since it was judged, at entry %llu; it is judged anew",
                         KEY(motion), index_told(motion->registered, "head"));
    return motion->inquiry.now - decided_at <= LIMIT_DECISION_AGE ||
           error_set(err, ERROR_GUARD,
                     "the decision on %.*s was recorded at %.*s; after %d minutes it is made anew",
                     KEY(motion), TEXT_ARGS(told_text(decided, "time")), LIMIT_DECISION_AGE / 60);
}

/* A pending one will do in an emergency; and where signatures are lacking it is those that do. */
static bool verdict_fits(const struct motion *motion, struct error *err)
{
    const struct text verdict = told_text(motion->decided, "verdict");
    if (text_is(verdict, "allow") ||
        (text_is(verdict, "pending") && (motion->situation.emergency || motion->standing.lacking)))
        return true;
    if (text_is(verdict, "pending"))
        return error_set(err, ERROR_GUARD,
                         "%.*s was judged before it was signed; obstat check --record judges it "
                         "anew",
                         KEY(motion));
    return error_set(err, ERROR_GUARD, "%.*s was denied %s, by the decision %.*s", KEY(motion),
                     stage_name(motion->situation.to), TEXT_ARGS(told_text(motion->decided, "id")));
}

/* The request whose answers let it is the one that the decision joined, and is open. */
static bool request_fits(const struct motion *motion, struct error *err)
{
    struct binding bound;
    const struct value *answered = motion->answered, *closed = told(answered, "closed");
    const struct text named = told_text(motion->act_members, "request"),
                      joined = told_text(answered, "id");
    if (!text_equal(named, joined))
        return error_set(err, ERROR_INTEGRITY,
                         "the request %.*s would be consumed; the decision rests on %.*s",
                         TEXT_ARGS(named.size ? named : TEXT("none")),
                         TEXT_ARGS(joined.size ? joined : TEXT("none")));
    if (!answered)
        return true;
    if (closed)
        return error_set(err, ERROR_INTEGRITY, "the request on %.*s was %.*s by %.*s at entry %llu",
                         KEY(motion), TEXT_ARGS(told_text(closed, "how")),
                         TEXT_ARGS(told_text(closed, "by")), index_told(closed, "index"));
    request_binding(motion->decided, &bound);
    return request_binds(answered, &bound) ||
           error_set(err, ERROR_INTEGRITY,
                     "the request on %.*s is about other inputs than the decision", KEY(motion));
}

static bool decision_holds(const struct motion *motion, struct error *err)
{
    return decision_fits(motion, err) && decision_in_force(motion, err) &&
           verdict_fits(motion, err) && decision_fresh(motion, err) && request_fits(motion, err);
}

/* ---- time ---- */

static bool unexpired_holds(const struct motion *motion, struct error *err)
{
    return motion->inquiry.now <= told_time(motion->registered, "expires", INT64_MAX) ||
           error_set(err, ERROR_GUARD,
                     "the time to live of %.*s was over at %.*s: register a version that was made "
                     "anew",
                     KEY(motion), TEXT_ARGS(told_text(motion->registered, "expires")));
}

static bool reviewed_holds(const struct motion *motion, struct error *err)
{
    const bool resumes = motion->situation.move == MOVE_RESUME;
    const struct value *overdue = owed_overdue(motion->registered, motion->inquiry.now, resumes);
    const struct text name = told_text(motion->registered, "name"),
                      hurried = emergency_unreviewed(motion);
    if (overdue)
        return error_set(err, ERROR_GUARD,
                         "%.*s owes a review since the %.*s at entry %llu, which was due "
                         "at %.*s",
                         KEY(motion), TEXT_ARGS(told_text(overdue, "what")),
                         index_told(overdue, "index"), TEXT_ARGS(told_text(overdue, "due")));
    if (motion->situation.emergency && hurried.size)
        return error_set(err, ERROR_GUARD,
                         "the emergency of %.*s@%.*s has not been reviewed, and until then there "
                         "is no other of %.*s",
                         TEXT_ARGS(name), TEXT_ARGS(hurried), TEXT_ARGS(name));
    return resumes || !owed_in_emergency(motion->registered) ||
           error_set(err, ERROR_GUARD,
                     "the emergency of %.*s has not been reviewed, and until then it is promoted "
                     "no further",
                     KEY(motion));
}

/* Of the version that ends; of one that is displaced from production, by its own tier. */
static bool notice_holds(const struct motion *motion, struct error *err)
{
    const struct value *ends =
        motion->situation.move == MOVE_PROMOTE ? motion->other : motion->registered;
    const bool high = text_is(told_text(ends, "tier"), tier_name(TIER_HIGH));
    const int64_t notice_days = high ? LIMIT_NOTICE_DAYS_HIGH : LIMIT_NOTICE_DAYS;
    const int64_t sunset = told_time(motion->act_members, "sunset", INT64_MAX);
    return sunset - notice_days * DAY >= motion->judged - LIMIT_NOTICE_SLACK ||
           error_set(err, ERROR_GUARD, "%.*s would end at %.*s; whoever uses it is given %lld days",
                     TEXT_ARGS(told_version(ends, motion->inquiry.arena)),
                     TEXT_ARGS(told_text(motion->act_members, "sunset")), (long long)notice_days);
}

static bool expired_holds(const struct motion *motion, struct error *err)
{
    const bool serves = motion->situation.from == STAGE_PRODUCTION;
    const char *end = serves ? "expires" : "sunset";
    return motion->judged > told_time(motion->registered, end, INT64_MAX) ||
           error_set(err, ERROR_GUARD, "the %s of %.*s is not over: %.*s",
                     serves ? "time to live" : "notice", KEY(motion),
                     TEXT_ARGS(told_text(motion->registered, end).size
                                   ? told_text(motion->registered, end)
                                   : TEXT("it has none")));
}

static bool sunset_holds(const struct motion *motion, struct error *err)
{
    return motion->inquiry.now >= told_time(motion->registered, "sunset", INT64_MAX) ||
           error_set(err, ERROR_GUARD, "%.*s is to end at %.*s, which has not come", KEY(motion),
                     TEXT_ARGS(told_text(motion->registered, "sunset")));
}

/* ---- who uses it, and what is kept ---- */

static bool predecessor_holds(const struct motion *motion, struct error *err)
{
    const struct value *named = told(motion->act_members, "other");
    const struct text fit = told_text(motion->predecessor, "version");
    if (!motion->predecessor)
        return error_set(err, ERROR_GUARD,
                         "there is no version of %.*s to return to: none was in production before "
                         "that is in %s, not suspended since or under another name, and neither "
                         "over nor due for a review",
                         TEXT_ARGS(told_text(motion->registered, "name")),
                         stage_name(lifecycle_displaced(motion->situation.lifecycle)));
    return (text_equal(told_text(named, "version"), fit) &&
            text_is(told_text(named, "to"), stage_name(STAGE_PRODUCTION))) ||
           error_set(err, ERROR_GUARD, "the version to return to is %.*s", TEXT_ARGS(fit));
}

static bool idle_holds(const struct motion *motion, struct error *err)
{
    const struct value *endpoints = told(motion->registered, "endpoints");
    return !value_count(endpoints) ||
           error_set(err, ERROR_GUARD,
                     "%.*s is served by %.*s, since entry %llu; when it is not any more: obstat "
                     "endpoint remove %.*s %.*s",
                     KEY(motion), TEXT_ARGS(told_text(value_at(endpoints, 0), "endpoint")),
                     index_told(value_at(endpoints, 0), "index"), KEY(motion),
                     TEXT_ARGS(told_text(value_at(endpoints, 0), "endpoint")));
}

static bool acknowledged_holds(const struct motion *motion, struct error *err)
{
    const struct value *consumers = told(motion->registered, "consumers"),
                       *named = told(motion->act_members, "acknowledged");
    for (size_t i = 0; i < value_count(consumers); i++) {
        const struct value *consumer = value_at(consumers, i);
        if (!told(consumer, "acknowledged") && !told_among(named, told_text(consumer, "id")))
            return error_set(err, ERROR_GUARD,
                             "%.*s uses %.*s since entry %llu, and has not acknowledged its end: "
                             "obstat consumer acknowledge %.*s %.*s, or --acknowledged %.*s",
                             TEXT_ARGS(told_text(consumer, "id")), KEY(motion),
                             index_told(consumer, "index"), KEY(motion),
                             TEXT_ARGS(told_text(consumer, "id")),
                             TEXT_ARGS(told_text(consumer, "id")));
    }
    return true;
}

/* A hold changes how long what is archived is kept, but never to less. */
static bool retention_holds(const struct motion *motion, struct error *err)
{
    const struct value *retention = told(motion->act_members, "retention"),
                       *kept = told(motion->registered, "retention");
    const int64_t until = told_time(retention, "until", INT64_MIN);
    if (!retention)
        return error_set(err, ERROR_GUARD, "how long %.*s is kept is not said", KEY(motion));
    if (motion->situation.move == MOVE_ARCHIVE)
        return until > motion->inquiry.now ||
               error_set(err, ERROR_GUARD, "%.*s would be kept until %.*s, which is over",
                         KEY(motion), TEXT_ARGS(told_text(retention, "until")));
    return !kept ||
           (text_equal(told_text(retention, "class"), told_text(kept, "class")) &&
            until >= told_time(kept, "until", INT64_MIN)) ||
           error_set(err, ERROR_GUARD, "%.*s is kept as %.*s until %.*s, and not for less",
                     KEY(motion), TEXT_ARGS(told_text(kept, "class")),
                     TEXT_ARGS(told_text(kept, "until")));
}

static bool copy_holds(const struct motion *motion, const char *what, struct text digest,
                       struct error *err)
{
    const struct value *stored = told(motion->act_members, "stored");
    for (size_t i = 0; i < value_count(stored); i++)
        if (text_equal(told_text(value_at(stored, i), "digest"), digest))
            return true;
    return error_set(err, ERROR_GUARD, "the %s %.*s of %.*s was not stored", what,
                     TEXT_ARGS(digest), KEY(motion));
}

/* The artifact, or the manifest of what has none; and the evidence of the last decision. */
static bool stored_holds(const struct motion *motion, struct error *err)
{
    const struct value *last_decision;
    const struct text artifact = told_text(motion->registered, "artifact"),
                      decision_id = told_text(motion->registered, "decision");
    if (!copy_holds(motion, artifact.size ? "artifact" : "manifest",
                    artifact.size ? artifact : told_text(motion->registered, "manifest"), err))
        return false;
    if (!decision_id.size)
        return true;
    if (!registry_row(motion->inquiry.rows, "decision", decision_id, motion->inquiry.arena,
                      &last_decision, err))
        return false;
    const struct value *evidence = told(last_decision, "evidence");
    for (size_t i = 0; i < value_count(evidence); i++)
        if (!copy_holds(motion, "evidence", value_text(value_at(evidence, i)), err))
            return false;
    return true;
}

bool guard_holds(const struct motion *motion, enum guard guard, struct error *err)
{
    static bool (*const guards[GUARD_COUNT])(const struct motion *, struct error *) = {
        [GUARD_HEAD] = head_holds,
        [GUARD_REASON] = reason_holds,
        [GUARD_ARTIFACT] = artifact_holds,
        [GUARD_DECISION] = decision_holds,
        [GUARD_UNEXPIRED] = unexpired_holds,
        [GUARD_REVIEWED] = reviewed_holds,
        [GUARD_PREDECESSOR] = predecessor_holds,
        [GUARD_NOTICE] = notice_holds,
        [GUARD_EXPIRED] = expired_holds,
        [GUARD_SUNSET] = sunset_holds,
        [GUARD_IDLE] = idle_holds,
        [GUARD_ACKNOWLEDGED] = acknowledged_holds,
        [GUARD_RETENTION] = retention_holds,
        [GUARD_STORED] = stored_holds,
    };
    return guard < GUARD_COUNT && guards[guard] && guards[guard](motion, err);
}
