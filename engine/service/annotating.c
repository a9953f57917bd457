#include "service/annotating.h"

#include "policy/outcome.h"
#include "service/record.h"
#include "service/said.h"

static struct text asked_key(const struct acting *acting, const struct asked_version *asked)
{
    return text_format(acting->arena, "%.*s@%.*s", TEXT_ARGS(asked->name),
                       TEXT_ARGS(asked->version));
}

/* Of a version, its artifact or manifest is the subject: the rows say which. */
static bool subject_find(struct acting *acting, const struct annotation *annotation,
                         const struct value *about, struct statement_subject *out,
                         struct error *err)
{
    const struct value *version;
    const struct text key = asked_key(acting, &annotation->asked);
    if (!registry_row(&acting->rows, "version", key, acting->arena, &version, err))
        return false;
    if (!version)
        return version_unknown(acting, key, err);
    return act_subject(ACT_ANNOTATION, acting->origin, about, acting->arena, out, err);
}

/* ---- what would say nothing ---- */

/* Which of the version's lists, or which map of it, a change is about. */
static const struct {
    const char *change, *list, *member, *phrase;
} listed[] = {
    {"untag", "tags", NULL, "tag"},
    {"release", "consumers", "id", "consumer"},
    {"acknowledge", "consumers", "id", "consumer"},
    {"withdraw", "endpoints", "endpoint", "endpoint"},
    {"traffic", "endpoints", "endpoint", "endpoint"},
};

static struct text listed_name(const struct value *list, const char *member, size_t at)
{
    return member ? said_text(value_at(list, at), member) : member_key(list, at);
}

static bool listed_check(struct acting *acting, const struct annotation *annotation,
                         const struct value *version, size_t kind, struct error *err)
{
    const struct value *list = value_present(version, text_of(listed[kind].list));
    struct suggestion near_name = suggest_for(annotation->key);
    for (size_t i = 0; i < value_count(list); i++) {
        const struct text name = listed_name(list, listed[kind].member, i);
        if (text_equal(name, annotation->key))
            return true;
        suggest_offer(&near_name, name);
    }
    return error_set(err, ERROR_USAGE, "%.*s has no %s %.*s%s",
                     TEXT_ARGS(asked_key(acting, &annotation->asked)), listed[kind].phrase,
                     TEXT_ARGS(annotation->key), suggest_hint(&near_name, acting->arena));
}

/* A review that is owed, by whose doing it is not. */
static bool review_check(struct acting *acting, const struct annotation *annotation,
                         const struct value *version, struct error *err)
{
    const struct text what = annotation->key, key = asked_key(acting, &annotation->asked);
    const struct value *owed = value_present(version, TEXT("owed")), *debt = NULL;
    for (size_t i = 0; i < value_count(owed); i++) {
        const struct value *each = value_at(owed, i);
        if (text_equal(said_text(each, "what"), what) &&
            (!debt || !text_equal(said_text(each, "by"), acting->id)))
            debt = each;
    }
    if (!debt)
        return error_set(err, ERROR_USAGE, "no review of a %.*s of %.*s is owed", TEXT_ARGS(what),
                         TEXT_ARGS(key));
    if (value_present(debt, TEXT("request")))
        return error_set(err, ERROR_USAGE,
                         "the review of this %.*s is the answers to its request: obstat approve "
                         "%.*s",
                         TEXT_ARGS(what), TEXT_ARGS(key));
    return !text_equal(said_text(debt, "by"), acting->id) ||
           error_set(err, ERROR_GUARD,
                     "the %.*s of %.*s was by %.*s, at entry %lld, and somebody else reviews it",
                     TEXT_ARGS(what), TEXT_ARGS(key), TEXT_ARGS(acting->id),
                     (long long)said_integer(debt, "index"));
}

/* Before anybody is asked to sign. */
static bool annotation_check(struct acting *acting, const struct annotation *annotation,
                             const char *command, struct error *err)
{
    const struct value *version;
    const struct text key = asked_key(acting, &annotation->asked);
    if (!registry_row(&acting->rows, "version", key, acting->arena, &version, err))
        return false;
    if (!version)
        return version_unknown(acting, key, err);
    if (text_is(text_of(command), "acknowledge"))
        return review_check(acting, annotation, version, err);
    for (size_t kind = 0; kind < COUNT(listed); kind++)
        if (text_is(text_of(annotation->change), listed[kind].change))
            return listed_check(acting, annotation, version, kind, err);
    return true;
}

/* Who is recorded as a consumer, and has not said that they are ready to go, is recorded. */
static bool consumer_known(struct acting *acting, const struct annotation *annotation, bool *out,
                           struct error *err)
{
    const struct value *version;
    const struct text key = asked_key(acting, &annotation->asked);
    *out = false;
    if (!text_is(text_of(annotation->change), "consume"))
        return true;
    if (!registry_row(&acting->rows, "version", key, acting->arena, &version, err))
        return false;
    const struct value *consumers = value_present(version, TEXT("consumers"));
    for (size_t i = 0; i < value_count(consumers) && !*out; i++) {
        const struct value *consumer = value_at(consumers, i);
        *out = text_equal(said_text(consumer, "id"), annotation->key) &&
               !value_present(consumer, TEXT("acknowledged"));
        if (*out)
            acting->session->print(acting->session->context,
                                   text_format(acting->arena, "%.*s already, since entry %lld\n",
                                               TEXT_ARGS(annotation->told),
                                               (long long)said_integer(consumer, "index")));
    }
    return true;
}

static bool annotation_draft(struct acting *acting, const struct annotation *annotation,
                             struct draft *out, struct error *err)
{
    struct value note;
    struct record model = record_in(acting->arena), members = record_in(acting->arena);
    struct draft draft = {.kind = ACT_ANNOTATION, .word = annotation->asked.version};
    if (!acting_commit(acting, acting->id, annotation->note, &note, err))
        return false;
    record_text(&model, "name", annotation->asked.name);
    record_text(&model, "version", annotation->asked.version);
    record_text(&members, "change", text_of(annotation->change));
    record_value(&members, "model", record_map(&model));
    record_text(&members, "key", annotation->key);
    record_text(&members, "value", annotation->value);
    record_value(&members, "note", note);
    draft.members = members.members;
    const struct value about = record_map(&members);
    if (!subject_find(acting, annotation, &about, &draft.subject, err))
        return false;
    if (annotation->doing.size)
        draft.sentence =
            text_format(acting->arena, "I, %.*s, %.*s, in the log %.*s", TEXT_ARGS(acting->id),
                        TEXT_ARGS(annotation->doing), TEXT_ARGS(acting->origin));
    *out = draft;
    return true;
}

bool annotation_record(struct acting *acting, const struct annotation *annotation,
                       const char *command, struct recorded *out, struct error *err)
{
    struct draft draft;
    const struct refused refused = {.command = command, .asked = &annotation->asked, .why = err};
    return (annotation_check(acting, annotation, command, err) &&
            annotation_draft(acting, annotation, &draft, err) &&
            acting_record(acting, &draft, out, err)) ||
           moving_refused(acting, &refused);
}

static bool annotation_make(struct acting *acting, const struct value *request,
                            const struct annotation_command *command, struct error *err)
{
    struct recorded recorded;
    bool known;
    struct annotation annotation = {0};
    const char *asked_text = request_text(request, "version");
    if ((asked_text && !moving_resolve(acting, asked_text, &annotation.asked, err)) ||
        !command->prepare(acting, request, &annotation, err) ||
        !consumer_known(acting, &annotation, &known, err))
        return false;
    if (known)
        return true;
    if (!annotation_record(acting, &annotation, command->name, &recorded, err))
        return false;
    acting_tell(acting, annotation.told, &recorded);
    return true;
}

int annotation_run(struct session *session, const struct value *request,
                   const struct annotation_command *command, struct error *err)
{
    struct acting acting;
    if (!moving_open(session, request, command->name, &acting, err))
        return operation_failed(err);
    const bool made = annotation_make(&acting, request, command, err);
    acting_close(&acting);
    return made ? STATUS_ALLOWED : operation_failed(err);
}
