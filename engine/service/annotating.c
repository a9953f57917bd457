#include "service/annotating.h"

#include "policy/outcome.h"
#include "service/record.h"

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
        return error_set(err, ERROR_REFUSED, "%.*s is not in the log; obstat register enters it",
                         TEXT_ARGS(key));
    return act_subject(ACT_ANNOTATION, acting->origin, about, acting->arena, out, err);
}

static bool annotation_draft(struct acting *acting, const struct annotation *annotation,
                             struct draft *out, struct error *err)
{
    struct value note;
    struct record model = record_in(acting->arena), members = record_in(acting->arena);
    struct draft draft = {.kind = ACT_ANNOTATION, .word = annotation->asked.version};
    if (!acting_commit(acting, annotation->note, &note, err))
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
    return (annotation_draft(acting, annotation, &draft, err) &&
            acting_record(acting, &draft, out, err)) ||
           moving_refused(acting, &refused);
}

static bool annotation_make(struct acting *acting, const struct value *request,
                            const struct annotation_command *command, struct error *err)
{
    struct recorded recorded;
    struct annotation annotation = {0};
    const char *asked_text = request_text(request, "version");
    if ((asked_text && !moving_resolve(acting, asked_text, &annotation.asked, err)) ||
        !command->prepare(acting, request, &annotation, err) ||
        !annotation_record(acting, &annotation, command->name, &recorded, err))
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
