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

static void printed(struct session *session, const struct buffer *listing)
{
    session->print(session->context, buffer_text(listing));
}

static void policy_line(const struct policy *policy, struct arena *arena, struct buffer *listing)
{
    text_escape(policy->id, listing);
    const size_t width = 40;
    buffer_repeat(listing, ' ', policy->id.size < width ? width - policy->id.size : 1);
    buffer_format(listing, " %-11s  ", level_name(policy->level));
    text_escape(policy->title, listing);
    const struct text when = policy_when_text(policy, arena);
    buffer_format(listing, "  (%.*s)\n", TEXT_ARGS(when));
}

static int packs_list(struct session *session, struct error *err)
{
    struct pack_names packs;
    struct buffer listing = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (!sources_packs(session->data, session->arena, &packs, err))
        return operation_failed(err);
    for (size_t i = 0; i < packs.count; i++) {
        text_escape(packs.at[i], &listing);
        buffer_byte(&listing, '\n');
    }
    printed(session, &listing);
    return 0;
}

static int list_run(struct session *session, const struct value *request, struct error *err)
{
    if (request_flag(request, "packs"))
        return packs_list(session, err);
    struct policy_set set;
    struct buffer listing = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    if (!policies_open(session, request, &set, err))
        return operation_failed(err);
    for (size_t i = 0; i < set.policies.count; i++)
        policy_line(&set.policies.at[i], session->arena, &listing);
    printed(session, &listing);
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

static void policy_field(struct buffer *listing, const char *name, struct text field_text)
{
    for (size_t field_from = 0; field_from < field_text.size; name = "") {
        const struct text field_rest = text_part(field_text, field_from, field_text.size);
        const struct text field_line = text_part(field_rest, 0, text_find(field_rest, '\n'));
        buffer_format(listing, "%-12s ", name);
        text_escape(field_line, listing);
        buffer_byte(listing, '\n');
        field_from += field_line.size + 1;
    }
}

static void policy_param_field(const struct param *param, struct arena *arena,
                               struct buffer *listing)
{
    struct buffer param_listing = buffer_in(arena, LIMIT_MESSAGE_SIZE);
    buffer_format(&param_listing, "%.*s = %.*s", TEXT_ARGS(param->name),
                  TEXT_ARGS(value_shown(&param->value, arena)));
    if (param_changed(param))
        buffer_format(&param_listing, "  (default %.*s; %s)",
                      TEXT_ARGS(value_shown(&param->usual, arena)),
                      param_looser(param) ? "looser" : "tighter");
    if (param->at_least)
        buffer_format(&param_listing, "  at least %.*s",
                      TEXT_ARGS(value_shown(param->at_least, arena)));
    if (param->at_most)
        buffer_format(&param_listing, "  at most %.*s",
                      TEXT_ARGS(value_shown(param->at_most, arena)));
    if (param->one_of)
        buffer_format(&param_listing, "  one of %.*s",
                      TEXT_ARGS(value_shown(param->one_of, arena)));
    policy_field(listing, "parameter", buffer_text(&param_listing));
}

static void policy_fields(const struct policy *policy, struct arena *arena, struct buffer *listing)
{
    policy_field(listing, "id", policy->id);
    policy_field(listing, "title", policy->title);
    policy_field(listing, "level", text_of(level_name(policy->level)));
    policy_field(listing, "when", policy_when_text(policy, arena));
    for (size_t listing_row = 0; policy->cites && listing_row < value_count(policy->cites);
         listing_row++)
        policy_field(listing, "cites", value_text(value_at(policy->cites, listing_row)));
    for (size_t listing_row = 0; listing_row < policy->params.count; listing_row++)
        policy_param_field(&policy->params.at[listing_row], arena, listing);
    policy_field(listing, "remedy", policy->remedy);
    policy_field(listing, "owner", policy->owner);
    policy_field(listing, "version", policy->version);
    for (size_t listing_row = 0; listing_row < policy->modules.count; listing_row++)
        policy_field(listing, "requires", policy->modules.at[listing_row].name);
    policy_field(listing, "file", text_of(policy->source.path));
    policy_field(listing, "digest", digest_print(&policy->source.digest, arena));
}

/* The policy that the request names, from the set that it names. */
static struct policy *policy_asked(struct session *session, const struct value *request,
                                   struct policy_set *set, struct error *err)
{
    const struct text id = text_of(request_text(request, "id"));
    struct suggestion near_policy = suggest_for(id);
    if (!policies_open(session, request, set, err))
        return NULL;
    struct policy *policy = policies_find(&set->policies, id, &near_policy);
    if (!policy)
        (void)error_set(err, ERROR_USAGE, "there is no policy %.*s%s", TEXT_ARGS(id),
                        suggest_hint(&near_policy, session->arena));
    return policy;
}

/* The source, line by line: escaping would swallow the line ends. */
static void policy_source_lines(struct text policy_text, struct buffer *listing)
{
    unsigned number = 0;
    for (size_t from = 0; from < policy_text.size;) {
        const struct text policy_text_rest = text_part(policy_text, from, policy_text.size);
        const struct text policy_text_line =
            text_part(policy_text_rest, 0, text_find(policy_text_rest, '\n'));
        buffer_format(listing, "%4u%s", ++number, policy_text_line.size ? "  " : "");
        text_escape(policy_text_line, listing);
        buffer_byte(listing, '\n');
        from += policy_text_line.size + 1;
    }
}

static int show_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy_set set;
    struct buffer listing = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const struct policy *policy = policy_asked(session, request, &set, err);
    if (!policy)
        return operation_failed(err);
    policy_fields(policy, session->arena, &listing);
    buffer_byte(&listing, '\n');
    policy_source_lines(policy->source.source, &listing);
    printed(session, &listing);
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
static void policy_opening_comment(struct text policy_text, struct buffer *listing)
{
    for (size_t from = 0; from < policy_text.size;) {
        const struct text policy_text_rest = text_part(policy_text, from, policy_text.size);
        struct text policy_text_line =
            text_part(policy_text_rest, 0, text_find(policy_text_rest, '\n'));
        from += policy_text_line.size + 1;
        if (!text_starts(policy_text_line, TEXT("--")))
            break;
        policy_text_line =
            text_part(policy_text_line, text_starts(policy_text_line, TEXT("-- ")) ? 3 : 2,
                      policy_text_line.size);
        text_escape(policy_text_line, listing);
        buffer_byte(listing, '\n');
    }
}

static int explain_run(struct session *session, const struct value *request, struct error *err)
{
    struct policy_set set;
    struct buffer listing = buffer_in(session->arena, LIMIT_REPORT_SIZE);
    const struct policy *policy = policy_asked(session, request, &set, err);
    if (!policy)
        return operation_failed(err);
    text_escape(policy->title, &listing);
    buffer_string(&listing, "\n\n");
    const size_t before = listing.size;
    policy_opening_comment(policy->source.source, &listing);
    if (listing.size > before)
        buffer_byte(&listing, '\n');
    policy_fields(policy, session->arena, &listing);
    printed(session, &listing);
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
