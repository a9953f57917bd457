#include "service/moving.h"

#include "base/encode.h"
#include "base/limits.h"
#include "report/escape.h"
#include "service/record.h"

bool refusal_due(const struct error *why)
{
    return why->code == ERROR_GUARD || why->code == ERROR_PENDING || why->code == ERROR_INTEGRITY;
}

/* What was said to the person, as much of it as an entry takes. */
static struct text why_words(const struct error *why, struct arena *arena)
{
    struct buffer escaped = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    text_escape(text_of(why->message), &escaped);
    struct text words = buffer_text(&escaped);
    if (words.size > LIMIT_REFUSAL_WHY)
        words = text_part(words, 0, utf8_check(text_part(words, 0, LIMIT_REFUSAL_WHY)));
    return words.size ? words : TEXT("no reason is known");
}

static struct text stage_known(enum stage stage)
{
    return stage == STAGE_NONE ? TEXT_NONE : text_of(stage_name(stage));
}

static struct value asked_value(const struct refused *refused, struct arena *arena)
{
    struct record model = record_in(arena);
    if (!refused->asked)
        return value_of_null();
    record_text(&model, "name", refused->asked->name);
    record_text(&model, "version", refused->asked->version);
    return record_map(&model);
}

static struct value way_value(const struct refused *refused, struct arena *arena)
{
    struct record way = record_in(arena);
    if (refused->to == STAGE_NONE)
        return value_of_null();
    record_text(&way, "from", stage_known(refused->from));
    record_text(&way, "to", stage_known(refused->to));
    return record_map(&way);
}

/* Whoever only showed a key is nobody: neither named, nor told of in words that name whose it is.
 */
static const char unproven_why[] =
    "a key was shown, and not signed with; whoever it was is not named for it";

static struct record refusal_members(struct acting *acting, const struct refused *refused)
{
    struct record members = record_in(acting->arena);
    const bool shown = acting->signer.key.size, proven = shown && acting_proves(acting);
    record_text(&members, "who", proven ? acting->id : TEXT_NONE);
    record_text(&members, "key",
                proven ? key_line(&acting->signer.key, TEXT_NONE, acting->arena) : TEXT_NONE);
    record_text(&members, "command", text_of(refused->command));
    record_value(&members, "model", asked_value(refused, acting->arena));
    record_value(&members, "transition", way_value(refused, acting->arena));
    record_integer(&members, "status",
                   refused->status ? refused->status : error_status(refused->why->code));
    record_text(&members, "why",
                shown && !proven ? text_of(unproven_why) : why_words(refused->why, acting->arena));
    record_text(&members, "decision", refused->decision);
    return members;
}

static bool refusal_seal(struct acting *acting, const struct refused *refused, struct envelope *out,
                         struct error *err)
{
    struct act refusal = {.kind = ACT_REFUSAL, .log = acting->origin, .at = acting->session->now};
    const struct record members = refusal_members(acting, refused);
    const struct value about = record_map(&members);
    return act_subject(ACT_REFUSAL, acting->origin, &about, acting->arena, &refusal.subject, err) &&
           acting_seal_plain(&refusal, &members.members, log_key_pair(acting->log), acting->arena,
                             out, err);
}

bool refusal_record(struct acting *acting, const struct refused *refused, struct recorded *out,
                    struct error *err)
{
    struct envelope envelope;
    struct error unnamed = {0};
    struct refused nameless = *refused;
    if (!refusal_due(refused->why))
        return true;
    acting->committed.count = 0;
    acting->erased.count = 0;
    acting->remark = TEXT_NONE;
    /* What was asked for may have no name that an act can say. */
    nameless.asked = NULL;
    return (refusal_seal(acting, refused, &envelope, &unnamed) ||
            refusal_seal(acting, &nameless, &envelope, err)) &&
           acting_record_envelope(acting, &envelope, out, err);
}

bool moving_refused(struct acting *acting, const struct refused *refused)
{
    struct recorded recorded;
    struct error unrecorded = {0};
    /* What hinders the command may hinder this as well: that is said once, by the command. */
    if (!refusal_record(acting, refused, &recorded, &unrecorded) &&
        strcmp(unrecorded.message, refused->why->message) != 0) {
        struct error told = {0};
        (void)error_set(&told, unrecorded.code, "the refusal is not recorded: %s",
                        unrecorded.message);
        acting->session->complain(acting->session->context, &told);
    }
    return false;
}

bool refusal_known(struct acting *acting, const struct refused *refused)
{
    struct error unknown = {0};
    const unsigned anybody = (1U << ROLE_COUNT) - 1;
    const struct inquiry inquiry = {&acting->rows, acting->session->now, acting->arena};
    return acting->id.size &&
           registry_may(&inquiry, acting->id, &acting->signer.key, anybody, &unknown) &&
           refusal_due(refused->why) && acting_proves(acting) && moving_refused(acting, refused);
}
