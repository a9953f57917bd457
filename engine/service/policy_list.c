/* policy list, show and digest: what the policies are, without judging anything. */
#include "report/escape.h"
#include "service/operations.h"
#include "service/policies.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "service/record.h"

static const struct parameter place_parameters[] = {
    {"policy", 0, PARAMETER_ARGUMENTS, 0, "DIR|FILE|pack:NAME",
     "which policies; the project's where none are named", NULL},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE", "set a parameter of a policy", NULL},
    {0},
};

static void printed(struct session *session, const struct buffer *out)
{
    session->print(session->context, buffer_text(out));
}

static void list_line(const struct policy *policy, struct arena *arena, struct buffer *out)
{
    text_escape(policy->id, out);
    const size_t width = 40;
    buffer_repeat(out, ' ', policy->id.size < width ? width - policy->id.size : 1);
    buffer_format(out, " %-11s  ", level_name(policy->level));
    text_escape(policy->title, out);
    const struct text when = policy_when_text(policy, arena);
    buffer_format(out, "  (%.*s)\n", TEXT_ARGS(when));
}

static int packs_list(struct session *session, struct error *err)
{
    struct pack_names packs;
    struct buffer out = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (!sources_packs(session->data, session->arena, &packs, err))
        return operation_failed(err);
    for (size_t i = 0; i < packs.count; i++) {
        text_escape(packs.at[i], &out);
        buffer_byte(&out, '\n');
    }
    printed(session, &out);
    return 0;
}

static int list_run(struct session *session, const struct value *request, struct error *err)
{
    if (request_flag(request, "packs"))
        return packs_list(session, err);
    struct policy_set set;
    struct buffer out = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (!policies_open(session, request, &set, err))
        return operation_failed(err);
    for (size_t i = 0; i < set.policies.count; i++)
        list_line(&set.policies.at[i], session->arena, &out);
    printed(session, &out);
    if (!set.policies.count && !set.sources.faults.count)
        (void)error_set(err, ERROR_REFUSED, "no policies; name a folder, a file or pack:NAME");
    return policies_status(&set);
}

static const struct parameter list_parameters[] = {
    {"policy", 0, PARAMETER_ARGUMENTS, 0, "DIR|FILE|pack:NAME",
     "which policies; the project's where none are named", NULL},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE", "set a parameter of a policy", NULL},
    {"packs", 0, PARAMETER_FLAG, 0, NULL, "instead, the packs that pack:NAME can name", NULL},
    {0},
};

const struct operation policy_list_operation = {
    .name = "policy list",
    .summary = "the policies of a place: id, level, title, when they apply",
    .examples = "obstat policy list\nobstat policy list pack:metrics-gate\n"
                "obstat policy list --packs\n",
    .parameters = list_parameters,
    .run = list_run,
};

static int digest_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy_set set;
    if (!policies_open(session, request, &set, err))
        return operation_failed(err);
    const int status = policies_status(&set);
    if (status == STATUS_UNJUDGED)
        (void)error_set(err, ERROR_REFUSED, "no policies; name a folder, a file or pack:NAME");
    if (status != STATUS_ALLOWED)
        return status; /* the digest of a part would be taken for that of the whole */
    const bool tuned = request_count(request, "param") > 0;
    const struct text digest =
        digest_print(tuned ? &set.digest : &set.usual_digest, session->arena);
    session->print(session->context, text_format(session->arena, "%.*s\n", TEXT_ARGS(digest)));
    return STATUS_ALLOWED;
}

const struct operation policy_digest_operation = {
    .name = "policy digest",
    .summary = "the digest of a policy set, for --require-policies",
    .details =
        "SHA-256 over the canonical JSON of every policy's id, level, source digest, modules and\n"
        "parameters, sorted by id. Without --param every parameter stands at its default, "
        "whatever\n"
        "the project sets: that is the digest which --require-policies wants.\n",
    .examples = "obstat policy digest pack:metrics-gate\n",
    .parameters = place_parameters,
    .run = digest_run,
};

static const struct parameter show_parameters[] = {
    {"id", 0, PARAMETER_ARGUMENT, PARAMETER_REQUIRED, "POLICY-ID", "the policy", NULL},
    {"policy", 'p', PARAMETER_OPTIONS, 0, "DIR|FILE|pack:NAME",
     "where to look; the project's policies where none are named", NULL},
    {"param", 0, PARAMETER_OPTIONS, 0, "ID.KEY=VALUE", "set a parameter of a policy", NULL},
    {0},
};

static void field(struct buffer *out, const char *name, struct text text)
{
    for (size_t from = 0; from < text.size; name = "") {
        const struct text rest = text_part(text, from, text.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        buffer_format(out, "%-12s ", name);
        text_escape(line, out);
        buffer_byte(out, '\n');
        from += line.size + 1;
    }
}

static void param_field(const struct param *param, struct arena *arena, struct buffer *out)
{
    struct buffer line = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&line, "%.*s = %.*s", TEXT_ARGS(param->name),
                  TEXT_ARGS(value_shown(&param->value, arena)));
    if (param_changed(param))
        buffer_format(&line, "  (default %.*s; %s)", TEXT_ARGS(value_shown(&param->usual, arena)),
                      param_looser(param) ? "looser" : "tighter");
    if (param->at_least)
        buffer_format(&line, "  at least %.*s", TEXT_ARGS(value_shown(param->at_least, arena)));
    if (param->at_most)
        buffer_format(&line, "  at most %.*s", TEXT_ARGS(value_shown(param->at_most, arena)));
    if (param->one_of)
        buffer_format(&line, "  one of %.*s", TEXT_ARGS(value_shown(param->one_of, arena)));
    field(out, "parameter", buffer_text(&line));
}

static void policy_fields(const struct policy *policy, struct arena *arena, struct buffer *out)
{
    field(out, "id", policy->id);
    field(out, "title", policy->title);
    field(out, "level", text_of(level_name(policy->level)));
    field(out, "when", policy_when_text(policy, arena));
    for (size_t i = 0; policy->cites && i < value_count(policy->cites); i++)
        field(out, "cites", value_text(value_at(policy->cites, i)));
    for (size_t i = 0; i < policy->params.count; i++)
        param_field(&policy->params.at[i], arena, out);
    field(out, "remedy", policy->remedy);
    field(out, "owner", policy->owner);
    field(out, "version", policy->version);
    for (size_t i = 0; i < policy->modules.count; i++)
        field(out, "requires", policy->modules.at[i].name);
    field(out, "file", text_of(policy->source.path));
    field(out, "digest", digest_print(&policy->source.digest, arena));
}

/* The policy that the request names, from the set that it names. */
static struct policy *policy_asked(struct session *session, const struct value *request,
                                   struct policy_set *set, struct error *err)
{
    const struct text id = text_of(request_text(request, "id"));
    struct suggestion near = suggest_for(id);
    if (!policies_open(session, request, set, err))
        return NULL;
    struct policy *policy = policies_find(&set->policies, id, &near);
    if (!policy)
        (void)error_set(err, ERROR_USAGE, "there is no policy %.*s%s", TEXT_ARGS(id),
                        suggest_hint(&near, session->arena));
    return policy;
}

/* The source, line by line: escaping would swallow the line ends. */
static void source_lines(struct text source, struct buffer *out)
{
    unsigned number = 0;
    for (size_t from = 0; from < source.size;) {
        const struct text rest = text_part(source, from, source.size);
        const struct text line = text_part(rest, 0, text_find(rest, '\n'));
        buffer_format(out, "%4u%s", ++number, line.size ? "  " : "");
        text_escape(line, out);
        buffer_byte(out, '\n');
        from += line.size + 1;
    }
}

static int show_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy_set set;
    struct buffer out = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const struct policy *policy = policy_asked(session, request, &set, err);
    if (!policy)
        return operation_failed(err);
    policy_fields(policy, session->arena, &out);
    buffer_byte(&out, '\n');
    source_lines(policy->source.source, &out);
    printed(session, &out);
    return policies_status(&set);
}

const struct operation policy_show_operation = {
    .name = "policy show",
    .summary = "one policy: what it declares, and its source",
    .examples = "obstat policy show metrics-gate/floor -p pack:metrics-gate\n",
    .parameters = show_parameters,
    .run = show_run,
};

/* The comment that a policy's file begins with, without its dashes: why the rule exists. */
static void opening_comment(struct text source, struct buffer *out)
{
    for (size_t from = 0; from < source.size;) {
        const struct text rest = text_part(source, from, source.size);
        struct text line = text_part(rest, 0, text_find(rest, '\n'));
        from += line.size + 1;
        if (!text_starts(line, TEXT("--")))
            break;
        line = text_part(line, text_starts(line, TEXT("-- ")) ? 3 : 2, line.size);
        text_escape(line, out);
        buffer_byte(out, '\n');
    }
}

static int explain_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy_set set;
    struct buffer out = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const struct policy *policy = policy_asked(session, request, &set, err);
    if (!policy)
        return operation_failed(err);
    text_escape(policy->title, &out);
    buffer_string(&out, "\n\n");
    const size_t before = out.size;
    opening_comment(policy->source.source, &out);
    if (out.size > before)
        buffer_byte(&out, '\n');
    policy_fields(policy, session->arena, &out);
    printed(session, &out);
    return policies_status(&set);
}

const struct operation explain_operation = {
    .name = "explain",
    .summary = "why a policy exists, what it wants, and what to do about it",
    .details = "Prints the policy's own words: title, reason, citations, parameters, remedy.\n",
    .examples = "obstat explain core-repro/commit -p pack:core-repro\n",
    .parameters = show_parameters,
    .run = explain_run,
};
