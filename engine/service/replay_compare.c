#include "service/replay_compare.h"
#include "service/said.h"

#include "base/buffer.h"
#include "value/canonical.h"
#include "value/json.h"

enum { SHOWN_SIZE = 120, PATH_SHOWN = 200 };

/* Two values that differ, and the way to them. */
struct difference {
    const struct value *recorded, *derived; /* NULL: absent */
    struct buffer path;
};

static bool difference_find(struct difference *difference, const struct value *recorded,
                            const struct value *derived);

static bool member_differs(struct difference *difference, const struct value *recorded,
                           const struct value *derived, struct text member_name)
{
    const size_t difference_before = difference->path.size;
    if (text_is(member_name, "id") && difference_before == 0)
        return false; /* the digest of all the rest */
    buffer_string(&difference->path, difference_before ? "." : "");
    buffer_add(&difference->path, member_name);
    if (difference_find(difference, value_get(recorded, member_name),
                        value_get(derived, member_name)))
        return true;
    difference->path.size = difference_before;
    return false;
}

/* Keys of either, one after another; those that both have are looked at once. */
static bool maps_differ(struct difference *difference, const struct value *recorded,
                        const struct value *derived)
{
    for (size_t i = 0; i < value_count(recorded); i++)
        if (member_differs(difference, recorded, derived, member_key(recorded, i)))
            return true;
    for (size_t i = 0; i < value_count(derived); i++)
        if (!value_get(recorded, member_key(derived, i)) &&
            member_differs(difference, recorded, derived, member_key(derived, i)))
            return true;
    return false;
}

static bool lists_differ(struct difference *difference, const struct value *recorded,
                         const struct value *derived)
{
    const size_t difference_before = difference->path.size;
    const size_t most =
        value_count(recorded) > value_count(derived) ? value_count(recorded) : value_count(derived);
    for (size_t i = 0; i < most; i++) {
        buffer_format(&difference->path, "[%zu]", i);
        if (difference_find(difference, value_at(recorded, i), value_at(derived, i)))
            return true;
        difference->path.size = difference_before;
    }
    return false;
}

static bool difference_find(struct difference *difference, const struct value *recorded,
                            const struct value *derived)
{
    const bool both = recorded && derived && value_kind(recorded) == value_kind(derived);
    if (both && value_kind(recorded) == VALUE_MAP)
        return maps_differ(difference, recorded, derived);
    if (both && value_kind(recorded) == VALUE_LIST)
        return lists_differ(difference, recorded, derived);
    if (recorded && derived && value_equal(recorded, derived))
        return false;
    difference->recorded = recorded;
    difference->derived = derived;
    return true;
}

static struct text value_shown(const struct value *value, struct arena *arena)
{
    struct error unwritten = {0};
    struct buffer shown_value = buffer_in(arena, SHOWN_SIZE);
    if (!value)
        return TEXT("nothing");
    if (!canonical_write(value, &shown_value, &unwritten))
        return TEXT("what cannot be written");
    return buffer_full(&shown_value)
               ? text_format(arena, "%.*s...", TEXT_ARGS(buffer_text(&shown_value)))
               : buffer_text(&shown_value);
}

/* Findings of the clock, of a process that was ended, and of files that did not load in time. */
static bool is_of_the_clock(const struct value *replayed_finding)
{
    const struct text replayed_control = said_text(replayed_finding, "control");
    const struct text clock_message = said_text(replayed_finding, "message");
    const struct text clock_time = TEXT("limit:time");
    if (text_is(replayed_control, "process") || text_equal(replayed_control, clock_time))
        return true;
    for (size_t clock_at = 0; text_is(replayed_control, "load") && clock_at < clock_message.size;
         clock_at++)
        if (text_starts(text_part(clock_message, clock_at, clock_message.size), clock_time))
            return true;
    return false;
}

static bool stopped_by_the_clock(const struct value *decision)
{
    const struct value *findings = value_get(decision, TEXT("findings"));
    for (size_t i = 0; i < value_count(findings); i++)
        if (is_of_the_clock(value_at(findings, i)))
            return true;
    return false;
}

static bool is_denial(const struct value *decision)
{
    return text_is(said_text(decision, "verdict"), "deny");
}

/* The clock stops a policy, and a binding one denies then: it never lets anything through. */
static bool excused_by_the_clock(const struct value *recorded, const struct value *derived)
{
    return is_denial(recorded) || !is_denial(derived) || stopped_by_the_clock(derived);
}

struct text replay_compare(struct text stored, const struct value *decision, struct arena *arena,
                           enum replay_ending *ending)
{
    struct value recorded;
    struct error unread = {0};
    struct difference difference = {.path = buffer_in(arena, PATH_SHOWN)};
    *ending = REPLAY_DIFFERS;
    if (!json_read("the decision", stored, (struct json_options){0}, arena, &recorded, &unread))
        return text_format(arena, "the recorded decision is no document: %s", unread.message);
    const struct value *replayed_findings = value_get(&recorded, TEXT("findings"));
    for (size_t i = 0; i < value_count(replayed_findings); i++)
        if (is_of_the_clock(value_at(replayed_findings, i)) &&
            excused_by_the_clock(&recorded, decision)) {
            *ending = REPLAY_CLOCK;
            return text_format(arena, "%.*s was stopped by the clock then",
                               TEXT_ARGS(said_text(value_at(replayed_findings, i), "policy")));
        }
    if (!difference_find(&difference, &recorded, decision))
        return TEXT("the id is another, though every member is the same");
    return text_format(arena, "%.*s: %.*s was recorded, %.*s is derived",
                       TEXT_ARGS(buffer_text(&difference.path)),
                       TEXT_ARGS(value_shown(difference.recorded, arena)),
                       TEXT_ARGS(value_shown(difference.derived, arena)));
}
